"""Where does the YAML say something about a name, from which source, and with which remark?

Asked by `catalogue show` alone: the compiled form has neither notes nor lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mtype.catalogue.expand import expand_all, split_range
from mtype.catalogue.source import Node
from mtype.model.version import parse_version


class Fact(NamedTuple):
    """One statement of the YAML at `line` (from 1) of the file `path`. `about` says where it stands in the
    words of the file, `says` what it does there; `sources` are the keys that it cites, or what it stands in
    does."""

    path: str
    line: int
    about: str
    says: str
    note: str | None
    evidence: str | None
    sources: tuple[str, ...]


# The keys of a release, or of its `own`, that hold names of types, and what each says of them.
_RELEASE_LISTS = {
    "without": "is missing, against the QEMU version",
    "also": "is there, against the QEMU version",
    "deprecated": "is deprecated from here on",
    "supports": "is named by the support statement",
    "unsure": "may be there",
}
# What an entry of a list is called: the first of these that it has.
_LABELS = ("names", "pattern", "boards", "alias", "version", "package")
_OWN_LISTS = {
    "only": "is on the list",
    "add": "is added",
    "drop": "is dropped",
    "has": "is there; the list has not been read",
    "unsure": "may be there",
}


def facts_about(root: Node, name: str) -> list[Fact]:
    """All statements about the machine type, board or alias `name`, in the order of the file."""
    return _ordered([*_of_boards(root, name), *_of_vendors(root, name), *_of_lines(root, name)])


def facts_of_release(root: Node, line: str, version: str) -> list[Fact]:
    """The entry of a release, and those of its updates."""
    found: list[Fact] = []
    for release in (root.mapping("lines").get(line) or root).nodes("releases"):
        if release.text("version") == version:
            about = f"release {line}:{release.text('codename') or version}"
            for node in _by_file(release):
                found.append(_fact(node, about, "the release itself"))
            for update in release.nodes("updates"):
                says = f"adds {', '.join(expand_all(update.list('add')))}"
                found.append(_fact(update, f"{about}, {_update(update)}", says))
    return found


def _by_file(entry: Node) -> Iterator[Node]:
    """What each file says of an entry that an overlay has added to."""
    paths = dict.fromkeys([entry.path, *(child.path for _, child in entry.children())])
    for path in paths:
        told = {key: child for key, child in entry.children() if child.path == path}
        first = min(told.values(), key=lambda child: child.line, default=entry)
        yield Node(told, entry.line if path == entry.path else first.line, 1, path)


def citations(root: Node, source: str) -> list[Fact]:
    """All statements that cite `source`."""
    return _ordered(_citing(root, "", source))


def _ordered(facts: Iterable[Fact]) -> list[Fact]:
    """In the order of the file; those of an overlay come after those of what it was laid over."""
    found = list(dict.fromkeys(facts))
    files = list(dict.fromkeys(fact.path for fact in found))
    return sorted(found, key=lambda fact: (files.index(fact.path), fact.line))


def _of_boards(root: Node, name: str) -> Iterator[Fact]:
    for key, board in root.mapping("boards").items():
        if key == name:
            yield _fact(board, "boards", "the board itself")
        elif board.text("alias") == name:
            yield _fact(board, f"board {key}", "is the alias of its newest type")


def _of_vendors(root: Node, name: str) -> Iterator[Fact]:
    qemu = root.mapping("lines").get("qemu") or root
    versions = [release.text("version") or "" for release in qemu.nodes("releases")]
    for key, vendor in root.mapping("vendors").items():
        for entry in vendor.nodes("types"):
            if name in names_of(entry, versions):
                yield _fact(entry, f"vendor {key}, types", "describes it")
        for entry in vendor.nodes("boards-without-version"):
            if name in entry.mapping("boards"):
                yield _fact(entry, f"vendor {key}, boards without version", "describes it")
        for entry in vendor.nodes("aliases"):
            if name in (entry.text("alias"), entry.text("target")):
                says = f"{entry.text('alias')} stands for {entry.text('target')}"
                yield _fact(entry, f"vendor {key}, aliases", says)


def names_of(entry: Node, versions: Iterable[str]) -> list[str]:
    """The names that an entry of `types` stands for; `versions` are all of QEMU's."""
    span, pattern = entry.text("versions"), entry.text("pattern")
    if span is None or pattern is None:
        return expand_all(entry.list("names"))
    first, last = split_range(span)
    return [
        pattern.replace("VERSION", version) for version in versions if first <= parse_version(version) <= last
    ]


def _of_lines(root: Node, name: str) -> Iterator[Fact]:
    for key, line in root.mapping("lines").items():
        for entry in line.nodes("aliases"):
            if entry.text("alias") == name:
                says = f"stands for the newest own type of {entry.text('board')}"
                yield _fact(entry, f"line {key}, aliases", says, line.list("sources"))
        for release in line.nodes("releases"):
            about = f"release {key}:{release.text('codename') or release.text('version')}"
            for says, node in _said_by(release, name):
                yield _fact(release, about, says)._replace(path=node.path, line=node.line)
            for update in release.nodes("updates"):
                if name in expand_all(update.list("add")):
                    yield _fact(update, f"{about}, {_update(update)}", "is added")


def _said_by(release: Node, name: str) -> Iterator[tuple[str, Node]]:
    """What the lists of a release say of it, each with the place of the list."""
    own = release.get("own") or release.holding("")
    for node, lists in ((own, _OWN_LISTS), (release, _RELEASE_LISTS)):
        for key, says in lists.items():
            child = node.get(key)
            if child is not None and name in expand_all(child.strings()):
                yield says, child
    for alias, target in release.mapping("aliases").items():
        if name == alias or name in target.strings():
            yield f"{alias} stands for {', '.join(target.strings())}", target


def _update(update: Node) -> str:
    parts = (update.text("package"), update.text("date"))
    return " of ".join(["update", *(part for part in parts if part)])


def _fact(node: Node, about: str, says: str, sources: Iterable[str] = ()) -> Fact:
    quirk = node.get("quirk")
    cited = [*node.list("sources"), *(quirk.list("sources") if quirk is not None else ())] or sources
    note, evidence = node.text("note"), node.text("evidence")
    return Fact(
        getattr(node, "path", ""), node.line, about, says, note, evidence, tuple(dict.fromkeys(cited))
    )


def _citing(node: Node, about: str, source: str) -> Iterator[Fact]:
    """The path to a node is told by its keys, and by the name that an entry of a list has."""
    for key, child in node.children():
        if key == "sources" and about:
            if source in child.strings():
                yield _fact(node, about, "cites it")
        elif key != "sources":
            yield from _citing(child, f"{about}, {key}" if about else key, source)
    for item in node.items():
        label = next((word for key in _LABELS for word in item.list(key)), None)
        yield from _citing(item, f"{about}, {label}" if label else about, source)
