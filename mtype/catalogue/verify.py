"""Where do the catalogue and what an emulator lists disagree, and what does the listing settle?"""

from __future__ import annotations

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer, offer_of_release
from mtype.catalogue.verify_traits import compare_aliases, compare_default, compare_deprecation
from mtype.catalogue.verify_values import (
    Comparison,
    Difference,
    Name,
    NotCompared,
    Settled,
    Told,
    Verified,
)
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import parse_version


def verify(catalogue: Catalogue, release: Release, arch: str, found: Offer, told: Told) -> Verified:
    """Hold what the catalogue says of `release` on `arch` against `found`, which an emulator offers.

    A different QEMU comes first: most likely it is another package. An arch that the release does not ship
    is one difference, not one for each of its types.
    """
    notes = Comparison()
    _compare_version(notes, release, told)
    if not release.arches:
        notes.settled.append(Settled(None, "arch", f"there is an emulator of {arch}"))
        release = release._replace(arches=(arch,))
    expected = offer_of_release(catalogue, release, arch)
    if expected is None:
        types = sum(entry.alias_of is None for entry in found.entries)
        notes.different.append(Difference(None, "arch", "ships no emulator", f"lists {types} types"))
    else:
        kinds = [*(entry.kind for entry in expected.entries), *expected.unsure]
        unlisted = {
            kind.name for kind in kinds if kind is not None and catalogue.vendors[kind.vendor].unlisted
        }
        compare(expected, found, told._replace(leaves_out=told.leaves_out | unlisted), notes)
    return Verified(arch, told, notes)


def compare(expected: Offer, found: Offer, told: Told, notes: Comparison | None = None) -> Comparison:
    """Hold `expected`, which the catalogue says, against `found`; `told` is who said that.

    What the catalogue holds as unsure is settled by the listing and no difference. What the source does not
    tell is not compared, and named as such.
    """
    notes = notes or Comparison()
    _compare_types(expected, found, told, notes)
    compare_aliases(expected, found, notes)
    compare_default(expected, found, told, notes)
    compare_deprecation(expected, found, told, notes)
    return notes


def _compare_version(notes: Comparison, release: Release, told: Told) -> None:
    """By x.y: stable updates keep the machine types."""
    bounds = (release.qemu, release.qemu) if release.qemu is not None else release.qemu_range
    for said in told.versions:
        if bounds is None:
            notes.settled.append(Settled(None, "version", f"ships QEMU {said}"))
            continue
        first, last = (parse_version(bound)[:2] for bound in bounds)
        if not first <= parse_version(said)[:2] <= last:
            known = " to ".join(dict.fromkeys(bounds))
            notes.different.append(Difference(None, "version", f"QEMU {known}", f"QEMU {said}"))
        elif first != last:
            notes.settled.append(Settled(None, "version", f"ships QEMU {said}"))


def _compare_types(expected: Offer, found: Offer, told: Told, notes: Comparison) -> None:
    mine, theirs = expected.types, found.types
    unsure = {kind.name: kind for kind in expected.unsure}
    for name, entry in mine.items():
        if name in theirs:
            continue
        if name in found.aliases:
            stands_for = ", ".join(found.aliases[name])
            notes.different.append(Difference(name, "kind", "a type", f"an alias of {stands_for}"))
        elif found.complete and name not in told.leaves_out:
            notes.missing.append(Name(name, entry.kind))
    for name, entry in theirs.items():
        if name in unsure:
            notes.settled.append(Settled(name, "type", "is there", _because(unsure[name])))
        elif name in expected.aliases:
            stands_for = ", ".join(expected.aliases[name])
            notes.different.append(Difference(name, "kind", f"an alias of {stands_for}", "a type"))
        elif name not in mine:
            notes.extra.append(Name(name, entry.kind))
    for name, kind in unsure.items():
        if name not in theirs and found.complete and name not in told.leaves_out:
            notes.settled.append(Settled(name, "type", "is not there", _because(kind)))
    notes.compared.append("types" if found.complete else "the types it names")
    if not found.complete:
        notes.not_compared.append(NotCompared("missing types and aliases", f"{told.by} names some only"))
    for name in sorted(told.leaves_out & {*mine, *unsure} - {*theirs}):
        notes.not_compared.append(NotCompared(name, f"{told.by} leaves it out"))


def _because(kind: MachineType) -> str:
    return f"needs the build option {kind.build}" if kind.build else ""
