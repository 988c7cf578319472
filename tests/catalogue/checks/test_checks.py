"""Does every check find what is wrong, say it with a tip, and leave alone what is right?

Beside `good.yaml` there is one file for each check. A block changes a text in it (`-` to `+`) and says what
is told then: `! ` the text at the place that is pointed at, ` | `, the message and its tip. A block without
that is no mistake.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from mtype.catalogue import checks
from mtype.catalogue import compile as compiler
from mtype.catalogue.checks.content import Check, Content
from mtype.catalogue.compile_types import Described, Row
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.errors import CatalogueError, Problem

HERE = Path(__file__).parent
GOOD = (HERE / "good.yaml").read_text(encoding="utf-8")
ALL = {check.__name__: check for check in (*checks.CHECKS, *checks.COMPLETE)}


def problems(text: str, of: Iterable[Check]) -> list[Problem]:
    """What these checks say of a catalogue. Keys that the format does not know yet are let pass."""

    def check(root: Node, types: list[Described], lines: dict[str, Row], report: Report) -> None:
        content = Content(root, types, lines)
        for each in of:
            each(content, report)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(compiler, "DOCUMENT", lambda *_: None)
        patched.setattr(compiler, "check_consistency", check)
        try:
            compiler.compile_catalogue(text.encode(), "a.yaml")
        except CatalogueError as error:
            return error.problems
    return []


def cases() -> list[object]:
    found = []
    for file in sorted(HERE.glob("*.txt")):
        for block in file.read_text(encoding="utf-8").strip("\n").split("\n\n"):
            title, *lines = block.split("\n")
            old, new = ("\n".join(line[1:] for line in lines if line.startswith(sign)) for sign in "-+")
            told = [line[2:] for line in lines if line.startswith("! ")]
            found.append(pytest.param(file.stem, old, new, told, id=f"{file.stem}: {title[2:]}"))
    return found


def test_the_good_one_is_good() -> None:
    compiler.compile_catalogue(GOOD.encode(), "good.yaml")
    assert problems(GOOD, ALL.values()) == []


@pytest.mark.parametrize(("name", "old", "new", "told"), cases())
def test_one_change(name: str, old: str, new: str, told: list[str]) -> None:
    assert GOOD.count(old) == 1, f"{old!r} stands {GOOD.count(old)} times in good.yaml"
    text = GOOD.replace(old, new)
    found = problems(text, ALL.values())
    for problem, expected in zip(found, told, strict=True):
        place, _, message = expected.partition(" | ")
        assert str(problem).partition(": ")[2] == message
        assert text.split("\n")[problem.line - 1][problem.column - 1 :].startswith(place)
        assert problem.tip or problem.message.startswith("since names"), "say what to do"
    assert bool(told) == bool(problems(text, [ALL[name]])), "told by another check than that of this file"


def test_every_check_is_in_a_tuple_and_has_its_file_of_mistakes() -> None:
    folder = Path(checks.__file__).parent
    modules = {file.stem for file in folder.glob("*.py")} - {"__init__", "content", "order"}
    assert modules == {*ALL} == {file.stem for file in HERE.glob("*.txt")}
    assert all(check.__module__.endswith(f".{name}") for name, check in ALL.items())
