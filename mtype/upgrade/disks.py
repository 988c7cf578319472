"""Which disk images of a guest are snapshotted while it is off, and which guest cannot have that?"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from urllib.parse import parse_qsl, urlsplit

from mtype.definitions.tree import parse
from mtype.model.errors import HostError
from mtype.upgrade.backup import stamp, uuid_part
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
    """The images of this machine. Each call raises ImageError where nothing can be said."""

    def image(self, path: str) -> Image:
        """Look at an image, which may be in use."""

    def check_here(self, uri: str, path: str) -> None:
        """Raise ImageError unless `path` is the same file for the host at `uri`, which `is_local`, as here:
        its daemon may live in a container, or behind a socket that leads to another machine. A file that is
        in neither place is the same."""

    def identity(self, path: str) -> Hashable:
        """What tells the image from every other, whatever it is called."""

    def rests_on(self, path: str, base: str) -> bool:
        """Whether the image `base` is one of the backing files of the image `path`."""


class Chosen(NamedTuple):
    """The images of the writable disks, and what should be known before."""

    paths: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def snapshot_name(when: datetime, uuid: str) -> str:
    """What a snapshot of the disks of the guest `uuid` is called that was planned at that moment: guests that
    are planned together must not take each other's for their own."""
    return f"virt-machine-type-{stamp(when)}-{uuid_part(uuid)}"


def choose_disks(definition: str, uri: str, images: Images, name: str) -> Chosen | tuple[Refusal, ...]:
    """The images that a snapshot `name` of the guest `definition` of the host `uri` takes, or why there can
    be none: a snapshot of some of its disks would be of no use."""
    disks = [disk for disk in parse(definition).iterfind("devices/disk") if writable(disk)]
    if not disks:
        return Chosen((), (NO_DISK,))
    if not is_local(uri):
        return (Refusal(f"its disks lie on another host, that of {uri}", "run the upgrade there"),)
    refusals = tuple(refusal for disk in disks for refusal in _refusals(disk, uri, images, name))
    return refusals or Chosen(tuple(dict.fromkeys(path_of(disk) or "" for disk in disks)))


def is_local(uri: str) -> bool:
    """Whether the host at `uri` is reached without a network. Whether a file of it is the one here, only
    `Images.check_here` knows."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return not parts.netloc and parts.scheme.partition("+")[2] in ("", "unix")


def named_socket(uri: str) -> str | None:
    """The socket that a URI names, which libvirt then uses in place of its own; None for its own."""
    query = urlsplit(uri).query.replace(";", "&")  # libvirt parts the parameters at both
    named = [value for key, value in parse_qsl(query, keep_blank_values=True) if key.lower() == "socket"]
    return named[-1] if named else None


def writable(disk: Any) -> bool:
    """Whether the guest can change what lies behind it: no CD, nothing read-only, nothing that libvirt
    throws away at the end."""
    if disk.get("device", "disk") in ("cdrom", "floppy"):
        return False
    return disk.find("readonly") is None and disk.find("transient") is None


def path_of(disk: Any) -> str | None:
    """The file or block device behind it, None where it is something else."""
    source = disk.find("source")
    return None if source is None else source.get("file") or source.get("dev")


def _refusals(disk: Any, uri: str, images: Images, snapshot: str) -> Iterator[Refusal]:
    target = disk.find("target")
    name = "a disk" if target is None else f"the disk {target.get('dev')}"
    reason = _by_definition(disk)
    if reason:
        yield Refusal(f"{name} {reason}", _WITHOUT)
        return
    path = path_of(disk) or ""
    try:
        images.check_here(uri, path)
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
    elif snapshot in image.snapshots:
        yield Refusal(f"{name} has a snapshot {snapshot} already", "try again")


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
    if not (path_of(disk) or "").startswith("/"):
        return "has no image"
    return ""
