"""Is a YAML text read as text, with its places, and is everything else refused?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtype.catalogue.source import MAX_SIZE, Node, read_yaml
from mtype.model.errors import CatalogueError


def problems(text: str) -> list[str]:
    with pytest.raises(CatalogueError) as caught:
        read_yaml(text, "a.yaml")
    return [str(problem) for problem in caught.value.problems]


def test_values_stay_text() -> None:
    root = read_yaml("a: 2.10\nb: yes\nc: 2026-11-21\nd: 0x10\ne: 1e3\n", "a.yaml")
    assert [root.text(key) for key in "abcde"] == ["2.10", "yes", "2026-11-21", "0x10", "1e3"]


def test_places_are_those_of_the_values() -> None:
    root = read_yaml("a:\n  - b\n  - c: d\n", "a.yaml")
    child = root.nodes("a")[1].get("c")
    assert child == Node("d", 3, 8, "a.yaml")


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_yaml("\ufeffa: b", "a.yaml").text("a") == "b"


def test_a_mapping_can_be_had_with_other_values() -> None:
    root = read_yaml("a: b\nc: [d, {e: f}]\n", "a.yaml")
    assert root.without("a").shown() == "{c: d, {e: f}}"
    assert root.having(a=Node("g", 1, 1)).plain() == {"a": "g", "c": ["d", {"e": "f"}]}
    assert (root.shown(), root.line) == ("{a: b, c: d, {e: f}}", 1)


def test_a_list_of_one_text_is_that_text() -> None:
    root = read_yaml("a: b\nc: [b]\nd: [[b]]", "a.yaml")
    assert root.plain() == {"a": "b", "c": "b", "d": "b"}


def test_questions_that_do_not_fit_get_empty_answers() -> None:
    root = read_yaml("text: a\nlist: [a, b]\nmapping: {a: b}\n", "a.yaml")
    text = root.get("text")
    assert text is not None
    assert (root.text("list"), root.text("none")) == (None, None)
    assert (root.list("text"), root.list("list"), root.list("none")) == (["a"], ["a", "b"], [])
    assert (root.nodes("none"), root.nodes("text"), root.mapping("none"), root.mapping("list")) == (
        [],
        [],
        {},
        {},
    )
    assert [node.value for node in root.nodes("list")] == ["a", "b"]
    assert list(root.mapping("mapping")) == ["a"]
    assert (text.get("a"), [*text.items()], [*text.children()]) == (None, [], [])
    assert (root.strings(), root.list("mapping"), text.without("a")) == ([], [], text)
    assert [key for key, _ in root.children()] == ["text", "list", "mapping"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", ["a.yaml:1:1: the file is empty"], id="nothing"),
        pytest.param("# only a comment\n", ["a.yaml:1:1: the file is empty"], id="only a comment"),
        pytest.param(
            "a: b\nc: [d",
            ["a.yaml:2:6: not YAML: expected ',' or ']', but got '<stream end>'"],
            id="a bracket that is not closed",
        ),
        pytest.param(
            "a: *b",
            ["a.yaml:1:4: anchors and aliases are not used in this file (write the value again)"],
            id="an alias of nothing",
        ),
        pytest.param(
            "a: b\n---\nc: d",
            ["a.yaml:2:1: a second document begins here (write another file)"],
            id="two documents",
        ),
        pytest.param(
            "a: b\nc: \x00d",
            ["a.yaml:2:4: not YAML: the character U+0000 is not allowed"],
            id="a null byte",
        ),
        pytest.param(
            "\x7f", ["a.yaml:1:1: not YAML: the character U+007F is not allowed"], id="a delete character"
        ),
        pytest.param(
            r'a: "\UFFFFFFFF"',
            ["a.yaml:1:1: not YAML: Python int too large to convert to C int"],
            id="an escape beyond Unicode",
        ),
        pytest.param(
            r'a: "\ud800"',
            ["a.yaml:1:4: a control character is not allowed (only text that can be shown is read)"],
            id="half a surrogate pair, which no file could hold",
        ),
        pytest.param(
            r'a: "\e[31m"',
            ["a.yaml:1:4: a control character is not allowed (only text that can be shown is read)"],
            id="an escape sequence for the reader's terminal",
        ),
        pytest.param(
            "a: b\nc: {d: e, d: f}\na: g",
            [
                "a.yaml:2:11: the key 'd' stands twice in one mapping",
                "a.yaml:3:1: the key 'a' stands twice in one mapping",
            ],
            id="keys that stand twice, all of them",
        ),
        pytest.param(
            "a: &b c\nd: *b",
            [
                "a.yaml:1:4: anchors and aliases are not used in this file (write the value again)",
                "a.yaml:2:4: anchors and aliases are not used in this file (write the value again)",
            ],
            id="an anchor and its alias",
        ),
        pytest.param(
            "a: &b [*b]",
            [
                "a.yaml:1:4: anchors and aliases are not used in this file (write the value again)",
                "a.yaml:1:8: anchors and aliases are not used in this file (write the value again)",
            ],
            id="an anchor that holds itself",
        ),
        pytest.param(
            "a: !!str b",
            ["a.yaml:1:4: the tag tag:yaml.org,2002:str is not allowed (only plain values are read)"],
            id="a tag that would do no harm",
        ),
        pytest.param("[a]: b", ["a.yaml:1:1: a key must be a text"], id="a list as key"),
        pytest.param(
            "!a b: c",
            ["a.yaml:1:1: the tag !a is not allowed (only plain values are read)"],
            id="a tag on a key",
        ),
        pytest.param(
            "a: !<b> c",
            ["a.yaml:1:4: the tag b is not allowed (only plain values are read)"],
            id="a tag of one's own",
        ),
    ],
)
def test_refused(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


@pytest.mark.io
@pytest.mark.parametrize(
    "call",
    [
        pytest.param("!!python/object/apply:os.mkdir [{}]", id="a call"),
        pytest.param("!!python/object/new:os.mkdir [{}]", id="a new object"),
        pytest.param("!!python/name:os.mkdir {}", id="a name"),
        pytest.param("!!python/module:{}", id="a module"),
    ],
)
def test_tags_execute_nothing(call: str, tmp_path: Path) -> None:
    trace = tmp_path / "was-here"
    (problem,) = problems("a: " + call.format(trace))
    assert "is not allowed" in problem and "python" in problem
    assert not trace.exists()


def test_a_merge_key_merges_nothing() -> None:
    root = read_yaml("<<: {a: b}", "a.yaml")
    assert [key for key, _ in root.children()] == ["<<"]


def test_deep_nesting_is_refused() -> None:
    assert problems("a: " + "[" * 1000) == ["a.yaml:1:44: nested too deeply"]


def test_what_is_nested_as_deeply_as_allowed_is_read() -> None:
    read_yaml("[" * 41 + "]" * 41, "a.yaml")
    assert problems("[" * 42 + "]" * 42) == ["a.yaml:1:42: nested too deeply"]


def test_too_many_values_are_refused() -> None:
    assert problems("[" + "a," * 60_000 + "]") == ["a.yaml:1:119996: more than 30000 values"]


def test_a_text_that_is_too_large_is_not_looked_at() -> None:
    assert problems("[" * (MAX_SIZE + 1)) == [f"a.yaml:1:1: larger than {MAX_SIZE} characters"]


@given(st.text() | st.text("ab:-[]{}&*!|>'\"\\%@`#,?\n \t~<=xuU0FD9", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        node = read_yaml(text, "a.yaml")
    except CatalogueError as error:
        assert error.problems and all(problem.line >= 1 and problem.column >= 1 for problem in error.problems)
    else:
        assert isinstance(node.value, str | list | dict)


_VALUES = st.recursive(
    st.text(st.characters(min_codepoint=32, max_codepoint=126)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc", min_size=1), inner),
    max_leaves=20,
)


def plain(node: Node) -> object:
    if isinstance(node.value, str):
        return node.value
    if isinstance(node.value, list):
        return [plain(child) for child in node.items()]
    return {key: plain(child) for key, child in node.children()}


@given(_VALUES)
def test_what_is_written_is_read(value: object) -> None:
    import json

    assert plain(read_yaml(json.dumps(value, indent=1), "a.yaml")) == value
