"""Which packages does a root of another Debian suite hold, and what is it for?

EMULATORS are unpacked only, by anybody; their QEMU runs by its own loader. HOSTS are configured systems that
only root can make: a libvirtd and its guests run inside, by chroot (tests/e2e/migration).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

# What the package base-files of merged suites expects; a root without it has two loaders or none.
_MERGED_USR = 'for d in bin sbin lib lib64; do mkdir -p "$1/usr/$d" && ln -s "usr/$d" "$1/$d"; done'


class Kind(NamedTuple):
    """`options` are those of mmdebstrap. `place` is the name of its folder in the cache."""

    place: str
    packages: Mapping[str, tuple[str, ...]]
    options: tuple[str, ...]
    needs_root: bool = False
    has_scripts: bool = False

    def made(self, suite: str) -> dict[str, object]:
        """What is written into a root; one that says otherwise is of an older recipe, and is made anew."""
        made: dict[str, object] = {"suite": suite, "packages": [*self.packages[suite]]}
        return {**made, "options": [*self.options]} if self.needs_root else made


_FIRST = ("base-files", "qemu-system-arm", "qemu-system-misc", "qemu-system-ppc", "qemu-system-x86")
_NEWEST = (*_FIRST, "qemu-system-riscv", "qemu-system-s390x", "qemu-system-xen")
EMULATORS = Kind(
    "roots",
    {
        "bullseye": _FIRST,
        "bookworm": (*_FIRST, "qemu-system-xen"),
        "trixie": _NEWEST,
        "trixie-backports": _NEWEST,
        "sid": _NEWEST,
    },
    ("--mode=chrootless", "--variant=extract", f"--setup-hook={_MERGED_USR}"),
    has_scripts=True,
)
_HOST = ("qemu-system-x86", "libvirt-daemon-system", "libvirt-clients", "iproute2")
HOSTS = Kind(
    "hosts",
    dict.fromkeys(("bullseye", "bookworm", "trixie", "sid"), _HOST),
    ("--mode=root", "--variant=apt"),
    needs_root=True,
)
KINDS = {kind.place: kind for kind in (EMULATORS, HOSTS)}
