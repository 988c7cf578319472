"""Why does a target not offer a machine type that is known?"""

from __future__ import annotations

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer
from mtype.catalogue.presence import emulator_for, versions_of
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


def why_not_shipped(catalogue: Catalogue, kind: MachineType, release: Release, arch: str) -> Status:
    """The verdict on a type of an arch that `release` is known to ship no emulator for: `foreign` as above;
    `removed` where an earlier release of the line shipped one, `newer` where only a later one does,
    `unknown` where none ever did."""
    line = catalogue.line(release.line)
    if kind.vendor not in line.vendors:
        return Status.FOREIGN
    shipping = [other.place for other in line.releases if emulator_for(other.arches, arch)]
    if not shipping:
        return Status.UNKNOWN
    return Status.NEWER if min(shipping) > release.place else Status.REMOVED


def _by_life(kind: MachineType, release: Release) -> Status | None:
    """By the QEMU versions that had it."""
    versions = versions_of(release)
    if versions is None:
        return None
    first, last = versions
    if kind.introduced is not None and kind.introduced.reached(last) is False:
        return Status.NEWER
    if kind.removed is not None and kind.removed.reached(first):
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
