"""Where do the packages of a line of releases put QEMU?"""

from __future__ import annotations

import re
from functools import lru_cache

# RHEL: qemu-kvm.spec moves qemu-system-* to %{_libexecdir}/qemu-kvm and deletes the rest; Fedora:
# qemu-sanity-check.spec, which asks for the one or the other; Debian: the files of qemu-system-x86, of which
# Ubuntu's is a copy. Whatever else is installed may lie anywhere: a path of no packager is no evidence.
_RHEL = re.compile(r"/usr/libexec/qemu-kvm")
_DEBIAN = re.compile(r"/usr/bin/(qemu-system-[a-z0-9_]+(-microvm)?|kvm)")
_FEDORA = re.compile(r"/usr/bin/(qemu-system-[a-z0-9_]+|qemu-kvm)")
_PLACES = {
    "rhel": _RHEL,
    "rhel-av": _RHEL,
    "rhev": _RHEL,
    "rhel-alt": _RHEL,
    "centos-stream": _RHEL,
    "fedora": _FEDORA,
    "debian": _DEBIAN,
    "ubuntu": _DEBIAN,
}


@lru_cache(maxsize=1000)
def is_there(emulator: str, line: str) -> bool | None:
    """Whether releases of `line` have QEMU at that path; None where that is not known."""
    own = _PLACES.get(line)
    if own is None:
        return None
    if own.fullmatch(emulator):
        return True
    return False if any(place.fullmatch(emulator) for place in _PLACES.values()) else None
