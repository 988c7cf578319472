"""What does a transaction need of the host of a guest?"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Protocol

from mtype.model.guest import Guest, State


class ShutdownMode(Enum):
    """How a guest is asked to shut down; the values are libvirt's words (`virsh shutdown --mode`)."""

    AGENT = "agent"
    ACPI = "acpi"


class GuestHost(Protocol):
    """The host of guests, each named by its UUID. Every call raises HostLostError where the daemon has gone
    and HostError, in libvirt's words, for everything else that it refuses."""

    @property
    def uri(self) -> str:
        """The URI the host was opened with."""

    def reconnect(self, seconds: float) -> bool:
        """Whether the host answers, after opening it again where it does not and trying for that long."""

    def guest(self, uuid: str) -> Guest | None:
        """The guest as it is now with all its texts and with what it is busy with; None if it has gone."""

    def state(self, uuid: str) -> State:
        """What it does now."""

    def definition(self, uuid: str) -> str:
        """Its persistent definition with its secrets."""

    def live(self, uuid: str) -> str:
        """The definition it runs with, with its secrets."""

    def validate(self, definition: str) -> None:
        """Raise HostError with the reason where this host could not run `definition`; starts nothing."""

    def try_start(self, definition: str) -> None:
        """Start `definition`, which must not be that of a guest, paused, and discard it again."""

    def discard(self, uuid: str) -> None:
        """Take away what an interrupted `try_start` may have left; nothing if there is nothing."""

    def shut_down(self, uuid: str, mode: ShutdownMode) -> None:
        """Ask the guest to shut down; returns at once."""

    def force_off(self, uuid: str) -> None:
        """End its emulator, as pulling the plug does."""

    def wait_until_off(self, uuid: str, seconds: float | None) -> bool:
        """Wait until it is off, for ever where `seconds` is None; whether it is."""

    def define(self, definition: str) -> None:
        """Replace the persistent definition of the guest whose UUID `definition` has."""

    def start(self, uuid: str) -> None:
        """Start it from its persistent definition."""


class DiskSnapshots(Protocol):
    """Internal snapshots of qcow2 images, by the path of the image. Each call raises HostError where it
    fails; an image that is open in an emulator must not be touched."""

    def take(self, path: str, name: str) -> None:
        """Record the present content of the image under `name`."""

    def names(self, path: str) -> Sequence[str]:
        """The snapshots that the image holds."""

    def revert(self, path: str, name: str) -> None:
        """Make the content that of the snapshot `name`, which stays."""

    def drop(self, path: str, name: str) -> None:
        """Delete the snapshot `name`; the content stays."""
