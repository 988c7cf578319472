"""What is a guest after it was lifted? What it was, but for its machine type."""

from __future__ import annotations

import hashlib

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, Q35, SLOW, STUBBORN, VIRT
from tests.e2e.host import Host
from tests.e2e.on_host import Guest
from tests.e2e.tool import Tool, look_at, machine

NEWEST = {PC: "pc-i440fx-7.2", Q35: "pc-q35-7.2", VIRT: "virt-7.2"}
# What libvirt could lose or number anew when a definition is put back to it.
OWN = """
<graphics type='vnc' passwd='s3cret'><listen type='none'/></graphics>
<video><model type='vga'/></video>
<interface type='user'><mac address='52:54:00:12:34:56'/><model type='virtio'/></interface>
<rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>
<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
"""
METADATA = "<x:note xmlns:x='urn:example:note'>rack 7 &amp; 8</x:note>"


def digests(guest: Guest) -> list[str]:
    return [hashlib.sha256(disk.path.read_bytes()).hexdigest() for disk in guest.disks]


@pytest.mark.parametrize("board", [PC, Q35, VIRT])
@pytest.mark.parametrize("start", [True, False], ids=["running", "stopped"])
def test_only_the_machine_attribute_changes(guest: MakeGuest, upgrade: Tool, board: str, start: bool) -> None:
    devices = OWN.replace("'vga'", "'virtio'") if board == VIRT else OWN
    made = guest(board, devices=devices, metadata=METADATA, start=start)
    made.host.virsh("autostart", made.name)
    before, disks = look_at(made), digests(made)

    done = upgrade(made.name, "--yes")

    assert (done.code, done.outcomes) == (0, {made.name: "lifted"}), str(done)
    assert done.guests[made.name]["warnings"] == []  # what libvirt fills in at a start is no change
    after = look_at(made)
    expected = before.definition.replace(f"machine='{board}'", f"machine='{NEWEST[board]}'")
    # libvirt sorts the controllers of a new definition when it reads it for the second time.
    assert sorted(after.definition.splitlines()) == sorted(expected.splitlines())
    assert "passwd='s3cret'" in after.definition
    assert after.state == before.state
    assert machine(after.live) == NEWEST[board]
    assert (after.live_id != before.live_id) is start
    assert "Autostart:      enable" in made.host.virsh("dominfo", made.name)
    assert digests(made) == disks
    assert upgrade.open_journals == []
    if start:
        made.wait_until_alive()


def test_a_second_run_plans_nothing(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    assert upgrade(made.name, "--yes").code == 0
    before = look_at(made)
    again = upgrade(made.name, "--yes")
    assert (again.code, again.outcomes) == (0, {made.name: "kept"})
    assert look_at(made) == before


def test_a_dry_run_touches_nothing(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    before = look_at(made)
    done = upgrade(made.name, "--dry-run")
    assert (done.code, done.outcomes) == (0, {made.name: "planned"})
    assert done.guests[made.name]["to"] == NEWEST[PC]
    assert look_at(made) == before


def test_the_plan_with_its_diff_comes_before_anything_is_done(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True, devices="<graphics type='vnc' passwd='s3cret'/>")
    talk = upgrade(made.name, "--yes").talk
    assert talk.index("+    <type arch='x86_64' machine='pc-i440fx-7.2'>") < talk.index(
        f"{made.name}: back up"
    )
    assert "it runs: it is shut down and started again" in talk
    assert "s3cret" not in talk


def test_a_snapshot_of_disks_stays_and_its_old_type_is_told_of(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(disk_format="qcow2")
    made.host.virsh("snapshot-create-as", made.name, "clean")
    disks = digests(made)
    done = upgrade(made.name, "--yes")
    assert done.outcomes == {made.name: "lifted"}
    assert "snapshot clean" in done.guests[made.name]["warnings"][0]
    assert made.host.virsh("snapshot-list", made.name, "--name") == "clean"
    assert digests(made) == disks


def test_a_change_that_waits_for_a_restart_is_told_of(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    made.host.virsh("setvcpus", made.name, "1", "--config")
    made.host.virsh("setmaxmem", made.name, "32MiB", "--config")
    made.host.virsh("desc", made.name, "--config", "new words")
    done = upgrade(made.name, "--dry-run")
    told = done.guests[made.name]
    assert "domain/memory" in told["warnings"][0]
    assert told["restart_diff"] == [
        f"--- {made.name} (running)",
        f"+++ {made.name} (restarted)",
        "@@ domain/description @@",
        "+<description>new words</description>",
        "@@ domain/memory @@",
        '-<memory unit="KiB">16384</memory>',
        '+<memory unit="KiB">32768</memory>',
    ]


def test_what_waits_for_a_restart_stands_in_the_plan_without_its_secrets(
    guest: MakeGuest, upgrade: Tool
) -> None:
    made = guest(start=True, devices="<graphics type='vnc' passwd='s3cret'/>")
    text = made.dumpxml("--inactive", "--security-info").replace("s3cret", "an0ther")
    place = made.host.folder / "again.xml"
    place.write_text(text)
    made.host.virsh("define", place)
    extra = made.host.folder / "images" / "extra.raw"
    extra.write_bytes(bytes(1 << 20))
    made.host.virsh("attach-disk", made.name, extra, "vdb", "--live")
    done = upgrade(made.name, "--yes")
    assert done.outcomes == {made.name: "lifted"}
    talk = done.talk[: done.talk.index(f"{made.name}: back up")]
    lines = [line.strip() for line in talk.splitlines()]
    assert "@@ domain/devices/graphics @@" in lines
    gone = lines.index("@@ domain/devices/disk[vdb] @@")
    assert lines[gone + 1].startswith('-<disk type="file" device="disk">')
    assert f'-  <source file="{extra}"' in talk
    told = "\n".join([talk, *done.guests[made.name]["restart_diff"], *done.guests[made.name]["diff"]])
    assert 'passwd="***"' in told
    assert "s3cret" not in told and "an0ther" not in told


def test_the_plan_in_json_has_the_diff(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(devices="<graphics type='vnc' passwd='s3cret'/>")
    told = upgrade(made.name, "--dry-run").guests[made.name]
    assert told["diff"][:2] == [f"--- {made.name} (now)", f"+++ {made.name} (then)"]
    assert "-    <type arch='x86_64' machine='pc-i440fx-7.0'>hvm</type>" in told["diff"]
    assert "+    <type arch='x86_64' machine='pc-i440fx-7.2'>hvm</type>" in told["diff"]
    assert told["restart_diff"] == []


def test_no_start_leaves_off_what_ran(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    done = upgrade(made.name, "--yes", "--no-start")
    assert done.outcomes == {made.name: "lifted"}
    assert look_at(made).state == "shut off"
    assert machine(made.dumpxml()) == NEWEST[PC]


def test_what_does_not_obey_is_forced_off_where_that_is_asked_for(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(obeys_after=STUBBORN, start=True)
    done = upgrade(made.name, "--yes", "--force-off", "--shutdown-timeout", "1")
    assert done.outcomes == {made.name: "lifted"}
    assert machine(made.dumpxml()) == NEWEST[PC]
    made.wait_until_alive()


def test_a_guest_without_an_agent_is_asked_by_acpi_next(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True, devices=OWN)  # with the channel of an agent, and none that answers
    done = upgrade(made.name, "--yes", "--shutdown-mode", "agent,acpi", "--shutdown-timeout", "30")
    assert done.outcomes == {made.name: "lifted"}
    assert done.guests[made.name]["seconds"] < 10


def test_the_agent_alone_cannot_be_asked_where_there_is_none(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    before = look_at(made)
    done = upgrade(made.name, "--yes", "--shutdown-mode", "agent")
    assert (done.code, done.outcomes) == (3, {made.name: "failed"})
    assert "agent" in done.reason(made.name)
    assert look_at(made) == before


def test_guests_are_shut_down_at_the_same_time(host: Host, guest: MakeGuest, upgrade: Tool) -> None:
    names = [guest(obeys_after=SLOW, start=True).name for _ in range(3)]
    done = upgrade("--all", "--yes", "--jobs", "3")
    assert done.outcomes == dict.fromkeys(names, "lifted")
    assert sum(one["seconds"] for one in done.guests.values()) > 6
    begun = [line for line in done.talk.splitlines() if line.endswith((": shut down", ": define"))]
    assert [line.split(": ")[1] for line in begun[:3]] == ["shut down"] * 3
