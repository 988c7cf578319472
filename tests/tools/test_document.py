"""Is the YAML changed where it is to be changed, and nowhere else?"""

from __future__ import annotations

import pytest

from mtype.model.errors import CatalogueError
from tools.harvest.document import LONGEST, Document, append, block, canonical, entry, put, value

LONG = [f"pc-q35-{number:02}.0" for number in range(40)]


def written(fact: object) -> str:
    document = Document("a: 1\n")
    document.root["b"] = fact
    text = document.text()
    assert canonical(text) == text
    return text.removeprefix("a: 1\n")


def test_numbers_stay_as_they_are_written() -> None:
    text = "a: 2.10\nb: 0x1F\nc: yes\nd: 1_000\ne: 2026-11-21\nf: ~\ng: 1e3\n"
    document = Document(text)
    assert [*document.root.values()] == ["2.10", "0x1F", "yes", "1_000", "2026-11-21", "~", "1e3"]
    assert document.text() == text


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("2.10", "b: 2.10\n"),
        (">9.1 ≤10.1", 'b: ">9.1 ≤10.1"\n'),
        ("a: b", 'b: "a: b"\n'),
        ("pc-{i440fx,q35}-noble", 'b: "pc-{i440fx,q35}-noble"\n'),
        ("QEMU's", 'b: "QEMU\'s"\n'),
        (["x", "y"], "b: [x, y]\n"),
        ({"x": ["y"], "z": None}, "b: {x: [y]}\n"),
    ],
)
def test_values_have_quotes_where_they_need_them(fact: object, text: str) -> None:
    assert written(value(fact)) == text


def test_what_is_too_long_for_a_line_is_in_block_style() -> None:
    short, long = entry({"names": LONG[:10]}), entry({"board": "pc", "names": LONG, "sources": ["s"]})
    assert written(short).count("\n") == 1
    lines = written(long).splitlines()
    assert lines[1:4] == ["  board: pc", "  names:", "    - pc-q35-00.0"]
    assert lines[-1] == "  sources: [s]"
    assert max(map(len, lines)) <= LONGEST


def test_a_fact_stands_before_those_that_say_how_it_is_known() -> None:
    made = block({"version": "1", "evidence": "listing", "note": "n", "sources": ["s"]})
    put(made, "qemu", "9.1")
    put(made, "version", "2")
    assert [*made.items()][:2] == [("version", "2"), ("qemu", "9.1")]
    assert [*made][2:] == ["evidence", "note", "sources"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("s:\n  a: {b: c}\n\n# next\nt: 1\n", "s:\n  a: {b: c}\n  new:\n    x: y\n\n# next\nt: 1\n"),
        ("s:\n  a:\n    b: c\n\n# next\nt: 1\n", "s:\n  a:\n    b: c\n  new:\n    x: y\n\n# next\nt: 1\n"),
        ("s:\n  a:\n    b: c # of c\nt: 1\n", "s:\n  a:\n    b: c # of c\n  new:\n    x: y\nt: 1\n"),
    ],
)
def test_what_stands_below_the_last_entry_stays_below(before: str, after: str) -> None:
    document = Document(before)
    append(document.root["s"], "new", block({"x": "y"}))
    assert document.text() == after


def test_places_are_those_of_the_text_that_was_read() -> None:
    document = Document("a:\n  - {b: 1}\n  - {c: 2}\n")
    first, second = document.root["a"]
    document.root["a"].insert(1, entry({"n": "3"}))
    assert [document.place(one) for one in (first, second, document.root["a"][1])] == [2, 3, None]
    assert document.written(second) == "- {c: 2}"


def test_what_is_no_yaml_is_told_as_the_loader_tells_it() -> None:
    with pytest.raises(CatalogueError, match=r"some\.yaml:2:\d+: not YAML"):
        Document("a: [1\n", "some.yaml")
