"""Has a release a machine type, as far as the facts tell?"""

from __future__ import annotations

from collections.abc import Iterable

from mtype.catalogue.facts import Line
from mtype.model.arch import emulator_runs
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import Bound, Version, between, parse_version

# The first and the last QEMU version that a release may ship; both the same where it is known.
Versions = tuple[Version, Version]


def versions_of(release: Release) -> Versions | None:
    """The QEMU versions that `release` may ship, None where nothing is known of them."""
    if release.qemu is not None:
        exact = parse_version(release.qemu)
        return exact, exact
    if release.qemu_range is not None:
        first, last = release.qemu_range
        return parse_version(first), parse_version(last)
    return None


def emulator_for(arches: Iterable[str], guest_arch: str) -> str | None:
    """Which emulator of `arches` runs guests of `guest_arch`: its own, else one that runs it too (i686
    guests run on the x86_64 emulator); None where none does."""
    shipped = tuple(arches)
    if guest_arch in shipped:
        return guest_arch
    return next((arch for arch in shipped if emulator_runs(arch, guest_arch)), None)


def present(kind: MachineType, release: Release, line: Line, versions: Versions | None) -> bool | None:
    """Whether `release`, which ships one of the QEMU `versions`, has `kind`; None where the facts do not
    tell."""
    if kind.name in release.own or kind.name in release.also:
        return True
    if kind.name in release.unsure:
        return None
    if kind.name in release.without or kind.vendor != "upstream" or "upstream" not in line.vendors:
        return False
    if kind.build is not None and release.builds is not None and kind.build not in release.builds:
        return False
    alive = _alive(kind, *versions) if versions is not None else None
    return None if alive and kind.build is not None and release.builds is None else alive


def _alive(kind: MachineType, first: Version, last: Version) -> bool | None:
    start = kind.introduced
    if kind.also_in:
        stable = [parse_version(release) for release in kind.also_in]
        if any(_same_minor(release, first) for release in stable):
            start = Bound(first)
        elif any(first < release <= last for release in stable):
            return None
    return between(start, kind.removed, first, last)


def _same_minor(stable: Version, version: Version) -> bool:
    """Whether `version` is that stable release or a later one of the same minor."""
    return stable[:2] == version[:2] and version >= stable
