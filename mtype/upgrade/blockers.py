"""What keeps a guest from being upgraded, or should be known before?"""

from __future__ import annotations

import io
import shlex
from collections.abc import Iterator
from typing import NamedTuple

from mtype.definitions.document import Document
from mtype.definitions.reader import read_document
from mtype.definitions.tree import parse
from mtype.model.definition import Carrier
from mtype.model.guest import Guest, State, Stored
from mtype.upgrade.choice import Refusal
from mtype.upgrade.conduct import Conduct, When

_CANNOT_OBEY = {
    State.PAUSED: "resume it (virsh resume), or shut it down",
    State.SUSPENDED: "wake it up (virsh dompmwakeup), or shut it down",
    State.IDLE: "",
}


def blockers(guest: Guest, conduct: Conduct) -> Iterator[Refusal]:
    """Every reason not to touch the guest, each with its remedy."""
    yield from lasting_blockers(guest)
    yield from _by_state(guest, conduct)


def lasting_blockers(guest: Guest) -> Iterator[Refusal]:
    """The reasons that stand whatever the guest does now. What libvirt would accept in silence and undo later
    is among them: it resumes the old type from a managed save, and puts it back at a revert to a snapshot."""
    name = shlex.quote(guest.name)
    if not guest.persistent:
        yield Refusal(
            "it is transient: there is no definition that outlives it",
            "change the definition that it is created from, with upgrade --file",
        )
    if guest.texts(Carrier.MANAGED_SAVE):
        yield Refusal(
            "it has a managed save: its next start resumes the memory and the machine type saved there",
            "start it and shut it down from inside; or give up what was saved: "
            f"virsh managedsave-remove {name}",
        )
    for stored in guest.texts(Carrier.SNAPSHOT):
        if _read(stored).holds_memory:
            yield Refusal(
                f"its snapshot {stored.label} holds memory, which only the old machine type can load",
                "delete it if it is no longer needed: "
                f"virsh snapshot-delete {name} {shlex.quote(stored.label)}",
            )
    for stored in guest.texts(Carrier.CHECKPOINT):
        yield Refusal(
            f"it has the checkpoint {stored.label}, which holds the old definition",
            f"finish the backup chain, then: virsh checkpoint-delete {name} {shlex.quote(stored.label)}",
        )
    for job in guest.busy:
        yield Refusal(f"{job} is under way", "wait until it is done")


def _by_state(guest: Guest, conduct: Conduct) -> Iterator[Refusal]:
    if guest.state is State.CRASHED:
        yield Refusal(
            "it has crashed, and its emulator was kept for whoever wants to know why",
            f"look into it, then: virsh destroy {shlex.quote(guest.name)}",
        )
    if not guest.state.active:
        return
    if conduct.when is When.DEFINED_ONLY:
        yield Refusal(
            "it runs, and --when defined-only changes stopped guests", "shut it down, or --when now"
        )
        return
    if guest.state is State.SHUTTING_DOWN and conduct.when is When.NOW:
        yield Refusal("it is being shut down already", "try again once it is off")
    if conduct.when is not When.NOW:
        return
    if guest.state in _CANNOT_OBEY and _CANNOT_OBEY[guest.state] and not conduct.force_off:
        yield Refusal(
            f"it is {guest.state.value} and cannot obey a request to shut down", _CANNOT_OBEY[guest.state]
        )
    action = _on_poweroff(guest)
    if action != "destroy":
        yield Refusal(
            f"its on_poweroff is {action}: it would never be off",
            "shut it down yourself (virsh destroy ends it), or use --when next-shutdown",
        )


def _on_poweroff(guest: Guest) -> str:
    for stored in guest.texts(Carrier.LIVE):
        return parse(stored.text).findtext("on_poweroff") or "destroy"
    return "destroy"


class Carried(NamedTuple):
    """A snapshot without memory, and the machine type that a revert to it puts back."""

    label: str
    machine_type: str


def snapshots_with_another_type(guest: Guest, to: str) -> Iterator[Carried]:
    """The snapshots of disks only whose revert would bring another type back than `to`."""
    for stored in guest.texts(Carrier.SNAPSHOT):
        document = _read(stored)
        kinds = {one.machine_type for one in document.definitions if one.machine_type}
        if not document.holds_memory and kinds and kinds != {to}:
            yield Carried(stored.label, min(kinds))


def _read(stored: Stored) -> Document:
    data = stored.text.encode()
    return read_document(io.BytesIO(data), stored.label, max_bytes=len(data) + 1, carrier=stored.carrier)
