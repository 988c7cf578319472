"""Has every fact a source, and every source a fact?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.source import Node


def below(node: Node, name: str = "") -> Iterator[tuple[str, Node]]:
    """Every mapping below `node`, with the key it stands under."""
    for item in node.items():
        yield from below(item, name)
    if [*node.children()]:
        yield name, node
    for key, child in node.children():
        yield from below(child, key)


# What states a fact. Other mappings are parts of one: `own`, `support`, the `aliases` of a release.
FACTS = {
    "types",
    "boards-without-version",
    "quirk",
    "own-types-only",
    "releases",
    "updates",
    "cadence",
    "breaks",
}


def test_every_fact_has_a_source(shipped_yaml: Node) -> None:
    facts = [(name, node) for name, node in below(shipped_yaml) if name in FACTS]
    facts += [
        (key, fact)
        for node in shipped_yaml.mapping("vendors").values()
        for key in ("aliases", "policies")
        for fact in (*node.nodes(key), *node.mapping(key).values())
    ]
    assert {name for name, _ in facts} == FACTS | {"aliases", "policies"}
    wrong = [f"line {node.line}: {name}" for name, node in facts if not node.list("sources")]
    assert wrong == [], "no source, no fact: add `sources`"


def test_a_line_with_aliases_or_a_default_has_a_source(shipped_yaml: Node) -> None:
    wrong = [
        f"line {node.line}: {name}"
        for name, node in shipped_yaml.mapping("lines").items()
        if (node.get("aliases") or node.get("default")) and not node.list("sources")
    ]
    assert wrong == [], "say where the aliases of this line are told: add `sources`"


def cited(node: Node) -> list[str]:
    return [source for _, fact in below(node) for source in fact.list("sources")]


def test_every_source_is_used(shipped_yaml: Node) -> None:
    used = {source for key, child in shipped_yaml.children() if key != "sources" for source in cited(child)}
    unused = [
        f"line {node.line}: {name}"
        for name, node in shipped_yaml.mapping("sources").items()
        if name not in used
    ]
    assert unused == [], "cite it where its facts stand, or remove it"


def test_no_fact_cites_a_source_twice(shipped_yaml: Node) -> None:
    wrong = [
        f"line {node.line}"
        for _, node in below(shipped_yaml)
        if len(set(node.list("sources"))) != len(node.list("sources"))
    ]
    assert wrong == [], "cite a source once"


def test_a_source_says_what_it_is_in_words_of_its_own(shipped_yaml: Node) -> None:
    texts = [(node.text("text"), node.text("where")) for node in shipped_yaml.mapping("sources").values()]
    assert len(set(texts)) == len(texts), "two sources with one text and place are one source"


# How a release's list of types is known, and the evidence that one of its sources must have for it. What
# is inferred, unknown or only bounded needs none.
NEEDS = {
    "emulator": {"emulator"},
    "listing": {"listing", "third-party", "changelog"},
    "source": {"source"},
    "patch": {"patch"},
    "changelog": {"changelog"},
    "documentation": {"documentation"},
    "tag": {"documentation"},
    "commit": {"documentation"},
    "third-party": {"third-party", "documentation"},
}


def test_a_release_cites_a_source_that_can_know(shipped_yaml: Node) -> None:
    evidence = {name: node.text("evidence") for name, node in shipped_yaml.mapping("sources").items()}
    wrong = [
        f"line {release.line}: {release.text('evidence')}"
        for line in shipped_yaml.mapping("lines").values()
        for release in line.nodes("releases")
        if (needed := NEEDS.get(release.text("evidence") or ""))
        and not needed & {evidence[source] for source in release.list("sources")}
    ]
    assert wrong == [], "its evidence is better than its sources: cite the one that has it"
