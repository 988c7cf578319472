"""Is every mistake in a catalogue told, all of them at once, each with its line and what to do?"""

from __future__ import annotations

from pathlib import Path

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


def mistakes() -> list[object]:
    cases = []
    for good, listed in PAIRS.items():
        for block in (HERE / listed).read_text(encoding="utf-8").split("\n\n")[1:]:
            title, *rest = block.strip("\n").split("\n")
            old = "\n".join(line[1:] for line in rest if line.startswith("-"))
            new = "\n".join(line[1:] for line in rest if line.startswith("+"))
            told = [line for line in rest if line[0] not in "-+"]
            cases.append(pytest.param(good, old, new, told, id=title.removeprefix("# ")))
    return cases


@pytest.mark.parametrize("good", PAIRS)
def test_the_good_one_is_good(good: str) -> None:
    compile_catalogue((HERE / good).read_bytes(), "a.yaml")


@pytest.mark.parametrize(("good", "old", "new", "told"), mistakes())
def test_one_mistake(good: str, old: str, new: str, told: list[str]) -> None:
    assert complaints(replaced(old, new, (HERE / good).read_text(encoding="utf-8"))) == told


def test_all_mistakes_of_a_stage_are_told_at_once_in_the_order_of_their_lines() -> None:
    text = replaced("default: {x86_64: ubuntu}", "default: {x86_64: ubunto}")
    text = text.replace("target: pc-q35-2.9,", "target: pc-q35-2.8,")
    text = text.replace("board: virt, names: virt-8.2", "board: vert, names: virt-8.2")
    assert complaints(text) == [
        "21:9: the board 'vert' is not in boards",
        "23:9: the alias q36 points at pc-q35-2.8, which is not known on that arch",
        "49:23: the default 'ubunto' is no alias of this line",
    ]


def test_content_is_not_judged_while_its_shape_is_wrong() -> None:
    text = replaced("lts: true", "lts: perhaps").replace("default: {x86_64: ubuntu}", "default: {x86_64: u}")
    (complaint,) = complaints(text)
    assert complaint == "55:14: the catalogue: lines: ubuntu: releases[1]: lts must be one of true, false"


def test_bytes_that_are_no_utf_8_are_told_with_their_line() -> None:
    assert complaints(b"format: 1\nsources: \xff\n") == ["2:1: not UTF-8: invalid start byte"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "1:1: the file is empty", id="nothing"),
        pytest.param("hello", "1:1: the catalogue must be a mapping", id="a word"),
        pytest.param("- format: 1", "1:1: the catalogue must be a mapping", id="a list"),
        pytest.param("a: " + "[" * 1000, "1:1: nested too deeply", id="brackets without end"),
        pytest.param("#" * (10 << 20), "1:1: larger than 4194304 characters", id="ten megabytes"),
        pytest.param("a: &b c", "1:4: anchors and aliases are not used in this file", id="an anchor"),
        pytest.param("a: !!python/name:os.system", "1:4: the tag tag:yaml.org,2002:python/", id="a tag"),
    ],
)
def test_what_is_no_catalogue_at_all(text: str, expected: str) -> None:
    (complaint,) = complaints(text)
    assert complaint.startswith(expected)


def test_an_empty_mapping_lacks_everything() -> None:
    lacks = [line.split("'")[1] for line in complaints("{}")]
    assert lacks == ["format", "sources", "boards", "vendors", "lines"]
