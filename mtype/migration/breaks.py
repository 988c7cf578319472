"""Does a break in a line of releases lie on the way?"""

from __future__ import annotations

from mtype.migration.way import Kind, Move, Reason
from mtype.model.release import Release

_AFFECTS = {Kind.LIVE: {"live-migration"}, Kind.SAVED: {"saved-state", "memory-snapshot"}}


def broken_by(move: Move, kind: Kind) -> Reason | None:
    """The break between the two ends of the way; None where none is known."""
    source, destination = move.source.release, move.destination.release
    if source is None or destination is None:
        return None
    return break_between(move, source, destination, kind)


def break_between(move: Move, begun: Release, destination: Release, kind: Kind) -> Reason | None:
    """The break that keeps what was begun at `begun` from `destination`: a guest carries it along until it is
    powered off."""
    if begun.line != destination.line:
        return None
    for one in move.source.catalogue.line(begun.line).breaks:
        crossed = begun.place < one.from_before and destination.place >= one.to
        if crossed and _AFFECTS.get(kind, set()) & set(one.affects):
            return Reason(
                "MT502",
                f"{begun.id} and {destination.id} lie on two sides of a break: {one.what}",
                one.sources,
            )
    return None
