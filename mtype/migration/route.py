"""By way of which releases can a guest go there?"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import NamedTuple

from mtype.catalogue.target import Target
from mtype.migration.breaks import break_between
from mtype.migration.broken_types import broken_type
from mtype.migration.common_type import common_type
from mtype.migration.verdict import resolved
from mtype.migration.way import Kind, Move
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.status import Status

_OFFERED = frozenset({Status.SUPPORTED, Status.DEPRECATED})


class Step(NamedTuple):
    """One step of a route: at `at` the guest is lifted to `hold` (powered off and started again), or goes to
    `to` and holds the type `hold` there."""

    at: Release
    to: Release | None
    hold: str


class _Place(NamedTuple):
    """A guest on its way: where it is, what it holds, and where it was last powered on."""

    release: Release
    hold: str
    begun: Release


def find_route(move: Move, kind: Kind) -> tuple[Step, ...] | None:
    """The shortest supported way: fewest moves, then fewest lifts, then the newest releases on the way. None
    where there is none, or where an end is no release of one line.

    Each of its moves is itself supported: where nobody says anything of a way, it is not taken.
    """
    source, destination = move.source.release, move.destination.release
    name = resolved(move)
    if source is None or destination is None or source.line != destination.line or name is None:
        return None
    search = _Search(move, kind, destination)
    if move.source.judge(name, move.arch).status not in _OFFERED:
        return None
    start = _Place(source, name, source)
    queue: list[tuple[tuple[int, int, tuple[int, ...]], int, _Place, tuple[Step, ...]]] = [
        ((0, 0, ()), 0, start, ())
    ]
    seen: set[_Place] = set()
    count = 0
    while queue:
        (moves, lifts, way), _, place, steps = heapq.heappop(queue)
        if place in seen:
            continue
        seen.add(place)
        if place.release.place == destination.place:
            return steps
        for after, further in search.onward(place):
            count += 1
            cost = (moves + 1, lifts + len(further) - 1, (*way, -after.release.place))
            heapq.heappush(queue, (cost, count, after, (*steps, *further)))
    return None


class _Search:
    """The releases of one line and the ways between them that can be gone."""

    def __init__(self, move: Move, kind: Kind, destination: Release) -> None:
        self._move = move
        self._kind = kind
        line = move.source.catalogue.line(destination.line)
        self._releases = [one for one in line.releases if not one.pocket or one.place == destination.place]
        self._has_breaks = bool(line.breaks)
        self._supported: dict[tuple[int, int], bool] = {}
        self._ends = {
            target.release.place: target
            for target in (move.source, move.destination)
            if target.release is not None
        }

    def onward(self, place: _Place) -> Iterator[tuple[_Place, tuple[Step, ...]]]:
        """Where the guest can go next, and what has to be done for it."""
        for release in self._releases:
            if release.place != place.release.place and self._is_supported(place.release, release):
                yield from self._onto(place, release)

    def _onto(self, place: _Place, release: Release) -> Iterator[tuple[_Place, tuple[Step, ...]]]:
        hop = self._move._replace(source=self._target(place.release), destination=self._target(release))
        there = hop.destination.judge(place.hold, hop.arch)
        go = Step(place.release, release, place.hold)
        sound = there.status in _OFFERED and _promised(hop, there.kind)
        if sound and break_between(hop, place.begun, release, self._kind) is None:
            yield place._replace(release=release), (go,)
            return
        # Powered off and started anew where it is, it carries nothing along but its type.
        held = common_type(hop, there.kind) if there.kind is not None else None
        if held is None or (held.name == place.hold and not sound) or not _promised(hop, held):
            return
        if break_between(hop, place.release, release, self._kind) is not None:
            return
        lift = Step(place.release, None, held.name)
        # Where it was last powered on matters only if a break can lie behind it.
        begun = place.release if self._has_breaks else place.begun
        yield _Place(release, held.name, begun), (lift, go._replace(hold=held.name))

    def _is_supported(self, here: Release, there: Release) -> bool:
        key = here.place, there.place
        if key not in self._supported:
            self._supported[key] = self._move.ways(here, there).supported is True
        return self._supported[key]

    def _target(self, release: Release) -> Target:
        return self._ends.get(release.place) or self._move.stop(release)


def _promised(hop: Move, kind: MachineType | None) -> bool:
    """Whether the type is the same machine at both ends of the hop."""
    broken = broken_type(hop, kind)
    return broken is None or broken.promised
