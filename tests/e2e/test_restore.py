"""Does a guest get back what it was, disks included, and stay as it is where that fails?"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mtype.definitions.tree import differences, machine_type_of
from mtype.upgrade.backup_read import list_backups
from mtype.upgrade.state_folder import StateFolder, lock
from tests.cli.command import Ran, run
from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import STUBBORN
from tests.e2e.host import Host
from tests.e2e.on_host import Guest

OLD, NEW = "pc-q35-7.0", "pc-q35-7.2"


class Tool:
    """The command, with a state folder of its own, on one host."""

    def __init__(self, host: Host, folder: Path) -> None:
        self.host = host
        self.state = StateFolder(folder / "state")
        self._folder = folder

    def __call__(self, *words: str | Path, code: int | None = 0, before: tuple[str, ...] = ()) -> Ran:
        more = ["--state-dir", self.state.path]
        if words[0] == "upgrade":
            more += ["--connect", self.host.uri]
        ran = run(*words, *more, cwd=self._folder)
        if code is not None:
            assert ran.code == code, ran.talk
        return ran

    def upgrade(self, guest: Guest, *more: str) -> None:
        self("upgrade", guest.name, "--to", NEW, "--yes", *more)
        assert machine_type_of(definition(guest)) == NEW

    def json(self, *words: str, code: int = 0) -> dict[str, Any]:
        return dict(json.loads(self("restore", *words, "--format", "json", code=code).out))

    def ids(self) -> list[str]:
        return [backup.id for backup in list_backups(self.state)]


@pytest.fixture
def tool(host: Host, tmp_path: Path) -> Tool:
    return Tool(host, tmp_path)


def definition(guest: Guest) -> str:
    return guest.dumpxml("--inactive", "--security-info")


def content(guest: Guest, number: int = 0) -> str:
    """The digest of what the guest sees on its disk, which must be off."""
    image = guest.disks[number].path
    raw = image.with_suffix(".content")
    subprocess.run(["qemu-img", "convert", "-f", "qcow2", "-O", "raw", image, raw], check=True)
    return hashlib.sha256(raw.read_bytes()).hexdigest()


def write(guest: Guest, pattern: int, number: int = 0) -> None:
    """Write to the disk as the guest might have, beyond its boot sector."""
    command = f"write -P {pattern} 64k 128k"
    subprocess.run(
        ["qemu-io", "-f", "qcow2", "-c", command, guest.disks[number].path], check=True, capture_output=True
    )


def snapshots(guest: Guest) -> list[str]:
    command = ["qemu-img", "info", "-U", "--output=json", guest.disks[0].path]
    ran = subprocess.run(command, check=True, capture_output=True)
    return [one["name"] for one in json.loads(ran.stdout).get("snapshots", ())]


@pytest.mark.parametrize("runs", [True, False])
def test_an_upgrade_is_taken_back(runs: bool, guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD, start=runs)
    before = definition(made)
    tool.upgrade(made)
    dry = tool("restore", made.name, "--dry-run")
    assert f"{made.name}: would be restored from {tool.ids()[0]}" in dry.out
    assert f"machine='{NEW}'" in dry.out and f"machine='{OLD}'" in dry.out
    assert machine_type_of(definition(made)) == NEW
    assert "give --yes" in tool("restore", made.name, code=2).err
    done = tool("restore", made.name, "--yes")
    assert f"{made.name}: restored from" in done.out
    assert differences(definition(made), before) == ()
    assert made.domstate == ("running" if runs else "shut off")
    if runs:
        made.wait_until_alive()
        assert machine_type_of(made.dumpxml()) == OLD
    # What it had just before is a backup too: the restore can be taken back.
    assert len(tool.ids()) == 2
    tool("restore", made.name, "--yes")
    assert machine_type_of(definition(made)) == NEW


def test_a_second_restore_changes_nothing(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD)
    tool.upgrade(made)
    [backup] = tool.ids()
    tool("restore", backup, "--yes")
    assert tool.json(backup, "--yes")["guest"]["reason"] == "it is as in the backup already"
    assert len(tool.ids()) == 2


def test_all_that_changed_since_goes_back_and_is_told_before(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD)
    before = definition(made)
    tool.upgrade(made)
    tool.host.virsh("setmem", made.name, "8M", "--config")
    report = tool.json(made.name, "--dry-run")
    assert report["guest"]["outcome"] == "planned"
    assert "domain/currentMemory" in report["guest"]["warnings"][0]
    report = tool.json(made.name, "--yes")
    assert report["guest"]["outcome"] == "restored"
    assert (report["guest"]["from"], report["guest"]["to"]) == (NEW, OLD)
    assert differences(definition(made), before) == ()


def test_the_list_tells_what_there_is(guest: MakeGuest, tool: Tool) -> None:
    assert tool("restore").err == "there is no backup yet\n"
    one, other = guest(OLD), guest(OLD, disk_format="qcow2")
    tool.upgrade(one)
    tool.upgrade(other, "--disk-snapshot")
    backups = tool.json()["backups"]
    assert [(row["guest"], row["disks"], row["from"], row["to"]) for row in backups] == [
        (other.name, True, OLD, NEW),
        (one.name, False, OLD, NEW),
    ]
    (Path(backups[1]["path"]) / "domain.xml").write_text("<domain/>")
    again = tool.json()["backups"][1]
    assert (again["damaged"], again["guest"]) == (True, None)
    assert "domain.xml is shorter" in again["reason"]
    lines = tool("restore").out.splitlines()
    assert len(lines) == 3
    assert "damaged: domain.xml is shorter" in lines[2]


# -- disks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("runs", [True, False])
def test_disks_go_back_to_the_very_bytes(runs: bool, guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD, disk_format="qcow2")
    write(made, 1)
    then = content(made)
    tool.upgrade(made, "--disk-snapshot")
    write(made, 2)
    since = content(made)
    if runs:
        made.start()
    report = tool.json(made.name, "--disks", "--yes")
    assert report["guest"]["outcome"] == "restored"
    assert machine_type_of(definition(made)) == OLD
    if runs:
        made.wait_until_alive()
        made.destroy()
    assert content(made) == then
    # And forth again: what was written since was kept by the restore.
    assert len(snapshots(made)) == 2
    tool("restore", made.name, "--disks", "--yes")
    assert machine_type_of(definition(made)) == NEW
    assert content(made) == since
    for left in (2, 1, 0):
        assert "was deleted" in tool("restore", made.name, "--forget", "--yes").out
        assert len(snapshots(made)) == left
    assert content(made) == since
    assert tool.ids() == []


def test_without_disks_they_stay(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD, disk_format="qcow2")
    tool.upgrade(made, "--disk-snapshot")
    write(made, 2)
    since = content(made)
    report = tool.json(made.name, "--yes")
    assert report["guest"]["warnings"] == ["its disks stay as they are: --disks takes them back too"]
    assert content(made) == since


def test_an_image_in_use_keeps_its_snapshot_and_the_backup(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD, disk_format="qcow2")
    tool.upgrade(made, "--disk-snapshot")
    made.start()
    ran = tool("restore", made.name, "--forget", "--yes", code=3)
    assert 'Failed to get "write" lock' in ran.err
    assert len(snapshots(made)) == len(tool.ids()) == 1
    made.destroy()
    assert "would be deleted" in tool("restore", made.name, "--forget", "--dry-run").out
    assert len(snapshots(made)) == len(tool.ids()) == 1


def test_a_snapshot_that_is_gone_refuses_the_restore(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD, disk_format="qcow2", start=True)
    tool.upgrade(made, "--disk-snapshot")
    made.destroy()
    subprocess.run(["qemu-img", "snapshot", "-d", *snapshots(made), made.disks[0].path], check=True)
    made.start()
    ran = tool("restore", made.name, "--disks", "--yes", code=1)
    assert "no longer has the snapshot" in ran.out
    assert machine_type_of(made.dumpxml()) == NEW


# -- what goes wrong ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda path: (path / "domain.xml").unlink(), "domain.xml is missing"),
        (lambda path: os.truncate(path / "domain.xml", 20), "domain.xml is shorter"),
        (lambda path: (path / "manifest.json").write_text("{}"), "manifest.json has been changed"),
        (lambda path: (path / "note").write_text(""), "note does not belong to it"),
    ],
)
def test_a_damaged_backup_is_refused_and_nothing_touched(
    spoil: Callable[[Path], object], reason: str, guest: MakeGuest, tool: Tool
) -> None:
    made = guest(OLD, start=True)
    tool.upgrade(made)
    [backup] = tool.ids()
    spoil(tool.state.backups / backup)
    before = definition(made)
    for words in ([backup, "--yes"], [backup, "--dry-run"], [backup, "--forget", "--yes"]):
        ran = tool("restore", *words, code=3)
        assert reason in ran.err and ran.out == ""
    assert definition(made) == before
    assert made.is_alive()
    assert (tool.state.backups / backup).exists()


def test_a_guest_that_is_gone_comes_back_by_virsh_as_the_message_says(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD)
    before = definition(made)
    tool.upgrade(made)
    tool.host.virsh("undefine", made.name)
    ran = tool("restore", made.name, "--yes", code=1)
    assert "there is no guest" in ran.out
    command = ran.out.partition("define it anew: ")[2].strip()
    subprocess.run(["sh", "-c", command], check=True, capture_output=True)
    assert differences(definition(made), before) == ()


def test_a_renamed_guest_is_refused_with_the_way_out(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD)
    tool.upgrade(made)
    then, made.name = made.name, "renamed"
    tool.host.virsh("domrename", then, made.name)
    ran = tool("restore", then, "--yes", code=1)
    assert f"virsh domrename renamed {then}" in ran.out
    assert machine_type_of(definition(made)) == NEW


@pytest.mark.parametrize("disks", [True, False])
def test_a_start_that_fails_leaves_the_guest_as_it_was(disks: bool, guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD, disk_format="qcow2")
    extra = tool.host.folder / "images" / "extra.raw"
    extra.write_bytes(bytes(1 << 20))
    tool.host.virsh("attach-disk", made.name, extra, "vdb", "--config")
    if disks:  # a raw disk cannot be snapshotted, and a read-only one need not
        tool.host.virsh("detach-disk", made.name, "vdb", "--config")
        tool.host.virsh("attach-disk", made.name, extra, "vdb", "--config", "--mode", "readonly")
    tool.upgrade(made, *(["--disk-snapshot"] if disks else []))
    write(made, 2)
    tool.host.virsh("detach-disk", made.name, "vdb", "--config")
    since, before = content(made), definition(made)
    held = snapshots(made)
    extra.unlink()
    made.start()
    if not disks:
        assert "it no longer has the disk vdb" in tool("restore", made.name, "--yes", code=1).out
    ran = tool("restore", made.name, "--yes", "--disks" if disks else "--allow=disks", code=3)
    assert "it does not start" in ran.out
    assert definition(made) == before
    made.wait_until_alive()
    assert machine_type_of(made.dumpxml()) == NEW
    made.destroy()
    assert content(made) == since
    assert snapshots(made) == held


def test_a_guest_that_does_not_obey_stays_as_it_is(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD, obeys_after=STUBBORN)
    tool.upgrade(made)
    made.start()
    ran = tool("restore", made.name, "--yes", "--shutdown-timeout", "1", code=3)
    assert "did not shut down within 1 seconds" in ran.out
    assert machine_type_of(definition(made)) == machine_type_of(made.dumpxml()) == NEW
    assert made.is_alive()
    tool("restore", made.name, "--yes", "--shutdown-timeout", "1", "--force-off", "--no-start")
    assert machine_type_of(definition(made)) == OLD
    assert made.domstate == "shut off"


def test_a_managed_save_refuses_the_restore(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD, start=True)
    tool.upgrade(made)
    tool.host.virsh("managedsave", made.name)
    before = definition(made)
    assert "it has a managed save" in tool("restore", made.name, "--yes", code=1).out
    assert definition(made) == before
    made.start()
    assert machine_type_of(made.dumpxml()) == NEW


def test_a_guest_that_another_run_works_on_is_left_alone(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD)
    tool.upgrade(made)
    before = definition(made)
    with lock(tool.state, tool.host.uri, made.uuid):
        ran = tool("restore", made.name, "--yes", code=1)
    assert f"another run (process {os.getpid()}) works on this guest" in ran.out
    assert definition(made) == before


def test_a_host_that_does_not_answer_is_told(guest: MakeGuest, tool: Tool) -> None:
    tool.upgrade(guest(OLD))
    tool.host.kill_daemon()
    ran = tool("restore", "guest-1", "--yes", code=3)
    assert "cannot be reached" in ran.err
