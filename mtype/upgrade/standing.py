"""How does a guest stand: what machine has it, what could it have, and what does it wait for?"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import NamedTuple, Protocol

from mtype.catalogue.forecast import Forecast, removal_forecast
from mtype.catalogue.target import Judgement, Target
from mtype.definitions.reader import read_document
from mtype.model.arch import qemu_arch
from mtype.model.definition import Carrier, Definition
from mtype.model.errors import MtypeError
from mtype.model.guest import Guest
from mtype.model.status import Status
from mtype.upgrade.choice import Choice, Goal, Lift, choose
from mtype.upgrade.open_work import OpenWork


class TargetOf(Protocol):
    """Who knows what a guest may use."""

    def target(self, definition: Definition) -> Target:
        """Raises MtypeError where nobody can say."""


class Carried(NamedTuple):
    """One machine type that a guest carries; `label` names the snapshot or checkpoint. `holds_memory` is
    whether a snapshot holds the memory of the running guest."""

    carrier: Carrier
    label: str
    machine_type: str | None
    holds_memory: bool


class Waiting(Enum):
    """What keeps the persistent definition from being what the guest has, or from being changed."""

    RESTART = "restart"
    MANAGED_SAVE = "managed save"
    SNAPSHOTS = "snapshots"
    UPGRADE = "upgrade under way"
    INTERRUPTED = "interrupted upgrade"


class Wait(NamedTuple):
    """One thing that a guest waits for: how many there are, and the other machine type where it is one."""

    what: Waiting
    number: int
    machine_type: str | None


class Verdict(NamedTuple):
    """What the target makes of a machine type: `choice` is what an upgrade would do, `removal` when the type
    goes."""

    judged: Judgement
    choice: Choice
    removal: Forecast | None


class Standing(NamedTuple):
    """`definition` is the persistent one, the live one of a transient guest, None if it cannot be read;
    `live` is the machine type it runs with, None while it is off. `verdict` is None where its emulator cannot
    be asked; `reasons` say why, and what else could not be read."""

    guest: Guest
    definition: Definition | None
    live: str | None
    carried: tuple[Carried, ...]
    waits: tuple[Wait, ...]
    target: Target | None
    verdict: Verdict | None
    reasons: tuple[str, ...]

    @property
    def status(self) -> Status:
        """Unknown where nobody could be asked."""
        return self.verdict.judged.status if self.verdict else Status.UNKNOWN

    @property
    def newest(self) -> str | None:
        """The type an upgrade would lift it to; None where it stays."""
        choice = self.verdict.choice if self.verdict else None
        return choice.to if isinstance(choice, Lift) else None


class Standings:
    """Works out how guests stand, each type at a target once: hundreds of guests share a few."""

    def __init__(
        self, today: date, unfinished: Mapping[tuple[str, str], OpenWork] = MappingProxyType({})
    ) -> None:
        self.today = today
        self._unfinished = unfinished
        self._verdicts: dict[tuple[Target, str | None, str | None], Verdict] = {}

    def standing(self, guest: Guest, targets: TargetOf) -> Standing:
        """How one guest stands at the target that `targets` gives for it."""
        reasons = list(guest.unread)
        carried: list[Carried] = []
        first: Definition | None = None
        for definition, one in _read(guest, reasons):
            carried.append(one)
            first = first or (definition if one.carrier in (Carrier.PERSISTENT, Carrier.LIVE) else None)
        target: Target | None = None
        if first is not None:
            try:
                target = targets.target(first)
            except MtypeError as error:
                reasons.append(str(error))
        return Standing(
            guest=guest,
            definition=first,
            live=next((one.machine_type for one in carried if one.carrier is Carrier.LIVE), None),
            carried=tuple(dict.fromkeys(carried)),  # a snapshot may hold two definitions of one type
            waits=(*self._upgrade(guest), *_waits(guest, carried)),
            target=target,
            verdict=self._verdict(target, first) if target is not None and first is not None else None,
            reasons=tuple(reasons),
        )

    def _upgrade(self, guest: Guest) -> Iterator[Wait]:
        work = self._unfinished.get((guest.uri, guest.uuid))
        if work is not None:
            yield Wait(Waiting.UPGRADE if work.under_way else Waiting.INTERRUPTED, 1, work.to)

    def _verdict(self, target: Target, definition: Definition) -> Verdict:
        key = target, definition.machine_type, definition.arch
        if key not in self._verdicts:
            arch = qemu_arch(definition.arch or "")
            judged = target.judge(definition.machine_type, arch)
            removal = None
            offered = judged.offered is not None and judged.offered.alias_of is None
            if target.release is not None and judged.kind is not None and offered:
                removal = removal_forecast(target.catalogue, judged.kind, target.release, arch, self.today)
            self._verdicts[key] = Verdict(judged, choose(target, definition, Goal()), removal)
        return self._verdicts[key]


def _read(guest: Guest, reasons: list[str]) -> Iterator[tuple[Definition, Carried]]:
    for stored in guest.stored:
        data = stored.text.encode()
        document = read_document(
            io.BytesIO(data), guest.path(stored), max_bytes=len(data) + 1, carrier=stored.carrier
        )
        if not document.definitions:
            why = document.problem.message if document.problem else document.refused or "no domain in it"
            reasons.append(f"its {stored.carrier.value} cannot be read: {why}")
        for definition in document.definitions:
            yield (
                definition,
                Carried(stored.carrier, stored.label, definition.machine_type, document.holds_memory),
            )


def _waits(guest: Guest, carried: Sequence[Carried]) -> Iterator[Wait]:
    """Nothing of a transient guest: it goes with all it has."""
    if guest.managed_save and all(one.carrier is not Carrier.MANAGED_SAVE for one in carried):
        yield Wait(Waiting.MANAGED_SAVE, 1, None)  # it cannot be read, and keeps an upgrade away all the same
    own = next((one.machine_type for one in carried if one.carrier is Carrier.PERSISTENT), None)
    if own is None:
        return
    live = next((one.machine_type for one in carried if one.carrier is Carrier.LIVE), own)
    if live != own:
        yield Wait(Waiting.RESTART, 1, live)
    for one in carried:  # even one of the same type: no upgrade touches the guest as long as it is there
        if one.carrier is Carrier.MANAGED_SAVE:
            yield Wait(Waiting.MANAGED_SAVE, 1, one.machine_type if one.machine_type != own else None)
    holding = {
        one.label: one.machine_type
        for one in carried
        if one.carrier is Carrier.SNAPSHOT and (one.holds_memory or one.machine_type != own)
    }
    if holding:
        others = set(holding.values()) - {own}
        yield Wait(Waiting.SNAPSHOTS, len(holding), others.pop() if len(others) == 1 else None)
