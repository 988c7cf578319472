"""What should the owner of a guest know before agreeing to its upgrade?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.definitions.runtime import not_live_yet
from mtype.definitions.tree import parse
from mtype.model.definition import Carrier
from mtype.model.guest import Guest
from mtype.upgrade.blockers import snapshots_with_another_type

_OS_INFO = "{http://libosinfo.org/xmlns/libvirt/domain/1.0}"
# libosinfo: ids of systems that take new virtual hardware for granted hold one of these.
_AT_EASE = (
    "linux", "ubuntu", "debian", "fedora", "redhat", "centos", "suse", "alpine", "archlinux", "gentoo",
    "rocky", "nixos", "mageia", "oracle", "amazon", "cirros", "scientific", "manjaro", "guix",
)  # fmt: skip


def guest_warnings(guest: Guest, definition: str, to: str) -> Iterator[str]:
    """What is worth a thought, in sentences; `definition` is the persistent one, `to` the type it gets."""
    for carried in snapshots_with_another_type(guest, to):
        yield (
            f"a revert to the snapshot {carried.label} puts {carried.machine_type} back: delete it, or "
            "upgrade again after a revert"
        )
    for stored in guest.texts(Carrier.LIVE):
        pending = not_live_yet(definition, stored.text)
        if pending:
            paths = ", ".join(one.path for one in pending)
            yield f"its restart applies other changes too that were waiting for one: {paths}"
    system = _system(definition)
    if system is not None and not any(word in system for word in _AT_EASE):
        yield (
            f"its system is {system}: it may see new hardware, ask for drivers or activation, or lose the "
            "settings of a network card"
        )


def _system(definition: str) -> str | None:
    """libosinfo's id of the guest's system, as virt-install writes it into the metadata."""
    found = parse(definition).find(f"metadata/{_OS_INFO}libosinfo/{_OS_INFO}os")
    return None if found is None else str(found.get("id", "")).lower() or None
