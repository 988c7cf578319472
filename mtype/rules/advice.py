"""What should the reader of a finding do next?"""

from __future__ import annotations

from mtype.model.machine_type import MachineType
from mtype.rules.base import Context


def lift(context: Context, kind: MachineType, arch: str) -> tuple[str, str | None]:
    """The end of a message that tells to lift `kind`, and the type to suggest, if there is one."""
    better = context.successor(kind, arch)
    if better is not None:
        return f"; lift it to {better.name} while it is shut off", better.name
    if kind.variants:
        kept = "-".join(kind.variants)
        return f"; no newer type at {context.label} keeps -{kept}, so its owner must choose", None
    return f"; {context.label} has no newer type for {kind.board}", None


def default_type(context: Context, arch: str) -> str | None:
    """The type that a definition without one gets at the target; None where that is not certain."""
    offer = context.target.offer(arch)
    names = {entry.name for entry in offer.entries if entry.default} if offer else set()
    return names.pop() if len(names) == 1 else None
