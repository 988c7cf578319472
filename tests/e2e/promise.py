"""Is a guest either upgraded or exactly as it was, and nothing else on its host changed?"""

from __future__ import annotations

import hashlib
import json
import subprocess
from typing import NamedTuple

import libvirt

from mtype.upgrade.backup_read import Backup, list_backups
from mtype.upgrade.state_folder import StateFolder
from tests.e2e.guests import Disk
from tests.e2e.host import Host
from tests.e2e.on_host import Guest
from tests.e2e.tool import Tool, machine

UPGRADED, AS_IT_WAS = "upgraded", "as it was"


class Image(NamedTuple):
    """What a disk holds, and the names of its internal snapshots."""

    sha256: str
    snapshots: tuple[str, ...]


class Whole(NamedTuple):
    """All there is of a guest. The lines of its definition are sorted: libvirt sorts controllers anew when it
    reads a definition."""

    runs: bool
    definition: tuple[str, ...]
    live_type: str | None
    snapshots: tuple[str, ...]
    disks: tuple[Image, ...]
    persistent: bool
    autostart: bool
    managed_save: bool


def whole(guest: Guest) -> Whole:
    """The guest as it is now."""
    connection = libvirt.open(guest.host.uri)  # dozens of calls of virsh would take seconds
    try:
        domain = connection.lookupByName(guest.name)
        runs = bool(domain.isActive())
        inactive = domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE | libvirt.VIR_DOMAIN_XML_SECURE)
        return Whole(
            runs,
            tuple(sorted(inactive.splitlines())),
            machine(domain.XMLDesc()) if runs else None,
            tuple(snapshot.getXMLDesc() for snapshot in domain.listAllSnapshots()),
            tuple(_image(disk) for disk in guest.disks),
            bool(domain.isPersistent()),
            bool(domain.autostart()),
            bool(domain.hasManagedSaveImage()),
        )
    finally:
        connection.close()


def became(before: Whole, after: Whole, old: str, new: str, *, disk_snapshot: bool = False) -> str:
    """UPGRADED or AS_IT_WAS; fails for anything else. With `disk_snapshot` what is upgraded has snapshots of
    the tool's, and what is as it was has none."""
    if after == before:
        return AS_IT_WAS
    lines = (line.replace(f"machine='{old}'", f"machine='{new}'") for line in before.definition)
    upgraded = before._replace(definition=tuple(sorted(lines)), live_type=before.live_type and new)
    if disk_snapshot:
        assert after.disks != before.disks
        after = after._replace(disks=_without_ours(after.disks))
    assert after == upgraded
    return UPGRADED


def nothing_is_left(upgrade: Tool, host: Host, guests: set[str]) -> None:
    """No journal, no guest of a trial, and no backup in part."""
    assert upgrade.open_journals == []
    assert set(host.virsh("list", "--all", "--name").split()) == guests
    backups_are_whole(upgrade)


def backups_are_whole(upgrade: Tool) -> None:
    """Whatever has the name of a backup is one."""
    if (upgrade.state / "backups").exists():
        found = list_backups(StateFolder(upgrade.state))
        assert all(isinstance(backup, Backup) for backup in found), found


def _image(disk: Disk) -> Image:
    if disk.format == "raw":
        return Image(hashlib.sha256(disk.path.read_bytes()).hexdigest(), ())
    content = disk.path.with_suffix(".content")
    asked = ["qemu-img", "convert", "-U", "-O", "raw", str(disk.path), str(content)]
    subprocess.run(asked, check=True, capture_output=True)
    asked = ["qemu-img", "info", "-U", "--output", "json", str(disk.path)]
    told = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
    names = sorted(one["name"] for one in told.get("snapshots", ()))
    return Image(hashlib.sha256(content.read_bytes()).hexdigest(), tuple(names))


def _without_ours(disks: tuple[Image, ...]) -> tuple[Image, ...]:
    kept = [[name for name in disk.snapshots if not name.startswith("virt-machine-type-")] for disk in disks]
    return tuple(disk._replace(snapshots=tuple(names)) for disk, names in zip(disks, kept, strict=True))
