"""How does a comparison of the catalogue with real emulators read on a terminal?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.verify_values import Verification, Verified
from mtype.model.exit_code import ExitCode
from mtype.model.release import Release
from mtype.reports.escape import brief, printable
from mtype.reports.terminal import BLUE, BOLD, GREEN, NARROWEST, RED, YELLOW, Paint, painter, wrapped
from mtype.reports.verify_words import (
    difference_words,
    name_words,
    not_compared_words,
    sentence,
    settled_words,
)

_COLOUR = {"missing": RED, "extra": YELLOW, "different": RED, "failed": RED, "settled": BLUE, "same": GREEN}
_LABEL = len("not compared")


def as_verify_text(result: Verification, *, color: bool = False, width: int | None = None) -> str:
    """One line a difference, so that grep works; a different QEMU stands first, for it explains the rest."""
    paint = painter(color)
    width = width and max(width, NARROWEST)
    lines: list[str] = []
    for one in result.arches:
        lines += [paint(line, BOLD) for line in wrapped(_who(one), "", "  ", width)]
        for label, text in _rows(one, result.release):
            lines += _row(label, text, paint, width)
        lines.append("")
    for emulator, reason in result.unanswered:
        lines += [paint(printable(emulator), BOLD), *_row("failed", brief(reason), paint, width), ""]
    mood = {ExitCode.CLEAN: GREEN}.get(result.exit_code, RED)
    lines += [paint(line, mood) for line in wrapped(sentence(result), "", "  ", width)]
    if result.arches and result.not_asked:
        lines += wrapped(f"not asked: {', '.join(result.not_asked)}", "", "  ", width)
    return "\n".join(lines) + "\n"


def _who(one: Verified) -> str:
    emulators = ", ".join(map(printable, one.told.emulators)) or one.told.by
    versions = f", QEMU {', '.join(one.told.versions)}" if one.told.versions else ""
    return f"{one.arch}: {emulators}{versions}"


def _rows(one: Verified, release: Release) -> Iterator[tuple[str, str]]:
    notes = one.comparison
    emulator_itself = [item for item in notes.different if item.what in ("version", "arch")]
    yield from (("different", difference_words(item, release)) for item in emulator_itself)
    yield from (("missing", name_words(entry, release)) for entry in notes.missing)
    yield from (("extra", name_words(entry, release)) for entry in notes.extra)
    for item in notes.different:
        if item not in emulator_itself:
            yield "different", difference_words(item, release)
    yield from (("settled", text) for text in settled_words(notes.settled))
    if notes.compared:
        yield "compared" if notes.differences else "same", ", ".join(notes.compared)
    if notes.not_compared:
        yield "not compared", not_compared_words(notes.not_compared)


def _row(label: str, text: str, paint: Paint, width: int | None) -> list[str]:
    indent = " " * (2 + _LABEL + 2)
    first, *rest = wrapped(text, indent, indent, width)
    shown = label.ljust(_LABEL)
    painted = paint(shown, _COLOUR[label]) if label in _COLOUR else shown
    return [f"  {painted}  {first[len(indent) :]}", *rest]
