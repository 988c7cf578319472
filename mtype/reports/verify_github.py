"""What does a GitHub workflow get of a comparison of the catalogue with real emulators?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.verify_values import Verification, Verified
from mtype.model.release import Release
from mtype.reports.escape import brief
from mtype.reports.github import data, property_value
from mtype.reports.verify_words import difference_words, name_words, sentence, settled_words


def as_verify_github(result: Verification) -> str:
    """One annotation a difference and an emulator that did not answer, notices of what is settled."""
    lines = [line for one in result.arches for line in _annotations(one, result.release)]
    for emulator, reason in result.unanswered:
        lines.append(_command("error", "not asked", f"{emulator}: {brief(reason)}"))
    return "\n".join([*lines, sentence(result)]) + "\n"


def _annotations(one: Verified, release: Release) -> Iterator[str]:
    notes, title = one.comparison, f"{release.id} {one.arch}"
    for item in notes.different:
        yield _command("error", f"{title} different", difference_words(item, release))
    for word, entries in (("missing", notes.missing), ("extra", notes.extra)):
        for entry in entries:
            yield _command("error", f"{title} {word}", name_words(entry, release))
    for text in settled_words(notes.settled):
        yield _command("notice", f"{title} settled", text)


def _command(kind: str, title: str, text: str) -> str:
    return f"::{kind} title={property_value(title)}::{data(brief(text))}"
