"""Is all that a real guest is made of in its backup, and is libvirt content with it?"""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import pytest

from mtype.definitions.tree import differences
from mtype.hosts.libvirt_host import open_host
from mtype.model.definition import Carrier
from mtype.upgrade.backup import Contents, write_backup
from mtype.upgrade.backup_read import Backup, read_backup
from mtype.upgrade.state_folder import open_state_folder
from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, Q35, VIRT
from tests.e2e.host import Host
from tests.e2e.on_host import Guest

PASSWORD = "<graphics type='vnc' port='-1' passwd='s3cret'/>"


def backed_up(guest: Guest, folder: Path) -> Backup:
    host = open_host(guest.host.uri)
    try:
        seen = host.guest(guest.uuid)
        assert seen is not None
        live = seen.texts(Carrier.LIVE)
        contents = Contents(
            guest=seen,
            definition=host.definition(guest.uuid),
            live=live[0].text if live else None,
            capabilities=None,
            versions={},
            from_="",
            to="",
            when=datetime(2027, 4, 30, tzinfo=timezone.utc),
        )
        return read_backup(write_backup(open_state_folder(str(folder / "state")), contents))
    finally:
        host.connection.handle.close()


@pytest.mark.parametrize("machine", [PC, Q35, VIRT])
def test_virsh_defines_a_lost_guest_anew_from_its_backup(
    machine: str, guest: MakeGuest, host: Host, tmp_path: Path
) -> None:
    made = guest(machine, disk_format="qcow2", devices=PASSWORD if machine != VIRT else "")
    host.virsh("snapshot-create-as", made.name, "before")
    made.start()
    host.virsh("managedsave", made.name)
    before = made.dumpxml("--inactive", "--security-info")
    snapshot = host.virsh("snapshot-dumpxml", made.name, "before", "--security-info")
    saved = host.virsh("managedsave-dumpxml", made.name, "--security-info")

    backup = backed_up(made, tmp_path)
    host.virsh("undefine", made.name, "--managed-save", "--snapshots-metadata")
    host.virsh("define", backup.path / "domain.xml")

    assert differences(made.dumpxml("--inactive", "--security-info"), before) == ()
    assert (backup.path / "snapshots" / "001-before.xml").read_text().strip() == snapshot
    assert (backup.path / "managed-save.xml").read_text().strip() == saved
    # The snapshot's data is in the image still: its XML makes it known to libvirt again.
    host.virsh("snapshot-create", made.name, backup.path / "snapshots" / "001-before.xml", "--redefine")
    assert host.virsh("snapshot-list", made.name, "--name").split() == ["before"]
    host.virsh("snapshot-revert", made.name, "before")
    made.start()


def test_a_running_guest_is_backed_up_with_what_it_runs_as(
    guest: MakeGuest, host: Host, tmp_path: Path
) -> None:
    made = guest(Q35, start=True, devices=PASSWORD)
    backup = backed_up(made, tmp_path)
    assert "passwd='s3cret'" in backup.definition
    live = (backup.path / "live.xml").read_text()
    assert "passwd='s3cret'" in live
    assert "<domain type='qemu' id=" in live


def test_a_guest_of_a_hostile_name_is_backed_up(guest: MakeGuest, host: Host, tmp_path: Path) -> None:
    name = "a'b\"c..é$(id)"
    made = guest(PC, name="plain")
    host.virsh("domrename", "plain", name)
    made.name = name
    backup = backed_up(made, tmp_path)
    assert backup.manifest.guest == name
    host.virsh("undefine", name)
    host.virsh("define", backup.path / "domain.xml")
    assert host.virsh("domuuid", name) == made.uuid
