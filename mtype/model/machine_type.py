"""What is known of one machine type, whatever the release?"""

from __future__ import annotations

from typing import NamedTuple

from mtype.model.version import Bound


class Quirk(NamedTuple):
    """Something known to be wrong with a machine type: one sentence, and where it is written.

    `begins` and `ends` are places in the line of its vendor: from the one on and before the other the type is
    another machine than outside; None where that is open. `since_qemu` is the QEMU version from which on it
    is wrong, `boot_disk` the bus of a disk (`virtio`) that must be the one to boot from for it to matter.
    """

    summary: str
    sources: tuple[str, ...]
    begins: int | None = None
    ends: int | None = None
    since_qemu: Bound | None = None
    boot_disk: str | None = None

    @property
    def of_hardware(self) -> bool:
        """Whether it is about what the guest sees, and not about what it can boot from."""
        return self.boot_disk is None


class MachineType(NamedTuple):
    """The facts of one machine type.

    `arches` are QEMU's names. `introduced`, `deprecated`, `removed` are QEMU versions and set for upstream
    types only: what a vendor offers is listed by release. `also_in` are stable releases that have it
    although their number is older than `introduced` (pseries-2.12 in 2.11.2). `rank` orders the types
    of one board and vendor, oldest first. `base` is the QEMU version a vendor's type is built on.
    `build` names a build option without which QEMU lacks it (`xen`). `increment_of` is the type that
    an increment (`-v2`, `+pve1`) was added to. `successor` is the type to use instead where that is a fact
    (`s390-ccw-virtio-2.6` for a misspelt `-v2.6`), None where it is simply a newer one. `default` and
    `default_until` bound the QEMU versions in which an unversioned board is the emulator's default.
    """

    name: str
    board: str
    vendor: str
    arches: tuple[str, ...]
    rank: tuple[int, ...]
    introduced: Bound | None = None
    deprecated: Bound | None = None
    removed: Bound | None = None
    also_in: tuple[str, ...] = ()
    default: Bound | None = None
    default_until: Bound | None = None
    base: str | None = None
    variants: tuple[str, ...] = ()
    increment_of: str | None = None
    successor: str | None = None
    build: str | None = None
    release: str | None = None
    description: str | None = None
    quirk: Quirk | None = None
    sources: tuple[str, ...] = ()
    policy: str | None = None
    versioned: bool = True
