"""What should the reader of a finding do next?"""

from __future__ import annotations

from mtype.catalogue.offer import newest_type
from mtype.model.definition import Definition
from mtype.model.machine_type import MachineType
from mtype.model.version import parse_version
from mtype.rules.base import Context

# virsh(1), save-image-edit: only what the guest does not see may be changed in a save image.
NOT_LIFTED = "what was saved cannot be lifted, only the guest's definition once it was resumed and shut down"


def lift(context: Context, definition: Definition, kind: MachineType, arch: str) -> tuple[str, str | None]:
    """The end of a message that tells to lift `definition`, which has the type `kind`, and the type to
    suggest, if there is one."""
    if definition.carrier.is_saved:
        return f"; {NOT_LIFTED}", None
    better = own_instead(context, kind, arch) or context.successor(kind, arch)
    if better is not None:
        return f"; lift it to {better.name} while it is shut off", better.name
    if kind.variants:
        kept = "-".join(kind.variants)
        return f"; no newer type at {context.label} keeps -{kept}, so its owner must choose", None
    return f"; {context.label} has no newer type for {kind.board}", None


def name_newest(where: str, newest: MachineType | None) -> tuple[str, str | None]:
    """The end of a message that names the newest type `where`, and that type to suggest; nothing where there
    is none."""
    return (f"; the newest {where} is {newest.name}", newest.name) if newest else ("", None)


def own_instead(context: Context, kind: MachineType, arch: str) -> MachineType | None:
    """The newest type of the target's own vendor that can stand for an upstream type, where the vendor says
    that it supports nothing but its own; None where there is none that is not older."""
    own = context.own_vendor(arch)
    if own is None or kind.vendor != "upstream" or own == "upstream" or not kind.versioned:
        return None
    if context.catalogue.vendors[own].own_types_only is None:
        return None
    return context.once(("own", own, kind.name, arch), lambda: _newest_own(context, kind, own, arch))


def _newest_own(context: Context, kind: MachineType, own: str, arch: str) -> MachineType | None:
    offer = context.target.offer(arch)
    entries = offer.entries if offer else ()
    kinds = [e.kind for e in entries if e.kind and not e.alias_of and e.deprecated is False]
    newest = newest_type(context.catalogue, kinds, kind.board, own, kind.variants)
    if newest is None or newest.base is None or kind.introduced is None:
        return newest
    # pseries-2.12-sxxm is newer hardware than pseries-bionic-sxxm: never suggest to go down.
    return newest if parse_version(newest.base)[:2] >= kind.introduced.by[:2] else None


def default_type(context: Context, arch: str) -> str | None:
    """The type that a definition without one gets at the target; None where that is not certain."""
    offer = context.target.offer(arch)
    names = {entry.name for entry in offer.entries if entry.default} if offer else set()
    return names.pop() if len(names) == 1 else None
