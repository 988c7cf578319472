"""Which lines of an answer about a guest have upgrade and restore in common?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.reports.escape import brief, encodable, printable
from mtype.reports.fields import Object
from mtype.upgrade.answer import GuestAnswer


def why_not(answer: GuestAnswer, name: str, word: str) -> Iterator[str]:
    """That the guest was kept, refused or failed, why, and what to do."""
    yield f"{name}: {word}: {brief(answer.reason)}"
    if answer.remedy:
        yield f"  what to do: {brief(answer.remedy)}"


def diffs(answer: GuestAnswer) -> Object:
    """The diffs as fields of a JSON report, by lines."""
    return {
        "diff": [encodable(line) for line in answer.diff],
        "restart_diff": [encodable(line) for line in answer.restart_diff],
    }


def what_else(answer: GuestAnswer, *, diff: bool) -> Iterator[str]:
    """Its warnings, where its backup is, what a restart changes, and the change itself."""
    for warning in answer.warnings:
        yield f"  warning: {brief(warning)}"
    if answer.backup:
        yield f"  backup: {printable(answer.backup)}"
    if diff:
        yield from (f"  {printable(line)}" for line in answer.restart_diff)
        yield from (f"  {printable(line)}" for line in answer.diff)
