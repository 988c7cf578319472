"""Is what is known to be wrong with a machine type wrong at this release?"""

from __future__ import annotations

from mtype.catalogue.presence import versions_of
from mtype.model.machine_type import Quirk
from mtype.model.release import Release


def wrong_with_qemu_of(quirk: Quirk, release: Release | None) -> bool | None:
    """Whether the QEMU of `release` is one that it is wrong with; None where the facts do not tell."""
    if quirk.since_qemu is None:
        return True
    versions = versions_of(release) if release is not None else None
    if versions is None:
        return None
    first, last = (quirk.since_qemu.reached(version) for version in versions)
    return first if first == last else None


def other_machine_at(quirk: Quirk, release: Release) -> bool | None:
    """Whether the type is another machine at `release` than where nothing is wrong with it; None where no
    range of releases is told. `release` is one of its vendor's line."""
    if quirk.begins is None and quirk.ends is None:
        return None
    begun = quirk.begins is None or release.place >= quirk.begins
    return begun and (quirk.ends is None or release.place < quirk.ends)
