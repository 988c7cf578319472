"""Which part of a source line is shown, and where does its caret stand?"""

from __future__ import annotations

from mtype.model.finding import Finding
from mtype.reports.escape import printable

_TAB = "    "
_GAP = "..."


def excerpt_of(finding: Finding, room: int) -> tuple[str, int] | None:
    """The line of a finding as `cut` shows it; None where there is none, or where the finding stands
    behind its end: then it was cut off before the place that matters."""
    if finding.excerpt is None or finding.column > len(finding.excerpt) + 1:
        return None
    return cut(finding.excerpt, finding.column, room)


def cut(line: str, column: int, room: int) -> tuple[str, int]:
    """The part of `line` around its 1-based `column`, at most `room` cells wide, and the number of cells
    before the caret.

    Indentation goes away, tabs are expanded, what is not printable is escaped. The work is bounded by
    `room`: a line may be as long as its file.
    """
    at = min(max(column - 1, 0), len(line))
    first = max(at - room, 0)
    before = line[first:at].replace("\t", _TAB)
    after = line[at : at + room + 1].replace("\t", _TAB)
    # What was sliced off on either side was at least `room` characters away, so the rest overflows too.
    before = printable(before if first else before.lstrip())
    after = printable((after if before else after.lstrip()).rstrip())
    left = max(room // 2, room - cells(after))
    if first or cells(before) > left:
        before = _GAP + _fit(before[::-1], left - len(_GAP))[::-1]
    right = room - cells(before)
    if cells(after) > right:
        after = _fit(after, right - len(_GAP)) + _GAP
    return before + after, cells(before)


def cells(text: str) -> int:
    """How many cells of a terminal `text` takes; a Chinese character takes two."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(char: str) -> int:
    import unicodedata

    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _fit(text: str, room: int) -> str:
    if text.isascii():
        return text[:room]
    used = 0
    for index, char in enumerate(text):
        used += _cell(char)
        if used > room:
            return text[:index]
    return text
