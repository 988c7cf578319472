"""How does it read whether overlays are valid?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from mtype.reports.escape import brief, printable
from mtype.reports.github import data, property_value
from mtype.reports.summary import counted
from mtype.reports.terminal import GREEN, NARROWEST, RED, painter, wrapped

Fields = Mapping[str, Any]


def as_validation_text(content: Fields, *, color: bool = False, width: int | None = None) -> str:
    """One line a file, then what it changes or what is wrong with it."""
    paint = painter(color)
    width = width and max(width, NARROWEST)
    lines: list[str] = []
    for file in content["files"]:
        mood = GREEN if file["valid"] else RED
        lines += [paint(line, mood) for line in wrapped(_verdict(file), "", "  ", width)]
        for override in file["overrides"]:
            lines += wrapped(printable(override["text"]), "  ", "    ", width, whole=True)
        for problem in file["problems"]:
            lines += wrapped(_problem(problem), "  ", "    ", width, whole=True)
    return "\n".join(lines) + "\n"


def as_validation_github(content: Fields) -> str:
    """An annotation at each problem and a notice at each override."""
    return "".join(f"{line}\n" for file in content["files"] for line in _annotations(file))


def _annotations(file: Fields) -> Iterator[str]:
    for one in file["problems"]:
        place = f"file={property_value(one['path'])},line={one['line']},col={one['column']}"
        yield f"::error {place},title=catalogue::{data(brief(_said(one)))}"
    for one in file["overrides"]:
        place = f"file={property_value(one['path'])},line={one['line']}"
        yield f"::notice {place},title=catalogue::{data(brief(one['text']))}"
    yield _verdict(file)


def _verdict(file: Fields) -> str:
    path = printable(file["path"])
    if not file["valid"]:
        return f"{path}: not valid: {counted(len(file['problems']), 'problem')}"
    if "holds" in file:
        return f"{path}: valid: {file['holds']}"
    parts = [counted(len(file["types"]), "type"), counted(len(file["releases"]), "release")]
    changed = len(file["overrides"])
    told = f"; overrides {counted(changed, 'shipped fact')}" if changed else "; overrides nothing"
    return f"{path}: valid: adds {', '.join(parts)}{told}"


def _problem(problem: Fields) -> str:
    place = f"{printable(problem['path'])}:{problem['line']}:{problem['column']}"
    return f"{place}: {brief(_said(problem))}"


def _said(problem: Fields) -> str:
    return f"{problem['message']} ({problem['tip']})" if problem["tip"] else str(problem["message"])
