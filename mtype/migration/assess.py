"""What is said of one guest that is to go to another host?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.target import Target
from mtype.migration.no_route import why_no_route
from mtype.migration.obstacles import with_obstacles
from mtype.migration.presence import other_arch
from mtype.migration.promise import by_policy
from mtype.migration.route import Step, find_route
from mtype.migration.verdict import answer, resolved
from mtype.migration.way import Answer, Kind, Move, Support, Verdict, Ways
from mtype.model.arch import qemu_arch
from mtype.model.definition import Definition
from mtype.model.portability import HostAbilities, Portability
from mtype.model.release import Release

TargetOf = Callable[[Definition], Target]
_NEEDED = frozenset({Verdict.NEEDS_LIFT, Verdict.NEEDS_ROUTE})
_Asked = tuple[Target, Target, str | None, str, bool | None, Kind]


class Found(NamedTuple):
    """The verdict on one kind of move, and the supported way where there is one."""

    answer: Answer
    route: tuple[Step, ...] | None


class Assessment(NamedTuple):
    """What is said of one definition."""

    definition: Definition
    arch: str
    found: tuple[Found, ...]


class Assessor:
    """Assesses definitions for one way; what follows from machine type and arch is worked out once."""

    def __init__(self, catalogue: Catalogue, source: TargetOf, destination: TargetOf, ways: Ways) -> None:
        self._catalogue = catalogue
        self._source = source
        self._destination = destination
        self._ways = remembering(ways)
        self._stops: dict[str, Target] = {}
        self._known: dict[_Asked, Found] = {}

    def assess(
        self,
        definition: Definition,
        kinds: Sequence[Kind],
        guest: Portability | None = None,
        there: HostAbilities | None = None,
    ) -> Assessment:
        """The verdicts; `guest` is None where nothing but the machine type matters. Raises what asking for a
        target raises."""
        source, destination = self._source(definition), self._destination(definition)
        arch = _arch(source, definition)
        # A bare machine type has no path, and nothing is known of its disks.
        disk = definition.has_virtio_disk if definition.path else None
        move = Move(source, destination, definition.machine_type, arch, self._ways, self._stop, disk)
        results = [self._found(move, kind) for kind in kinds]
        if guest is not None:
            fine = (Answer(kind, Verdict.SUPPORTED) for kind in kinds)
            owns = [with_obstacles(one, guest, there) for one in fine]
            results = [hindered(one, own) for one, own in zip(results, owns, strict=True)]
        # Devices are many, and nobody asks for them any more.
        return Assessment(definition._replace(devices=(), suppressions=()), arch, tuple(results))

    def _found(self, move: Move, kind: Kind) -> Found:
        key = move.source, move.destination, move.name, move.arch, move.virtio_disk, kind
        if key not in self._known:
            self._known[key] = found(move, kind)
        return self._known[key]

    def _stop(self, release: Release) -> Target:
        if release.id not in self._stops:
            self._stops[release.id] = Target(self._catalogue, release, release.id)
        return self._stops[release.id]


def found(move: Move, kind: Kind) -> Found:
    """The verdict on one kind of move, after a supported way round was looked for."""
    direct = answer(move, kind)
    settled = kind is Kind.STOPPED or direct.verdict in (Verdict.SUPPORTED, Verdict.UNKNOWN)
    if settled or other_arch(move, resolved(move) or move.name) is not None:
        return Found(direct, None)
    route = find_route(move, kind)
    if route is None:
        return Found(_without_route(move, direct), None)
    moves = sum(step.to is not None for step in route)
    if moves == 0 or (moves == 1 and by_policy(move)[0] is not Verdict.SUPPORTED):
        return Found(_without_route(move, direct), None)
    if moves > 1:
        return Found(direct._replace(verdict=Verdict.NEEDS_ROUTE, hold=None), route)
    return Found(direct._replace(verdict=Verdict.NEEDS_LIFT, hold=route[-1].hold), route)


def hindered(one: Found, own: Answer) -> Found:
    """`one` with what `own` says of the guest itself, all else being supported: what makes every way
    impossible leaves no lift and no route, and where it may work but is unsupported neither mends that."""
    answer = one.answer._replace(reasons=(*one.answer.reasons, *own.reasons))
    if own.verdict is Verdict.IMPOSSIBLE:
        return Found(answer._replace(verdict=own.verdict, hold=None), None)
    if own.verdict is Verdict.UNSUPPORTED and answer.verdict in _NEEDED:
        return Found(answer._replace(verdict=own.verdict), one.route)
    verdict = max(answer.verdict, own.verdict, key=lambda verdict: verdict.rank)
    return Found(answer._replace(verdict=verdict), one.route)


def remembering(ways: Ways) -> Ways:
    """The same, with each way asked about once: a search asks about the same ones over and over."""
    known: dict[tuple[str, str], Support] = {}

    def asked(here: Release, there: Release) -> Support:
        key = here.id, there.id
        if key not in known:
            known[key] = ways(here, there)
        return known[key]

    return asked


def _without_route(move: Move, direct: Answer) -> Answer:
    """A lift does not make a way supported that nobody supports."""
    if direct.verdict is Verdict.NEEDS_LIFT:
        verdict, reason = by_policy(move)
        verdict = direct.verdict if verdict is Verdict.SUPPORTED else verdict
        return direct._replace(verdict=verdict, reasons=(*direct.reasons, reason))
    why = why_no_route(move)
    if why is None or any(reason.text in why.text for reason in direct.reasons):
        return direct
    return direct._replace(reasons=(*direct.reasons, why))


def _arch(source: Target, definition: Definition) -> str:
    if definition.arch:
        return qemu_arch(definition.arch)
    known = source.catalogue.named(definition.machine_type or "")
    return known[0].arches[0] if known else "x86_64"
