"""Is every mistake in a catalogue told, all of them at once, each with its line and what to do?"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from mtype.catalogue.compile import compile_catalogue
from mtype.model.errors import CatalogueError

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")
# A catalogue without mistakes, and the mistakes that are made in it.
PAIRS = {"good.yaml": "mistakes.txt", "good_rules.yaml": "mistakes_rules.txt"}


def complaints(text: str | bytes) -> list[str]:
    data = text.encode() if isinstance(text, str) else text
    with pytest.raises(CatalogueError) as caught:
        compile_catalogue(data, "a.yaml")
    lines = str(caught.value).split("\n")
    assert all(line.startswith("a.yaml:") for line in lines)
    return [line.removeprefix("a.yaml:") for line in lines]


def replaced(old: str, new: str, good: str = GOOD) -> str:
    assert good.count(old) == 1, f"{old!r} stands {good.count(old)} times"
    return good.replace(old, new)


class Mistake(NamedTuple):
    """What is made of a catalogue, and what is told of it."""

    title: str
    good: str
    old: str
    new: str
    told: list[str]


def mistakes() -> list[Mistake]:
    cases = []
    for good, listed in PAIRS.items():
        for block in (HERE / listed).read_text(encoding="utf-8").split("\n\n")[1:]:
            title, *rest = block.strip("\n").split("\n")
            old = "\n".join(line[1:] for line in rest if line.startswith("-"))
            new = "\n".join(line[1:] for line in rest if line.startswith("+"))
            told = [line for line in rest if line[0] not in "-+"]
            cases.append(Mistake(title.removeprefix("# "), good, old, new, told))
    return cases


@pytest.mark.parametrize("good", PAIRS)
def test_the_good_one_is_good(good: str) -> None:
    compile_catalogue((HERE / good).read_bytes(), "a.yaml")


@pytest.mark.parametrize("one", mistakes(), ids=lambda one: one.title)
def test_one_mistake(one: Mistake) -> None:
    good = (HERE / one.good).read_text(encoding="utf-8")
    assert complaints(replaced(one.old, one.new, good)) == one.told


def test_all_mistakes_of_a_stage_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = replaced("default: {x86_64: ubuntu}", "default: {x86_64: ubunto}")
    text = text.replace("target: pc-q35-2.9,", "target: pc-q35-2.8,")
    text = text.replace("board: virt, names: virt-8.2", "board: vert, names: virt-8.2")
    assert complaints(text) == [
        "22:9: the board 'vert' is not in boards (known boards: pc-q35, virt)",
        "24:9: the alias q36 points at pc-q35-2.8, which is not known on x86_64 (did you mean pc-q35-2.9?)",
        "55:23: the default 'ubunto' is no alias of this line (did you mean ubuntu?)",
    ]


_ALL = {one.title: (one.old, one.new, one.told) for one in mistakes() if one.good == "good.yaml"}
_OF_SHAPE = [name for name, (_, _, told) in _ALL.items() if any("the catalogue" in line for line in told)]
# Without these nothing else can be judged.
_ALONE = (
    "a format of the future",
    "no line called qemu",
    "a line qemu without releases",
    "a release of QEMU that is none",
)
# Mistakes of content in four places.
_ELSEWHERE = (
    "a source that is not there, deep inside",
    "a vendor that extends nobody",
    "an alias since a release that is not there",
    "a default that is no alias",
)


@cache
def messages(*names: str) -> tuple[str, ...]:
    """What is told of a catalogue with these mistakes, without the places."""
    text = GOOD
    for name in names:
        old, new, _ = _ALL[name]
        assert text.count(old) == 1, f"{names} do not go together"
        text = text.replace(old, new)
    return tuple(re.sub(r"^[0-9:]+ | \([^()]*\)$", "", line) for line in complaints(text))


@pytest.mark.parametrize("name", [name for name in _OF_SHAPE if name not in _ALONE])
def test_a_mistake_of_shape_hides_no_mistake_elsewhere(name: str) -> None:
    every = {line for one in (name, *_ELSEWHERE) for line in messages(one)}
    assert {*messages(name, *_ELSEWHERE)} == every


@pytest.mark.parametrize("name", _OF_SHAPE)
def test_no_complaint_only_follows_from_a_mistake_of_shape(name: str) -> None:
    old, new, _ = _ALL[name]
    text = replaced(old, new)
    for other, (instead, _, _) in _ALL.items():
        if other not in _OF_SHAPE and text.count(instead) == 1:
            assert {*messages(name, other)} <= {*messages(name), *messages(other)}, other


def test_problems_beyond_number_are_cut_short() -> None:
    text = GOOD + "".join(f"colour-{number}: blue\n" for number in range(1000))
    told = complaints(text)
    assert len(told) == 501
    assert told[-1] == "571:13: more problems from here on"


def test_mistakes_in_the_yaml_beyond_number_are_cut_short_too() -> None:
    told = complaints(GOOD + "a: 1\n" * 1000)
    assert len(told) == 501
    assert told[0] == "72:1: the key 'a' stands twice in one mapping"


def test_where_many_names_are_in_doubt_nothing_is_said_of_any() -> None:
    """A hundred and more beginnings of names are lost with a list that is none."""
    lost = ", ".join(f"'a{number}-{{'" for number in range(200))
    text = replaced("names: pc-q35-noble{,-v2}", f"names: pc-q35-noble{{,-v2}}\n        pattern: [{lost}]")
    text = text.replace("default: {x86_64: ubuntu}", "default: {x86_64: ubunto}")
    assert complaints(text) == ["33:18: the catalogue: vendors: ubuntu: types[1]: pattern must be a text"]


def test_more_names_than_a_person_writes_are_refused() -> None:
    bomb = "{1,2}" * 10
    text = GOOD + "".join(f"  line-{number}: '{bomb}'\n" for number in range(98))
    assert complaints(text) == [
        "1:1: the catalogue stands for more than 100000 names (make several files of it)"
    ]


def test_bytes_that_are_no_utf_8_are_told_with_their_line() -> None:
    assert complaints(b"format: 1\nsources: \xff\n") == [
        "2:1: not UTF-8: invalid start byte (save it as UTF-8)"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "1:1: the file is empty", id="nothing"),
        pytest.param("hello", "1:1: the catalogue must be a mapping", id="a word"),
        pytest.param("- format: 1", "1:1: the catalogue must be a mapping", id="a list"),
        pytest.param("a: " + "[" * 1000, "1:44: nested too deeply", id="brackets without end"),
        pytest.param("#" * (10 << 20), "1:1: larger than 1048576 bytes", id="ten megabytes"),
        pytest.param("--- &b {c: d}", "1:5: anchors and aliases are not used in this file", id="an anchor"),
        pytest.param("!!python/name:os.system", "1:1: the tag tag:yaml.org,2002:python/", id="a tag"),
    ],
)
def test_what_is_no_catalogue_at_all(text: str, expected: str) -> None:
    (complaint,) = complaints(text)
    assert complaint.startswith(expected)


def test_an_empty_mapping_lacks_everything() -> None:
    lacks = [line.split("'")[1] for line in complaints("{}")]
    assert lacks == ["format", "sources", "boards", "vendors", "lines"]
