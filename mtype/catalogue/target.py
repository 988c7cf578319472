"""What does a target make of a machine type?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer, Offered, offer_of_release
from mtype.model.arch import emulator_runs
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.status import Status


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one name. `kind` is what the catalogue knows of it, None if nothing; `offered` its
    entry in the target's offer; `wrong_arch` lists the arches of a known type that is none of this one;
    `unsure` is True where the catalogue cannot tell whether the target has it."""

    status: Status
    kind: MachineType | None = None
    offered: Offered | None = None
    wrong_arch: tuple[str, ...] = ()
    unsure: bool = False


class Target:
    """A release of the catalogue, or a real emulator that was asked instead.

    `label` is how reports call it; `source` says what its offer was read from. `release` may be known
    even where the offer comes from an emulator. `offers` replaces the catalogue's idea, by arch.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        release: Release | None,
        label: str,
        source: str = "catalogue",
        offers: Mapping[str, Offer] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.release = release
        self.label = label
        self.source = source
        self._given = offers
        self._offers: dict[str, Offer | None] = {}
        self._judged: dict[tuple[str, str], Judgement] = {}

    def offer(self, arch: str) -> Offer | None:
        """What the target offers on `arch` (QEMU's name); None if nothing is known of that arch."""
        if arch not in self._offers:
            if self._given is not None:
                self._offers[arch] = self._given_for(arch)
            elif self.release is not None:
                self._offers[arch] = offer_of_release(self.catalogue, self.release, arch)
            else:
                self._offers[arch] = None
        return self._offers[arch]

    def _given_for(self, arch: str) -> Offer | None:
        assert self._given is not None
        for given, offer in self._given.items():
            if given == arch:
                return offer
        return next((o for given, o in self._given.items() if emulator_runs(given, arch)), None)

    @property
    def arches(self) -> tuple[str, ...]:
        """The arches the target is known to offer something on."""
        if self._given is not None:
            return tuple(self._given)
        return self.release.arches if self.release else ()

    def vendors(self, arch: str) -> tuple[str, ...]:
        """The vendors whose types the target carries, its own first."""
        if self._given is None and self.release is not None:
            return self.catalogue.line(self.release.line).vendors
        offer = self.offer(arch)
        return tuple(sorted(offer.vendors, key=lambda v: v == "upstream")) if offer else ()

    def judge(self, name: str | None, arch: str) -> Judgement:
        """The verdict on `name` for a guest of `arch` (QEMU's name); None is a missing attribute."""
        if not name:
            return Judgement(Status.FLOATING)
        key = name, arch
        if key not in self._judged:
            self._judged[key] = self._judge(name, arch)
        return self._judged[key]

    def _judge(self, name: str, arch: str) -> Judgement:
        offer = self.offer(arch)
        kind = self.catalogue.find(name, arch)
        offered = offer.by_name.get(name) if offer else None
        if offered is not None:
            if offered.alias_of is not None:
                return Judgement(Status.FLOATING, offered.kind, offered)
            status = Status.DEPRECATED if offered.deprecated else Status.SUPPORTED
            return Judgement(status, offered.kind or kind, offered)
        if kind is None:
            return self._not_on_this_arch(name, arch, offer)
        if offer is None or kind in offer.unsure or not offer.complete:
            return Judgement(Status.UNKNOWN, kind, unsure=True)
        return Judgement(self._absent(kind, arch, offer), kind)

    def _not_on_this_arch(self, name: str, arch: str, offer: Offer | None) -> Judgement:
        arches = tuple(dict.fromkeys(a for kind in self.catalogue.named(name) for a in kind.arches))
        if arches:
            return Judgement(Status.UNKNOWN, wrong_arch=arches)
        vendor = self.catalogue.alias_names.get(name)
        if vendor is None:
            return Judgement(Status.UNKNOWN)
        if offer is None or not offer.complete:
            return Judgement(Status.UNKNOWN, unsure=True)
        return Judgement(Status.UNKNOWN if vendor in self.vendors(arch) else Status.FOREIGN)

    def _absent(self, kind: MachineType, arch: str, offer: Offer) -> Status:
        """Why a known type is not offered: another vendor's, later than the target, or gone."""
        carried = self.vendors(arch)
        extended = self.catalogue.vendors[kind.vendor].extends
        if kind.vendor not in carried:
            return Status.FOREIGN
        if kind.vendor == "upstream" or extended:
            when = _life_at(kind, self.release)
            if when is not None:
                return when
        listed = self._by_list(kind)
        return listed or self._by_rank(kind, offer)

    def _by_list(self, kind: MachineType) -> Status | None:
        """Own types of a vendor: offered by a later release only, or by an earlier one."""
        if self.release is None:
            return None
        having = [r.index for r in self.catalogue.line(self.release.line).releases if kind.name in r.own]
        if not having:
            return None
        return Status.NEWER if min(having) > self.release.index else Status.REMOVED

    def _by_rank(self, kind: MachineType, offer: Offer) -> Status:
        same = [e.kind for e in offer.entries if e.kind and e.kind.vendor == kind.vendor and e.kind.board == kind.board]
        newer = all((self.catalogue.compare(kind, other) or 0) > 0 for other in same)
        return Status.NEWER if same and newer else Status.REMOVED


def _life_at(kind: MachineType, release: Release | None) -> Status | None:
    from mtype.model.version import parse_version

    if release is None or release.qemu is None:
        return None
    version = parse_version(release.qemu)
    if kind.introduced is not None and kind.introduced.reached(version) is False:
        return Status.NEWER
    if kind.removed is not None and kind.removed.reached(version):
        return Status.REMOVED
    return None
