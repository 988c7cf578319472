"""Which machine does the emulator take where none is named?"""

from __future__ import annotations

from mtype.model.machine_type import MachineType
from mtype.model.version import Version
from tools.harvest.draft import Draft
from tools.harvest.lives import change, narrowed


def tell_default(draft: Draft) -> None:
    """A versioned type is it because an alias points at it; an unversioned board has bounds of its own."""
    version = draft.version
    for arch in draft.harvest.listings:
        offer = draft.offer(arch)
        if offer is None or version is None:
            continue
        seen = {one.name for one in draft.harvest.machines(arch) if one.default}
        mine = {one.name for one in offer.entries if one.default}
        unsure = {one.name for one in offer.entries if one.default is None}
        for name in sorted((seen ^ mine) | unsure):
            kind = draft.catalogue.find(name, arch)
            if kind is None or kind.vendor != "upstream" or kind.versioned:
                if name in seen:
                    draft.conflict(
                        draft.root["lines"][draft.harvest.line], f"{name} is the default on {arch}"
                    )
                continue
            _change_default(draft, kind, version, seen=name in seen)


def _change_default(draft: Draft, kind: MachineType, version: Version, *, seen: bool) -> None:
    began, ended = kind.default, kind.default_until
    if seen and began is None:
        change(draft, kind, {"default": draft.came(kind.arches, version)})
    elif began is not None and began.reached(version) is None:
        change(draft, kind, {"default": narrowed(draft, began, version, by_then=seen)})
    elif ended is not None and ended.reached(version) is None:
        change(draft, kind, {"default-until": narrowed(draft, ended, version, by_then=not seen)})
    elif not seen and ended is None:
        change(draft, kind, {"default-until": draft.came(kind.arches, version)})
    else:
        verb = "is" if seen else "is not"
        draft.conflict(draft.entry_of(kind), f"{kind.name} {verb} the default")
