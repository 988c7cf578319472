"""What is said of one guest that is to go to another host?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.target import Target
from mtype.migration.obstacles import with_obstacles
from mtype.migration.route import Step, find_route
from mtype.migration.verdict import answer, by_policy
from mtype.migration.way import Answer, Kind, Move, Reason, Support, Verdict, Ways
from mtype.model.arch import qemu_arch
from mtype.model.definition import Definition
from mtype.model.portability import HostAbilities, Portability
from mtype.model.release import Release

TargetOf = Callable[[Definition], Target]


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
        self._known: dict[tuple[Target, Target, str | None, str, Kind], Found] = {}

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
        move = Move(source, destination, definition.machine_type, arch, self._ways, self._stop)
        results = [self._found(move, kind) for kind in kinds]
        if guest is not None:
            results = [one._replace(answer=with_obstacles(one.answer, guest, there)) for one in results]
        # Devices are many, and nobody asks for them any more.
        return Assessment(definition._replace(devices=(), suppressions=()), arch, tuple(results))

    def _found(self, move: Move, kind: Kind) -> Found:
        key = move.source, move.destination, move.name, move.arch, kind
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
    if kind is Kind.STOPPED or direct.verdict in (Verdict.SUPPORTED, Verdict.UNKNOWN):
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
    why = _why_no_route(move)
    return direct._replace(reasons=(*direct.reasons, Reason("MT501", why))) if why else direct


def _why_no_route(move: Move) -> str:
    """Which fact forbids it, in a sentence."""
    source, destination = move.source.release, move.destination.release
    if source is None or destination is None:
        return ""
    if source.line != destination.line:
        return (
            f"no route: {source.id} and {destination.id} are of two lines, which nobody supports ways between"
        )
    if source.place > destination.place:
        return f"no route: {destination.id} is older than {source.id}, and no way back is supported"
    if move.ways(source, destination).supported is None:
        return ""  # nothing was said of the direct way either
    return "no route: no chain of supported ways leads there with a machine type that both ends of each offer"


def _arch(source: Target, definition: Definition) -> str:
    if definition.arch:
        return qemu_arch(definition.arch)
    known = source.catalogue.named(definition.machine_type or "")
    return known[0].arches[0] if known else "x86_64"
