"""Definitions to hold against a schema, one element a line."""

from __future__ import annotations

NAME = "<name>a</name>"
UUID = "<uuid>0f8e5ad4-6f0f-4c4e-9d0f-2b7d1f0a9c11</uuid>"
OS = "<os><type arch='x86_64' machine='pc-q35-noble'>hvm</type></os>"
DISK = "<disk device='disk'><target dev='vda' bus='virtio'/></disk>"
KINDS = (
    "disk", "channel", "filesystem", "hostdev", "input", "interface", "memballoon", "memory",
    "rng", "serial", "shmem", "sound", "video", "vsock", "watchdog",
)  # fmt: skip
XSI = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"


def domain(*inside: str, start: str = "<domain type='kvm'>") -> str:
    """One element a line, the first of them on line 2."""
    return "\n".join([start, *inside, "</domain>"])


def devices(*inside: str) -> str:
    """A domain whose first device is on line 5."""
    return domain(NAME, OS, "<devices>", *inside, "</devices>")
