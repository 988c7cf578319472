"""What does a target make of a machine type?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mtype.catalogue.absence import why_absent
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer, Offered, offer_of_release
from mtype.model.arch import emulator_runs
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.status import Status


class Judgement(NamedTuple):
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

    `label` is how reports call it; `source` says what its offer was read from, the catalogue by default
    (`catalogue + FILE` with an overlay). `release` may be known even where the offer comes from an
    emulator. `offers` replaces the catalogue's idea, by arch.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        release: Release | None,
        label: str,
        source: str | None = None,
        offers: Mapping[str, Offer] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.release = release
        self.label = label
        self.source = source or catalogue.label
        self._given = offers
        self._offers: dict[str, Offer | None] = {}
        self._judged: dict[tuple[str, str], Judgement] = {}

    @property
    def arches(self) -> tuple[str, ...]:
        """The arches the target is known to offer something on."""
        if self._given is not None:
            return tuple(self._given)
        return self.release.arches if self.release else ()

    def offer(self, arch: str) -> Offer | None:
        """What the target offers on `arch` (QEMU's name); None if nothing is known of that arch."""
        if arch not in self._offers:
            self._offers[arch] = self._find_offer(arch)
        return self._offers[arch]

    def _find_offer(self, arch: str) -> Offer | None:
        # An arch without an emulator of its own: i686 guests run on the x86_64 one.
        runs = arch if arch in self.arches else next((a for a in self.arches if emulator_runs(a, arch)), arch)
        if self._given is not None:
            return self._given.get(runs)
        return offer_of_release(self.catalogue, self.release, runs) if self.release else None

    def vendors(self, arch: str) -> tuple[str, ...]:
        """The vendors whose types the target carries, its own first."""
        if self._given is None and self.release is not None:
            return self.catalogue.line(self.release.line).vendors
        offer = self.offer(arch)
        return tuple(sorted(offer.vendors, key=lambda v: (v == "upstream", v))) if offer else ()

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
        if offer is not None and name in offer.unsure_aliases:
            return Judgement(Status.UNKNOWN, kind, unsure=True)
        if kind is None:
            return self._no_type_of_this_arch(name, arch, offer)
        if offer is None or kind in offer.unsure or not offer.complete:
            return Judgement(Status.UNKNOWN, kind, unsure=True)
        return Judgement(why_absent(self.catalogue, kind, self.release, offer, self.vendors(arch)), kind)

    def _no_type_of_this_arch(self, name: str, arch: str, offer: Offer | None) -> Judgement:
        arches = tuple(dict.fromkeys(a for kind in self.catalogue.named(name) for a in kind.arches))
        if arches:
            return Judgement(Status.UNKNOWN, wrong_arch=arches)
        vendor = self.catalogue.alias_names.get(name)
        if vendor is None:
            return Judgement(Status.UNKNOWN)
        if offer is None or not offer.complete:
            return Judgement(Status.UNKNOWN, unsure=True)
        aliases = self.catalogue.line(self.release.line).aliases if self.release else ()
        carried = vendor in self.vendors(arch) or name in [alias for alias, _, _ in aliases]
        return Judgement(Status.UNKNOWN if carried else Status.FOREIGN)
