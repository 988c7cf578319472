"""Has a release a machine type, as far as the facts tell?"""

from __future__ import annotations

from mtype.catalogue.facts import Line
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import Bound, Version, between, parse_version


def qemu_version(release: Release) -> Version | None:
    """The QEMU version that `release` ships, None where it is not known."""
    return parse_version(release.qemu) if release.qemu is not None else None


def present(kind: MachineType, release: Release, line: Line, version: Version | None) -> bool | None:
    """Whether `release`, which ships QEMU `version`, has `kind`; None where the facts do not tell."""
    if kind.name in release.own or kind.name in release.also:
        return True
    if kind.name in release.unsure:
        return None
    if kind.name in release.without or kind.vendor != "upstream" or "upstream" not in line.vendors:
        return False
    if kind.build is not None and release.builds is not None and kind.build not in release.builds:
        return False
    alive = _alive(kind, version) if version is not None else None
    return None if alive and kind.build is not None and release.builds is None else alive


def _alive(kind: MachineType, version: Version) -> bool | None:
    stable = any(_same_minor(parse_version(release), version) for release in kind.also_in)
    return between(Bound(version) if stable else kind.introduced, kind.removed, version)


def _same_minor(stable: Version, version: Version) -> bool:
    """Whether `version` is that stable release or a later one of the same minor."""
    return stable[:2] == version[:2] and version >= stable
