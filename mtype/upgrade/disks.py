"""Which disk images of a guest are snapshotted while it is off, and which guest cannot have that?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from urllib.parse import urlsplit

from mtype.definitions.tree import parse
from mtype.model.errors import HostError
from mtype.upgrade.backup import stamp
from mtype.upgrade.choice import Refusal

_WITHOUT = "upgrade it without --disk-snapshot, and keep a copy of the disk by other means"
NO_DISK = "it has no disk that it can write to: there is nothing to snapshot"


class ImageError(HostError):
    """Nothing can be said of an image; `remedy` is what to do about that."""

    def __init__(self, reason: str, remedy: str = _WITHOUT) -> None:
        self.remedy = remedy
        super().__init__(reason)


class Image(NamedTuple):
    """What an image is. `obstacle` says in words what in it keeps it from holding internal snapshots; it is
    empty where nothing does."""

    format: str
    obstacle: str
    snapshots: tuple[str, ...]


class Images(Protocol):
    """The images of the host itself."""

    def image(self, path: str) -> Image:
        """Look at an image, which may be in use; raises ImageError where that is not possible."""


class Chosen(NamedTuple):
    """The images of the writable disks, and what should be known before."""

    paths: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def snapshot_name(when: datetime) -> str:
    """What a snapshot of disks is called that was planned at that moment."""
    return f"virt-machine-type-{stamp(when)}"


def choose_disks(definition: str, uri: str, images: Images) -> Chosen | tuple[Refusal, ...]:
    """The images that a snapshot of the guest `definition` of the host `uri` takes, or why there can be none:
    a snapshot of some of its disks would be of no use."""
    disks = [disk for disk in parse(definition).iterfind("devices/disk") if _writable(disk)]
    if not disks:
        return Chosen((), (NO_DISK,))
    if not is_local(uri):
        return (Refusal(f"its disks lie on another host, that of {uri}", "run the upgrade there"),)
    refusals = tuple(refusal for disk in disks for refusal in _refusals(disk, images))
    return refusals or Chosen(tuple(dict.fromkeys(_path(disk) or "" for disk in disks)))


def is_local(uri: str) -> bool:
    """Whether the files of the host at `uri` are those of this machine."""
    parts = urlsplit(uri)
    return not parts.netloc and parts.scheme.partition("+")[2] in ("", "unix")


def _writable(disk: Any) -> bool:
    """Whether the guest can change what lies behind it: no CD, nothing read-only, nothing that libvirt
    throws away at the end."""
    if disk.get("device", "disk") in ("cdrom", "floppy"):
        return False
    return disk.find("readonly") is None and disk.find("transient") is None


def _path(disk: Any) -> str | None:
    source = disk.find("source")
    return None if source is None else source.get("file") or source.get("dev")


def _refusals(disk: Any, images: Images) -> Iterator[Refusal]:
    target = disk.find("target")
    name = "a disk" if target is None else f"the disk {target.get('dev')}"
    reason = _by_definition(disk)
    if reason:
        yield Refusal(f"{name} {reason}", _WITHOUT)
        return
    path = _path(disk) or ""
    try:
        image = images.image(path)
    except ImageError as error:
        yield Refusal(f"{name}: {error}", error.remedy)
        return
    if image.format != "qcow2":
        yield Refusal(
            f"{name} is defined as qcow2, but its image {path} is {image.format}",
            "correct its <driver type=…/>",
        )
    elif image.obstacle:
        yield Refusal(f"{name} cannot hold a snapshot: {image.obstacle}", _WITHOUT)


def _by_definition(disk: Any) -> str:
    """Why the disk cannot be snapshotted, as far as its definition tells; "" if it can."""
    kind, device, driver = disk.get("type", "file"), disk.get("device", "disk"), disk.find("driver")
    image = None if driver is None else driver.get("type")
    if device != "disk":
        return f"is a {device}, which a guest gets as it is"
    if kind not in ("file", "block"):
        return f"is of type {kind}: only images in files and block devices can be snapshotted"
    if disk.find("shareable") is not None:
        return "is shared with other guests, which may be writing to it"
    if image is None:
        return "names no format (<driver type=…/>), which libvirt takes for raw"
    if image != "qcow2":
        return f"is {image}: only qcow2 holds internal snapshots"
    if not (_path(disk) or "").startswith("/"):
        return "has no image"
    return ""
