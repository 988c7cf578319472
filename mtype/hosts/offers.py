"""What does a target offer, going by what its emulators listed?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer, Offered
from mtype.hosts.listing import ListedMachine, Listing, merged
from mtype.model.arch import emulator_runs
from mtype.model.errors import CapabilitiesError
from mtype.model.machine_type import MachineType


def offers(catalogue: Catalogue, listings: Sequence[Listing]) -> dict[str, Offer]:
    """The offer of each arch (QEMU's names): listings of one arch add up.

    A name that the catalogue does not know is offered all the same, with `kind` None: it is a private
    build's own. Raises CapabilitiesError where a listing does not tell its arch and its names do not either.
    """
    of_arch: dict[str, list[Listing]] = {}
    for listing in listings:
        of_arch.setdefault(listing.arch or arch_of_names(catalogue, listing), []).append(listing)
    return {arch: _offer(catalogue, arch, same) for arch, same in of_arch.items()}


def _offer(catalogue: Catalogue, arch: str, listings: list[Listing]) -> Offer:
    machines = merged(machine for listing in listings for machine in listing.machines)
    deprecated = {machine.name for machine in machines if machine.deprecated and machine.alias_of is None}
    entries = [
        Offered(
            machine.name,
            _kind(catalogue, machine.alias_of or machine.name, arch),
            machine.alias_of,
            machine.default,
            bool(machine.deprecated) or machine.alias_of in deprecated,
            machine.description,
        )
        for machine in machines
    ]
    order = {kind: place for place, kind in enumerate(catalogue.types)}

    def place(entry: Offered) -> tuple[bool, int, str]:
        known = order.get(entry.kind, len(order)) if entry.kind and entry.alias_of is None else len(order)
        return entry.alias_of is None, known, entry.name

    return Offer(tuple(sorted(entries, key=place)), complete=_complete(listings))


def _complete(listings: list[Listing]) -> bool:
    """A source that names some types of an emulator does no harm beside one that names all of them."""
    whole = {listing.emulator for listing in listings if listing.complete}
    return all(listing.complete or (listing.emulator and listing.emulator in whole) for listing in listings)


def _kind(catalogue: Catalogue, name: str, arch: str) -> MachineType | None:
    """What the catalogue knows of `name` on `arch`, or on an arch that this emulator runs too."""
    kind = catalogue.find(name, arch)
    if kind is not None:
        return kind
    named = catalogue.named(name)
    return next((one for one in named if any(emulator_runs(arch, guest) for guest in one.arches)), None)


def arch_of_names(catalogue: Catalogue, listing: Listing) -> str:
    """The arch of a listing that does not tell it: the one whose types the catalogue knows most of.

    An emulator of x86_64 has every type that one of i386 has; where nothing tells them apart it is taken
    for the bigger one, which runs guests of both.
    """
    machines = [machine for machine in listing.machines if machine.name != "none"]
    scores: dict[str, tuple[int, int]] = {}
    for machine in machines:
        for arch, described in _arches(catalogue, machine):
            known, same = scores.get(arch, (0, 0))
            scores[arch] = known + 1, same + described
    best = max(scores.values(), default=(0, 0))
    arches = [arch for arch, score in scores.items() if score == best]
    biggest = [arch for arch in arches if all(emulator_runs(arch, other) for other in arches)]
    if len(biggest) != 1:
        what = (
            f"it may be {' or '.join(sorted(arches))}" if arches else "the catalogue knows none of its names"
        )
        names = ", ".join(machine.name for machine in listing.machines[:3])
        raise CapabilitiesError(
            f"The listing of {names}, … does not tell its architecture, and {what}: capture "
            "'virsh capabilities' or a whole QMP session with query-target instead."
        )
    return "arm" if biggest[0] == "aarch64" and _is_arm_only(catalogue, machines) else biggest[0]


def _arches(catalogue: Catalogue, machine: ListedMachine) -> Iterable[tuple[str, bool]]:
    """The arches that have such a type, each with whether it is described there in the same words."""
    arches: dict[str, bool] = {}
    for kind in catalogue.named(machine.alias_of or machine.name):
        described = machine.description is not None and machine.description == kind.description
        for arch in kind.arches:
            arches[arch] = arches.get(arch, False) or described
    return arches.items()


def _is_arm_only(catalogue: Catalogue, machines: list[ListedMachine]) -> bool:
    """Whether boards are among them, but none that needs 64 bits.

    Every board of arm is one of aarch64 too, so counting never finds arm. But an aarch64 emulator with the
    old boards has the 64-bit ones, raspi3 or sbsa-ref, since 2.12; one with `virt` alone tells nothing.
    """
    boards = [
        kind.arches for machine in machines for kind in catalogue.named(machine.name) if not kind.versioned
    ]
    shared = any("arm" in arches and "aarch64" in arches for arches in boards)
    return shared and not any("aarch64" in arches and "arm" not in arches for arches in boards)
