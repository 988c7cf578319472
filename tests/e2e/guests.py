"""How is a small guest written: its disk image and its domain XML?

disks = write_image(folder, "web", "pc-q35-7.0", obeys_after=OBEDIENT, format="qcow2")
xml = domain_xml("web", "pc-q35-7.0", disks=disks, console=folder / "web.console")
"""

from __future__ import annotations

import subprocess
import uuid as uuids
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from xml.sax.saxutils import quoteattr

from tests.e2e.boot_code import aarch64_kernel, boot_sector

OBEDIENT, SLOW, STUBBORN = 0.0, 2.0, None  # seconds from `shutdown` to the end of the guest
DISK_SIZE = 1 << 20  # of it one sector is written; SeaBIOS does not read a virtio disk of one sector
PC, Q35, VIRT = "pc-i440fx-7.0", "pc-q35-7.0", "virt-7.0"


class Disk(NamedTuple):
    """An image; of the board virt the first "disk" is a raw kernel, which is loaded and not attached."""

    path: Path
    format: str
    is_kernel: bool = False


def architecture(machine: str) -> str:
    """What the boards of these tests are built for."""
    return "aarch64" if machine.startswith("virt") else "x86_64"


def write_image(
    folder: Path, name: str, machine: str, *, obeys_after: float | None = OBEDIENT, format: str = "raw"
) -> list[Disk]:
    """What `machine` boots from. virt boots from no disk without firmware: it gets a kernel beside it."""
    disk = Disk(folder / f"{name}.{format}", format)
    if architecture(machine) == "aarch64":
        kernel = Disk(folder / f"{name}.kernel", "raw", is_kernel=True)
        kernel.path.write_bytes(aarch64_kernel(obeys_after))
        _write_disk(disk, bytes(512))
        return [kernel, disk]
    _write_disk(disk, boot_sector(obeys_after))
    return [disk]


def _write_disk(disk: Disk, content: bytes) -> None:
    raw = disk.path if disk.format == "raw" else disk.path.with_suffix(".sector")
    with raw.open("wb") as image:
        image.write(content)
        image.truncate(DISK_SIZE)
    if raw == disk.path:
        return
    command = ["qemu-img", "convert", "-f", "raw", "-O", disk.format, str(raw), str(disk.path)]
    subprocess.run(command, check=True, capture_output=True)
    raw.unlink()


def domain_xml(
    name: str,
    machine: str = PC,
    *,
    disks: Sequence[Disk] = (),
    console: Path,
    uuid: str | None = None,
    memory_mib: int = 16,
    on_poweroff: str = "destroy",
    metadata: str = "",
    devices: str = "",
    console_appends: bool = False,
    bus: str = "virtio",
    arguments: Sequence[str] = (),
) -> str:
    """A guest without network, `type='qemu'`: what runs it is the same with and without /dev/kvm.

    `metadata` and `devices` are XML. The guest writes its dots to `console`, which a start empties, or not.
    Its disks are on `bus`: "virtio", "ide" or "sata". `arguments` are passed to QEMU as they are.
    """
    arch = architecture(machine)
    kernel = "".join(f"<kernel>{disk.path}</kernel>" for disk in disks if disk.is_kernel)
    attached = [disk for disk in disks if not disk.is_kernel]
    features = "<acpi/>" if arch == "x86_64" else "<gic version='2'/>"
    append = " append='on'" if console_appends else ""
    cpu = "" if arch == "x86_64" else "<cpu mode='custom'><model>cortex-a57</model></cpu>"
    passed = "".join(f"<arg value={quoteattr(word)}/>" for word in arguments)
    if passed:
        passed = f"<commandline xmlns='http://libvirt.org/schemas/domain/qemu/1.0'>{passed}</commandline>"
    return f"""\
<domain type='qemu'>
  <name>{name}</name>
  <uuid>{uuid or uuids.uuid4()}</uuid>
  <metadata>{metadata}</metadata>
  <memory unit='MiB'>{memory_mib}</memory>
  <os>
    <type arch='{arch}' machine={quoteattr(machine)}>hvm</type>
    {kernel}
  </os>
  <features>{features}</features>
  {cpu}
  <on_poweroff>{on_poweroff}</on_poweroff>
  <devices>
    {"".join(_disk_xml(disk, index, bus) for index, disk in enumerate(attached))}
    <serial type='file'><source path='{console}'{append}/></serial>
    <memballoon model='none'/>
    {devices}
  </devices>
  {passed}
</domain>
"""


def _disk_xml(disk: Disk, index: int, bus: str) -> str:
    prefix = {"virtio": "vd", "ide": "hd", "sata": "sd"}[bus]
    return (
        f"<disk type='file'><driver name='qemu' type='{disk.format}'/><source file='{disk.path}'/>"
        f"<target dev='{prefix}{chr(ord('a') + index)}' bus='{bus}'/></disk>"
    )
