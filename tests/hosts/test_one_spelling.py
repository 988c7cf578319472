"""Is a host that is called by two names one host?"""

from __future__ import annotations

import pytest

from mtype.hosts.connection import one_spelling

SYSTEM = "qemu:///system"


@pytest.mark.parametrize(
    ("uri", "spelled"),
    [
        (SYSTEM, SYSTEM),
        ("qemu:///system/", SYSTEM),
        ("qemu+unix:///system", SYSTEM),
        ("qemu:///system?mode=direct", SYSTEM),
        ("qemu+unix:///system?mode=legacy&no_verify=1", SYSTEM),
        ("qemu+unix:///system?socket=/run/libvirt/libvirt-sock", SYSTEM),
        ("qemu:///system?socket=/var/run/libvirt/virtqemud-sock", SYSTEM),
        ("qemu+unix:///session", "qemu:///session"),
        # Other daemons, maybe on other machines.
        ("qemu+unix:///system?socket=/tmp/sock", None),
        ("qemu+ssh://root@host/system", None),
        ("qemu://host/system", None),
        ("qemu+tcp:///system", None),
        ("qemu:///embed?root=/tmp/x", None),
        ("test:///default", None),
        ("http://[broken", None),
    ],
)
def test_another_spelling_is_told_from_another_host(uri: str, spelled: str | None) -> None:
    assert one_spelling(uri) == (spelled or uri)
