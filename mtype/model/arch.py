"""What is an architecture called? libvirt, Debian and QEMU each have their own name for it."""

from __future__ import annotations

import re

_EMULATOR = re.compile(r"qemu-system-([a-z0-9_]+)")
# QEMU's name of the emulator (qemu-system-NAME) is the one the catalogue uses; the left side holds what
# libvirt writes in os/type/@arch and what dpkg calls the port.
_QEMU_NAMES = {
    "amd64": "x86_64",
    "x86-64": "x86_64",
    "i486": "i386",
    "i586": "i386",
    "i686": "i386",
    "x86": "i386",
    "arm64": "aarch64",
    "armel": "arm",
    "armhf": "arm",
    "armv6l": "arm",
    "armv7b": "arm",
    "armv7l": "arm",
    "powerpc64": "ppc64",
    "ppc64el": "ppc64",
    "ppc64le": "ppc64",
    "s390": "s390x",
    "loong64": "loongarch64",
}


def qemu_arch(name: str) -> str:
    """QEMU's name for an architecture written as libvirt or Debian writes it.

    A name that is not known is returned in lower case: it will match nothing, which is reported as unknown.
    """
    lowered = name.strip().lower()
    return _QEMU_NAMES.get(lowered, lowered)


def arch_of_emulator(path: str) -> str | None:
    """QEMU's name for what the program at `path` emulates, going by its name; None where that does not tell
    (`/usr/libexec/qemu-kvm`)."""
    found = _EMULATOR.fullmatch(path.rpartition("/")[2])
    return qemu_arch(found[1]) if found else None


# An emulator of the key runs guests of the values too (libvirt: virQEMUCapsInitGuest,
# qemu_capabilities.c). An x86_64 emulator runs i686 guests; the reverse is not true.
_ALSO_RUNS = {"x86_64": ("i386",), "aarch64": ("arm",), "ppc64": ("ppc",)}


def emulator_runs(emulator_arch: str, guest_arch: str) -> bool:
    """Whether `qemu-system-<emulator_arch>` can run a guest of `guest_arch` (both in QEMU's names)."""
    return guest_arch == emulator_arch or guest_arch in _ALSO_RUNS.get(emulator_arch, ())
