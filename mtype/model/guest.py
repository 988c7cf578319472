"""What is a guest of a host: a domain with every text that says which machine it has?"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from mtype.model.definition import Carrier


class State(Enum):
    """What a guest does; the values are the words of `virsh list`."""

    RUNNING = "running"
    IDLE = "idle"
    PAUSED = "paused"
    SHUTTING_DOWN = "in shutdown"
    SHUT_OFF = "shut off"
    CRASHED = "crashed"
    SUSPENDED = "pmsuspended"
    NO_STATE = "no state"

    @property
    def active(self) -> bool:
        """Whether an emulator runs for it."""
        return self not in (State.SHUT_OFF, State.CRASHED)


class Stored(NamedTuple):
    """One XML text of a guest. `label` names the snapshot or checkpoint, and is empty for the others."""

    carrier: Carrier
    text: str
    label: str = ""


class Guest(NamedTuple):
    """A guest as its host describes it. `uri` is that of the host; `persistent` is whether the host keeps a
    definition of it when it is off; `stored` are its texts, the persistent one first. `busy` says what is
    under way ("a migration", "a block copy of vda"); it is empty where nobody asked. `unread` says of which
    texts libvirt gave none, and why. `managed_save` is whether it has one, be it readable or not."""

    uri: str
    name: str
    uuid: str
    state: State
    persistent: bool
    autostart: bool
    stored: tuple[Stored, ...]
    busy: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    managed_save: bool = False

    def path(self, stored: Stored) -> str:
        """How reports call one of its texts: `qemu:///system#web/snapshot/before`."""
        if stored.carrier is Carrier.PERSISTENT:
            return f"{self.uri}#{self.name}"
        label = f"/{stored.label}" if stored.label else ""
        return f"{self.uri}#{self.name}/{stored.carrier.value}{label}"

    def texts(self, carrier: Carrier) -> tuple[Stored, ...]:
        """Those of one carrier."""
        return tuple(stored for stored in self.stored if stored.carrier is carrier)
