"""How do the gaps of the catalogue read on a terminal?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from mtype.reports.braces import braced
from mtype.reports.summary import counted
from mtype.reports.terminal import BOLD, NARROWEST, painter, wrapped

Fields = Mapping[str, Any]


def as_gaps_text(content: Fields, *, color: bool = False, width: int | None = None) -> str:
    """One block a line of releases, what weighs most first; the sums at the end."""
    paint = painter(color)
    width = width and max(width, NARROWEST)
    lines: list[str] = []
    for line in content["lines"]:
        head = f"{line['line']} ({line['name']}): {counted(line['releases'], 'release')}, {_grades(line)}"
        lines += [paint(text, BOLD) for text in wrapped(head, "", "  ", width)]
        for indent, text in _gaps(line["gaps"]):
            lines += wrapped(text, indent, indent + "  ", width)
        lines.append("")
    summary = content["summary"]
    total = f"{counted(summary['gaps'], 'gap')} in {counted(len(content['lines']), 'line')} of releases"
    kinds = ", ".join(f"{number} {what}" for what, number in summary["by_kind"].items())
    lines += wrapped(f"{total}{f': {kinds}' if kinds else ''}", "", "  ", width)
    return "\n".join(lines) + "\n"


def _grades(line: Fields) -> str:
    found = {word: number for word, number in line["grades"].items() if number}
    if len(found) == 1:
        return f"all {next(iter(found))}" if line["releases"] > 1 else next(iter(found))
    return ", ".join(f"{number} {word}" for word, number in found.items())


def _gaps(gaps: Sequence[Fields]) -> Iterator[tuple[str, str]]:
    """Each with its indent: a kind that is told in several rows gets a heading."""
    if not gaps:
        yield "  ", "no gap"
    for what, rows in groupby(gaps, key=lambda gap: gap["what"]):
        told = [(gap["count"], *_told(gap)) for gap in rows]
        if len(told) == 1 and not told[0][1]:
            yield "  ", f"{what} ({told[0][0]}): {told[0][2]}"
            continue
        yield "  ", f"{what} ({sum(count for count, _, _ in told)})"
        for count, subject, text in told:
            yield "    ", f"{subject} ({count}): {text}"


def _told(gap: Fields) -> tuple[str, str]:
    """What a gap is about, where it has a subject of its own, and what it names."""
    releases = ", ".join(word.partition(":")[2] for word in gap["releases"])
    names = ", ".join(braced(gap["types"]))
    return (gap["detail"] or releases, names) if names else ("", releases)
