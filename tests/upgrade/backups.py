"""What tests of backups are made with."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from mtype.model.definition import Carrier
from mtype.model.guest import Guest, State, Stored
from mtype.upgrade.backup import Contents

URI, UUID = "qemu:///system", "5f0ab0f2-6b1c-4a43-a0b0-000000000001"
WHEN = datetime(2026, 11, 21, 15, 5, 36, 123456, tzinfo=timezone.utc)
DEFINITION = (
    f"<domain type='kvm'>\n  <name>web</name>\n  <uuid>{UUID}</uuid>\n  <title>Über</title>\n</domain>\n"
)
STORED = (
    Stored(Carrier.PERSISTENT, DEFINITION),
    Stored(Carrier.LIVE, "<domain id='1'/>\n"),
    Stored(Carrier.MANAGED_SAVE, "<domain saved='1'/>\n"),
    Stored(Carrier.SNAPSHOT, "<domainsnapshot>1</domainsnapshot>\n", "before"),
    Stored(Carrier.SNAPSHOT, "<domainsnapshot>2</domainsnapshot>\n", "../../etc/passwd\n"),
    Stored(Carrier.CHECKPOINT, "<domaincheckpoint/>\n", "daily"),
)


def guest(name: str = "web", uuid: str = UUID, uri: str = URI, stored: tuple[Stored, ...] = STORED) -> Guest:
    return Guest(uri, name, uuid, State.RUNNING, persistent=True, autostart=True, stored=stored)


def contents(of: Guest | None = None, *, seconds: int = 0) -> Contents:
    return Contents(
        guest=of or guest(),
        definition=DEFINITION,
        live="<domain id='1'/>\n",
        capabilities="<domainCapabilities/>\n",
        versions={"tool": "0.1", "libvirt": "9.0.0", "emulator": "7.2.22", "host": "node1"},
        from_="pc-q35-5.2",
        to="pc-q35-7.2",
        when=WHEN + timedelta(seconds=seconds),
    )
