"""What should a guest use instead?"""

from __future__ import annotations

import difflib

from mtype.catalogue.offer import Offer, newest_type
from mtype.catalogue.target import Target
from mtype.model.machine_type import MachineType


def successor(target: Target, kind: MachineType, arch: str) -> MachineType | None:
    """The type to lift `kind` to at `target`: same board, newest, its vendor if the target carries it.

    A variant is kept where the target still offers it for that vendor; where it does not (there is no
    `noble-hpb`) the answer is None, for a variant is never dropped unless its owner says so. For a
    foreign type it is the newest of the target's own vendor on that board.
    """
    offer = target.offer(arch)
    if offer is None:
        return None
    kinds = [
        e.kind for e in offer.entries if e.kind is not None and e.alias_of is None and e.deprecated is False
    ]
    carried = target.vendors(arch)
    vendors = (kind.vendor, *carried) if kind.vendor in carried else carried
    for vendor in vendors:
        found = newest_type(target.catalogue, kinds, kind.board, vendor, kind.variants)
        if found is not None:
            return found if found.name != kind.name else None
        if kind.variants and vendor == kind.vendor:
            return None
    return None


def superseding_increment(target: Target, kind: MachineType, arch: str) -> MachineType | None:
    """The newest increment of `kind` that the target offers: pc-q35-noble-v2 for pc-q35-noble."""
    offer = target.offer(arch)
    base = kind.increment_of or kind.name
    best: MachineType | None = None
    for entry in offer.entries if offer else ():
        other = entry.kind
        if other is None or entry.alias_of or other.increment_of != base or other.vendor != kind.vendor:
            continue
        newer = (target.catalogue.compare(other, best or kind) or 0) > 0
        if newer and other.variants == kind.variants:
            best = other
    return best


def nearest_name(target: Target, name: str, arch: str) -> str | None:
    """The name most like `name`: first among what the target offers, then among all known ones."""
    offer: Offer | None = target.offer(arch)
    offered = list(offer.by_name) if offer else []
    known = [kind.name for kind in target.catalogue.types_on(arch)]
    for names in (offered, known):
        near = difflib.get_close_matches(name, names, 1, 0.8)
        if near:
            return near[0]
    return None
