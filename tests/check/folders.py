"""How are the folders of a libvirt host written?"""

from __future__ import annotations

import struct
import uuid as uuids
from pathlib import Path

from tests.check.build import Result

USUAL = {"etc": "etc/libvirt/qemu", "lib": "var/lib/libvirt/qemu", "run": "run/libvirt/qemu"}
OWN = {"etc": "etc/qemu", "lib": "lib/qemu", "run": "run/qemu"}
COPIES = {"etc": "etc-libvirt/qemu", "lib": "var-lib-libvirt/qemu", "run": "run-libvirt/qemu"}
OLD, NEW, GONE = "pc-q35-8.2", "pc-q35-10.0", "pc-i440fx-2.0"


def uuid_of(name: str) -> str:
    """Always the same."""
    return str(uuids.uuid5(uuids.NAMESPACE_DNS, name))


def domain(name: str, machine: str, *, uuid: str | None = None, devices: str = "") -> str:
    """A guest with what tells it from others."""
    return (
        f"<domain type='kvm'><name>{name}</name><uuid>{uuid or uuid_of(name)}</uuid>"
        f"<os><type arch='x86_64' machine='{machine}'>hvm</type></os><devices>{devices}</devices></domain>"
    )


def saved(text: str, compression: int = 0) -> bytes:
    """A save image."""
    data = text.encode() + b"\0"
    header = struct.pack("<16s19I", b"LibvirtQemudSave", 2, len(data), 1, compression, *[0] * 15)
    return header + data + b"QEVM"


def snapshot(name: str, text: str, memory: str = "<memory snapshot='no'/>") -> str:
    """A snapshot as libvirt notes it."""
    return f"<domainsnapshot><name>{name}</name>{memory}{text}</domainsnapshot>"


def live(text: str) -> str:
    """The note of a guest that runs."""
    return f"<domstatus state='running' pid='7'>{text}</domstatus>"


class HostFolders:
    """The folders of one host below `root`, as `layout` calls them."""

    def __init__(self, root: Path, layout: dict[str, str] = USUAL) -> None:
        self.root = root
        self._layout = layout

    def write(self, folder: str, name: str, content: str | bytes) -> Path:
        """Write a file in `etc`, `lib` or `run`."""
        place = self.root / self._layout[folder] / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return place

    def define(self, name: str, machine: str) -> Path:
        """A persistent definition."""
        return self.write("etc", f"{name}.xml", domain(name, machine))

    def autostart(self, name: str) -> Path:
        """The link that libvirt makes, which is wrong in a copy."""
        place = self.root / self._layout["etc"] / "autostart" / f"{name}.xml"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(f"/nowhere/libvirt/qemu/{name}.xml")
        return place


def carriers(result: Result, root: Path) -> dict[str, str]:
    """The carrier of each definition by its path."""
    return {str(Path(row.path).relative_to(root)): row.carrier for row in result.rows}
