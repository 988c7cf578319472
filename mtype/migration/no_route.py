"""Which fact keeps a guest from every supported way to its destination?"""

from __future__ import annotations

from mtype.migration.verdict import resolved
from mtype.migration.way import Move, Reason, Support
from mtype.model.release import Release


def why_no_route(move: Move) -> Reason | None:
    """That fact, with what it follows from; None where an end is no release, or where the guest has not got
    its type at the source, which is fact enough."""
    source, destination = move.source.release, move.destination.release
    if source is None or destination is None:
        return None
    name = resolved(move)
    if move.source.judge(name, move.arch).offered is None:
        return None
    direct = move.ways(source, destination)
    if source.line != destination.line:
        text = f"{source.id} and {destination.id} are of two lines, which nobody supports ways between"
        return _no_route(text, direct)
    if direct.supported:
        text = f"{direct.reason}, but no machine type that both have can take the place of {name}"
        return _no_route(text, direct)
    if direct.supported is None:
        return _no_route(direct.reason, direct)
    others = [
        one
        for one in move.source.catalogue.line(source.line).releases
        if one.place != source.place and (one.pocket is None or one.place == destination.place)
    ]
    back = source.place > destination.place
    onward = [one for one in others if (one.place < source.place) is back]
    out = [move.ways(source, one) for one in onward]
    if not any(way.supported for way in out):
        if back:
            text = f"{destination.id} is older than {source.id}, and no way back is supported"
            return _no_route(text, direct)
        nearest = _nearest(source, onward)
        refusal = move.ways(source, nearest) if nearest is not None else direct
        return _no_route(f"no way on from {source.id} is supported: {refusal.reason}", refusal)
    if not any(move.ways(one, destination).supported for one in others if one.place != destination.place):
        return _no_route(f"no way to {destination.id} is supported: {direct.reason}", direct)
    text = "no chain of supported ways leads there with a machine type that both ends of each offer"
    return _no_route(text, direct)


def _nearest(source: Release, onward: list[Release]) -> Release | None:
    """The one that comes next: what is said of the way to it is what is said of the way out."""
    return min(onward, key=lambda one: abs(one.place - source.place), default=None)


def _no_route(text: str, said: Support) -> Reason:
    return Reason("MT501", f"no route: {text}", said.sources)
