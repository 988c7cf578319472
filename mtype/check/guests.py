"""What is wrong with the guests of hosts, in whatever carries a machine type of theirs?"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from mtype.catalogue.target import Target
from mtype.check.lint import QEMU_DOMAINS, Linter, Outcome
from mtype.check.result import Result, Row, TargetInfo
from mtype.check.settings import Settings
from mtype.definitions.reader import read_document
from mtype.model.definition import Carrier, Definition
from mtype.model.errors import MtypeError
from mtype.model.finding import Skipped
from mtype.model.guest import Guest, Stored


class TargetOf(Protocol):
    """Who knows what a guest may use."""

    def target(self, definition: Definition) -> Target:
        """Raises MtypeError where nobody can say."""


class Linted(NamedTuple):
    """What came out of one text of a guest, and the targets it was held to."""

    outcome: Outcome
    targets: tuple[Target, ...] = ()


class GuestLinter:
    """Lints every text of a guest for the targets that were named, or for what its own emulator offers."""

    def __init__(self, settings: Settings, named: tuple[Target, ...]) -> None:
        self._settings = settings
        self._named = named
        self._linters: dict[tuple[Target, ...], Linter] = {}

    def lint(self, guest: Guest, targets: TargetOf) -> Iterator[Linted]:
        """One for each text, the persistent definition first; and what could not be read."""
        place = f"{guest.uri}#{guest.name}"
        for reason in guest.unread:
            yield _skipped(place, reason)
        if not guest.stored:
            return
        try:
            linter = self._linter(self._targets(guest, targets))
        except MtypeError as error:
            yield _skipped(place, str(error))
            return
        persistent: str | None = None
        for stored in guest.stored:
            data = stored.text.encode()
            outcome = linter.lint_stream(
                io.BytesIO(data),
                guest.path(stored),
                data,
                carrier=stored.carrier,
                persistent_type=persistent,
            )
            if stored.carrier is Carrier.PERSISTENT and outcome.rows:
                persistent = outcome.rows[0].machine_type
            yield Linted(outcome, linter.settings.targets)

    def _targets(self, guest: Guest, targets: TargetOf) -> tuple[Target, ...]:
        definition = _definition(guest, guest.stored[0])
        if self._named or definition is None or definition.domain_type not in QEMU_DOMAINS:
            return self._named  # the linter itself tells what it skips
        return (targets.target(definition),)

    def _linter(self, targets: tuple[Target, ...]) -> Linter:
        if targets not in self._linters:
            self._linters[targets] = Linter(self._settings._replace(targets=targets))
        return self._linters[targets]


def with_guests(result: Result, linted: Iterable[Linted]) -> Result:
    """`result` with what came out of guests; each row has a status only at the targets it was held to."""
    every = list(linted)
    found = [TargetInfo(target.label, target.source) for one in every for target in one.targets]
    infos = tuple(dict.fromkeys((*result.targets, *found)))
    rows = [_spread(row, result.targets, infos) for row in result.rows]
    for one in every:
        own = tuple(TargetInfo(target.label, target.source) for target in one.targets)
        rows += [_spread(row, own, infos) for row in one.outcome.rows]
    outcomes = [one.outcome for one in every]
    return result._replace(
        targets=infos,
        rows=tuple(rows),
        findings=(*result.findings, *(finding for one in outcomes for finding in one.findings)),
        skipped=(*result.skipped, *(skip for one in outcomes for skip in one.skipped)),
        suppressed=result.suppressed + sum(one.suppressed for one in outcomes),
        unparsed=result.unparsed + sum(one.unparsed for one in outcomes),
    )


def unreachable(uri: str, reason: str) -> Linted:
    """A host that does not answer."""
    return _skipped(uri, reason)


def _skipped(path: str, reason: str) -> Linted:
    return Linted(Outcome(skipped=(Skipped(path, reason, failed=True),)))


def _spread(row: Row, own: tuple[TargetInfo, ...], every: tuple[TargetInfo, ...]) -> Row:
    status = dict(zip(own, row.statuses, strict=True))
    return row._replace(statuses=tuple(status.get(info, "") for info in every))


def _definition(guest: Guest, stored: Stored) -> Definition | None:
    document = read_document(io.BytesIO(stored.text.encode()), guest.path(stored))
    return document.definitions[0] if document.definitions else None
