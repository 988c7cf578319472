"""What do listings say of each arch, and who says it?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer
from mtype.catalogue.verify_values import Told
from mtype.hosts.listing import Listing, merged
from mtype.hosts.offers import arch_of_names, offers
from mtype.model.arch import arch_of_emulator, emulator_runs


def asked(catalogue: Catalogue, listings: Sequence[Listing]) -> dict[str, tuple[Offer, Told]]:
    """The offer of each emulated arch (QEMU's names) and who told it; listings of one arch add up.

    libvirt lists the emulator of x86_64 for guests of i686 too: that is still one of x86_64, and counts once.
    Raises CapabilitiesError where a listing does not tell its arch and its names do not either.
    """
    listings = [_of_its_emulator(catalogue, listing) for listing in listings]
    counted = [listing for listing in listings if not any(_covers(other, listing) for other in listings)]
    found = offers(catalogue, counted)
    return {
        arch: (offer, _told([listing for listing in counted if listing.arch == arch]))
        for arch, offer in found.items()
    }


def _of_its_emulator(catalogue: Catalogue, listing: Listing) -> Listing:
    arch = listing.arch or arch_of_names(catalogue, listing)
    emulated = arch_of_emulator(listing.emulator or "")
    return replace(listing, arch=emulated if emulated and emulator_runs(emulated, arch) else arch)


def _covers(bigger: Listing, smaller: Listing) -> bool:
    """Whether they are of the same emulator, and the other arch is the one that it emulates."""
    if bigger.emulator is None or bigger.emulator != smaller.emulator or bigger.arch == smaller.arch:
        return False
    return emulator_runs(bigger.arch or "", smaller.arch or "")


def _told(listings: list[Listing]) -> Told:
    left_out = [listing.leaves_out for listing in listings]
    machines = merged(machine for listing in listings for machine in listing.machines)
    return Told(
        by=" and ".join(dict.fromkeys(listing.told_by for listing in listings)),
        leaves_out=frozenset.intersection(*left_out),
        unmarked=frozenset(one.name for one in machines if one.deprecated is None),
        emulators=tuple(dict.fromkeys(one.emulator for one in listings if one.emulator)),
        versions=tuple(dict.fromkeys(one.version for one in listings if one.version)),
    )
