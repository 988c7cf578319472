"""Which machine type do two hosts share?"""

from __future__ import annotations

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
