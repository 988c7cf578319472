"""Why does a target not offer a machine type that is known?"""

from __future__ import annotations

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer
from mtype.catalogue.presence import qemu_version
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.status import Status


def why_absent(
    catalogue: Catalogue, kind: MachineType, release: Release | None, offer: Offer, carried: tuple[str, ...]
) -> Status:
    """`foreign`: of a vendor that the target does not carry; `newer`: later than the target; `removed`:
    gone. `release` is None where only an emulator was asked."""
    if kind.vendor not in carried:
        return Status.FOREIGN
    by_fact = _by_life(kind, release) or _by_list(catalogue, kind, release) if release is not None else None
    return by_fact or _by_rank(catalogue, kind, offer)


def _by_life(kind: MachineType, release: Release) -> Status | None:
    """By the QEMU versions that had it."""
    version = qemu_version(release)
    if version is None:
        return None
    if kind.introduced is not None and kind.introduced.reached(version) is False:
        return Status.NEWER
    if kind.removed is not None and kind.removed.reached(version):
        return Status.REMOVED
    return None


def _by_list(catalogue: Catalogue, kind: MachineType, release: Release) -> Status | None:
    """Own types of a vendor: offered by a later release only, or by an earlier one."""
    releases = catalogue.line(release.line).releases
    having = [other.place for other in releases if kind.name in (*other.own, *other.unsure)]
    if not having:
        return None
    return Status.NEWER if min(having) > release.place else Status.REMOVED


def _by_rank(catalogue: Catalogue, kind: MachineType, offer: Offer) -> Status:
    """By what is there of its kind: newer than all of it, or not."""
    orders = [catalogue.compare(kind, entry.kind) for entry in offer.entries if entry.kind is not None]
    known = [order for order in orders if order is not None]
    return Status.NEWER if known and min(known) > 0 else Status.REMOVED
