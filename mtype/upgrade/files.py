"""What becomes of stored definitions: planned, edited and replaced, one file at a time?"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from mtype.catalogue.target import Target
from mtype.definitions.document import Document
from mtype.definitions.reader import read_document
from mtype.model.definition import Carrier, Definition
from mtype.upgrade.choice import Choice, Goal, Keep, Lift, Refusal, choose
from mtype.upgrade.edit import EditError, set_machine_types
from mtype.upgrade.replace_file import Original, ReplaceError, back_up, read_original, replace

# Carriers whose text is edited in its file. libvirt owns the others while it runs.
_STORED = frozenset({Carrier.FILE, Carrier.PERSISTENT, Carrier.SNAPSHOT, Carrier.CHECKPOINT})
_QEMU_DOMAINS = frozenset({"kvm", "qemu", "hvf", "kqemu"})


class Outcome(Enum):
    """What became of a definition; the values are part of the JSON report."""

    LIFTED = "lifted"
    PLANNED = "planned"  # would be lifted: a dry run
    KEPT = "kept"
    REFUSED = "refused"
    FAILED = "failed"


class Answer(NamedTuple):
    """What became of one definition, or of a file without any (`domain` and the types are None then)."""

    path: str
    outcome: Outcome
    domain: str | None = None
    uuid: str | None = None
    line: int = 1
    from_: str | None = None
    to: str | None = None
    reason: str = ""
    remedy: str = ""
    backup: str | None = None


class Orders(NamedTuple):
    """How files are upgraded: to what, and whether and where with a backup."""

    target: Target
    goal: Goal
    dry_run: bool = False
    backup: bool = True
    backup_folder: Path | None = None
    max_bytes: int = 64 << 20


class Upgraded(NamedTuple):
    """What became of a file: an answer for each definition, and its text before and after."""

    answers: tuple[Answer, ...]
    before: bytes = b""
    after: bytes = b""


def upgrade_file(path: str, orders: Orders) -> Upgraded:
    """Lift the definitions in the file at `path`. It is replaced at once or left as it was.

    A refused definition does not keep the others of its file from being lifted.
    """
    try:
        original = read_original(path, orders.max_bytes)
        document = read_document(io.BytesIO(original.data), path, max_bytes=orders.max_bytes)
        problem = _problem(document, path)
        if problem is not None:
            return Upgraded((problem,))
        lifts, answers = _plan(document, orders)
        after = set_machine_types(original.data, lifts, path) if lifts else original.data
        if lifts and not orders.dry_run:
            answers = _write(original, after, answers, orders)
        return Upgraded(tuple(answers), original.data, after)
    except (ReplaceError, EditError) as error:
        return Upgraded((Answer(path, Outcome.FAILED, reason=str(error)),))


def upgrade_files(paths: Sequence[str], orders: Orders, jobs: int) -> Iterator[Upgraded]:
    """What became of each file, in their order; `jobs` at a time, since most of the time goes by waiting for
    the disk. `-`, the standard input, cannot be replaced."""
    with ThreadPoolExecutor(jobs) as pool:
        yield from pool.map(lambda path: upgrade_file(path, orders), paths)


def _problem(document: Document, path: str) -> Answer | None:
    """Why there is nothing in a file to plan for."""

    if document.refused:
        return Answer(path, Outcome.FAILED, reason=document.refused)
    if document.problem is not None:
        line, message = document.problem.at.line, document.problem.message
        return Answer(path, Outcome.FAILED, line=line, reason=message)
    if document.not_domain:
        return Answer(path, Outcome.KEPT, reason=f"a libvirt {document.not_domain}, not a domain")
    if not document.definitions:
        return Answer(path, Outcome.FAILED, reason="there is no libvirt domain in this file")
    return None


def _plan(document: Document, orders: Orders) -> tuple[dict[Definition, str], list[Answer]]:
    lifts: dict[Definition, str] = {}
    answers = []
    for definition in document.definitions:
        answer = Answer(
            definition.path, Outcome.KEPT, definition.name, definition.uuid, definition.at.line,
            definition.machine_type,
        )  # fmt: skip
        match _choice(definition, document, orders):
            case Lift(_, to):
                lifts[definition] = to
                answer = answer._replace(outcome=Outcome.PLANNED, to=to)
            case Keep(reason):
                answer = answer._replace(reason=reason)
            case Refusal(reason, remedy):
                answer = answer._replace(outcome=Outcome.REFUSED, reason=reason, remedy=remedy)
        answers.append(answer)
    return lifts, answers


def _choice(definition: Definition, document: Document, orders: Orders) -> Choice:
    if definition.domain_type is not None and definition.domain_type not in _QEMU_DOMAINS:
        return Keep(f"of type {definition.domain_type}: only QEMU guests have a machine type")
    if definition.carrier not in _STORED:
        return Refusal(
            f"its carrier is a {definition.carrier.value}: the machine in it has been running",
            "shut the guest down, from a saved state after a start, and upgrade the guest itself",
        )
    if definition.carrier is Carrier.SNAPSHOT and document.holds_memory:
        return Refusal(
            "the snapshot holds the memory of a running guest, which only its own machine type can load",
            "revert to it and shut the guest down, or delete it, and upgrade the guest",
        )
    return choose(orders.target, definition, orders.goal)


def _write(original: Original, after: bytes, answers: list[Answer], orders: Orders) -> list[Answer]:
    backup = _as_named(back_up(original, orders.backup_folder), answers[0].path) if orders.backup else None
    replace(original, after)
    return [
        answer._replace(outcome=Outcome.LIFTED, backup=backup)
        if answer.outcome is Outcome.PLANNED
        else answer
        for answer in answers
    ]


def _as_named(backup: Path, path: str) -> str:
    """The backup in the words of the user, where it lies beside the file that was named."""
    beside = Path(path).with_name(backup.name)
    return str(beside) if beside.exists() and beside.samefile(backup) else str(backup)
