"""Which machine type do two hosts share?"""

from __future__ import annotations

from mtype.catalogue.aliases import newest_type
from mtype.catalogue.successor import successor
from mtype.migration.way import Move
from mtype.model.machine_type import MachineType


def common_type(move: Move, kind: MachineType) -> MachineType | None:
    """The newest type of the board, vendor and variant of `kind` that both ends of the way offer and that is
    no older than `kind`; None where there is none."""
    here, there = move.source.offer(move.arch), move.destination.offer(move.arch)
    if here is None or there is None:
        return None
    best: MachineType | None = None
    offered = there.types
    for name, entry in here.types.items():
        other = entry.kind
        if other is None or name not in offered or not other.versioned:
            continue
        if (other.board, other.vendor, other.variants) != (kind.board, kind.vendor, kind.variants):
            continue
        if (move.source.catalogue.compare(other, best or kind) or 0) >= 0:
            best = other
    return best


def newest_there(move: Move, kind: MachineType) -> MachineType | None:
    """The type to give a guest that is stopped at the destination: what `upgrade` would take there, else the
    newest of its board, vendor and variant although it is deprecated; None where there is none."""
    better = successor(move.destination, kind, move.arch)
    offer = move.destination.offer(move.arch)
    if better is not None or offer is None:
        return better
    kinds = [entry.kind for entry in offer.types.values() if entry.kind is not None]
    newest = newest_type(move.source.catalogue, kinds, kind.board, kind.vendor, kind.variants)
    return newest if newest is not None and newest.name != kind.name else None
