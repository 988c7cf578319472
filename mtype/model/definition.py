"""What is one definition: an XML text that carries a machine type?"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Carrier(Enum):
    """Where a definition sits."""

    FILE = "file"
    PERSISTENT = "persistent"
    LIVE = "live"
    MANAGED_SAVE = "managed save"
    SAVE_IMAGE = "save image"
    SNAPSHOT = "snapshot"
    CHECKPOINT = "checkpoint"

    @property
    def is_saved(self) -> bool:
        """Whether it is the memory of a guest that ran, which fits the machine that it was saved from."""
        return self in (Carrier.SAVE_IMAGE, Carrier.MANAGED_SAVE)


class Position(NamedTuple):
    """A place in a file: 1-based line and column (in characters), 0-based offset in bytes."""

    line: int
    column: int
    offset: int


class Device(NamedTuple):
    """The first device of its kind in a definition; only what depends on the board is kept.

    `element` is `controller`, `disk` or `address`; `kind` is the controller's type, the disk's bus or the
    address's type; `model` is the controller's model; `number` its index.
    """

    element: str
    kind: str
    model: str | None
    number: int | None
    at: Position


class Suppression(NamedTuple):
    """A comment `<!-- virt-machine-type: ignore MT202, MT3: reason -->`; an entry of `rules` may be a
    group (`MT3`), `reason` may be empty, which makes the suppression void (MT606)."""

    rules: tuple[str, ...]
    reason: str
    at: Position


class Memory(NamedTuple):
    """The memory of a running guest that a snapshot holds: in a `file` of its own, or in a disk image.

    `unusable` says why it is certain that a revert cannot load it; None also where nobody could look.
    """

    external: bool
    file: str | None = None
    unusable: str | None = None


class Definition(NamedTuple):
    """What the tool reads of one domain.

    `arch` is libvirt's word as written, or None; `machine_type` is None when the attribute is missing and
    may be empty; `at` is the place of the machine attribute, or the nearest element that should hold it.
    `persistent_type` is what the guest's persistent definition says, for other texts of a guest on a host.
    `memory` is that of the snapshot it belongs to, None for one of disks only.
    """

    path: str
    carrier: Carrier
    domain_type: str | None
    name: str | None
    uuid: str | None
    os_type: str | None
    arch: str | None
    machine_type: str | None
    at: Position
    emulator: str | None = None
    emulator_at: Position | None = None
    devices: tuple[Device, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    persistent_type: str | None = None
    memory: Memory | None = None

    @property
    def has_virtio_disk(self) -> bool:
        """Whether a disk is on virtio: a virtio disk, or a SCSI one on a virtio controller."""
        found = {(one.element, one.kind, one.model) for one in self.devices if one.element != "address"}
        if ("disk", "virtio", None) in found:
            return True
        return ("disk", "scsi", None) in found and ("controller", "scsi", "virtio-scsi") in found
