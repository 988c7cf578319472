"""What was seen when guests went from host to host? tests/data/migration_evidence.json, as values.

One attempt a line: a difference between two runs is readable. tests/e2e/migration/record.py writes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

RECORD = Path(__file__).resolve().parents[2] / "tests" / "data" / "migration_evidence.json"
SUITES = ("bullseye", "bookworm", "trixie", "sid")  # in order of release
# A running guest; one saved to a file; the definition that the source's libvirt shows of a guest that is shut
# off; and that definition as its author wrote it, without what the source's libvirt has added to it.
KINDS = ("live", "saved", "stopped", "file")
WORKED, REFUSED, NO_GUEST = "worked", "refused", "no guest"


class Versions(NamedTuple):
    """What runs on a host, and the Debian package of its emulator."""

    qemu: str
    libvirt: str
    package: str


class Attempt(NamedTuple):
    """`outcomes` has a word for each kind: NO_GUEST where the source itself does not start such a guest.

    `words` are those of libvirt and QEMU, with the kinds that they refused.
    """

    source: str
    destination: str
    machine: str
    outcomes: Mapping[str, str]
    words: Mapping[str, tuple[str, ...]]

    def refusal(self, kind: str) -> str:
        """The words it was refused in, "" where it worked."""
        return next((words for words, kinds in self.words.items() if kind in kinds), "")


class Record(NamedTuple):
    """`date` is the day of the run. A run that is not `full` tried a sample of the types."""

    date: str
    full: bool
    hosts: Mapping[str, Versions]
    attempts: tuple[Attempt, ...]

    def pair(self, source: str, destination: str) -> list[Attempt]:
        """The attempts from the one to the other, in the order of the record."""
        return [one for one in self.attempts if (one.source, one.destination) == (source, destination)]


def read_record(path: Path = RECORD) -> Record:
    """The record of the last run."""
    read = json.loads(path.read_text())
    hosts = {suite: Versions(**versions) for suite, versions in read["hosts"].items()}
    return Record(read["date"], read["full"], hosts, tuple(map(_attempt, read["attempts"])))


def write_record(record: Record, path: Path = RECORD) -> None:
    """In place of the last one, as a whole."""
    hosts = {suite: versions._asdict() for suite, versions in record.hosts.items()}
    lines = [json.dumps(_entry(one)) for one in record.attempts]
    text = (
        f'{{"date": "{record.date}", "full": {json.dumps(record.full)},\n'
        f' "hosts": {json.dumps(hosts)},\n'
        f' "attempts": [\n  {f",{chr(10)}  ".join(lines)}\n]}}\n'
    )
    partial = path.with_suffix(".new")
    partial.write_text(text)
    partial.replace(path)


def observed(source: str, destination: str, machine: str, kind: str) -> bool | None:
    """Did a guest of `machine` get from one suite to the other? None where that was not tried.

    It was not tried either where the source does not have that type.
    """
    outcome = _outcomes().get((source, destination, machine), {}).get(kind, NO_GUEST)
    return None if outcome == NO_GUEST else outcome == WORKED


@lru_cache(maxsize=1)
def _outcomes() -> dict[tuple[str, str, str], Mapping[str, str]]:
    return {(one.source, one.destination, one.machine): one.outcomes for one in read_record().attempts}


def _entry(attempt: Attempt) -> dict[str, object]:
    named = {"from": attempt.source, "to": attempt.destination, "type": attempt.machine}
    words = {text: [*kinds] for text, kinds in attempt.words.items()}
    return {**named, **attempt.outcomes, **({"words": words} if words else {})}


def _attempt(entry: dict[str, object]) -> Attempt:
    words = entry.get("words", {})
    assert isinstance(words, dict)
    return Attempt(
        str(entry["from"]),
        str(entry["to"]),
        str(entry["type"]),
        {kind: str(entry[kind]) for kind in KINDS},
        {text: tuple(kinds) for text, kinds in words.items()},
    )
