"""What is refused, before anything is shut down, with which reason and which remedy?"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, Q35, domain_xml, write_image
from tests.e2e.host import Host, holds
from tests.e2e.on_host import Guest
from tests.e2e.tool import Tool, look_at


def refused(upgrade: Tool, guest: Guest, *words: str, options: tuple[str, ...] = ()) -> None:
    """`upgrade` refuses it for a reason and with a remedy that hold `words`, and has not touched it."""
    before = look_at(guest)
    done = upgrade(guest.name, "--yes", *options)
    assert (done.code, done.outcomes) == (1, {guest.name: "refused"}), str(done)
    told = done.reason(guest.name)
    for word in words:
        assert word in told
    assert "None" not in told
    assert look_at(guest) == before
    assert upgrade.open_journals == []
    assert not list((upgrade.state / "backups").rglob("domain.xml"))


def snapshot(guest: Guest) -> None:
    guest.host.virsh("snapshot-create-as", guest.name, "before work")


def checkpoint(guest: Guest) -> None:
    guest.host.virsh("checkpoint-create-as", guest.name, "monday")


def managed_save(guest: Guest) -> None:
    guest.host.virsh("managedsave", guest.name)


def suspend(guest: Guest) -> None:
    guest.host.virsh("suspend", guest.name)


def copy_slowly(guest: Guest) -> None:
    target = guest.disks[-1].path.with_suffix(".copy")
    arguments = ("--dest", target, "--bandwidth", "1", "--bytes", "--transient-job")
    guest.host.virsh("blockcopy", guest.name, "vda", *arguments)


def back_up(guest: Guest) -> None:
    """In pull mode it lasts until whoever fetches it says that it is done."""
    place = guest.host.folder / "backup.xml"
    place.write_text(
        "<domainbackup mode='pull'><server transport='unix' "
        f"socket='{guest.host.folder}/backup.sock'/></domainbackup>"
    )
    guest.host.virsh("backup-begin", guest.name, place)


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (managed_save, ["managed save", "virsh managedsave-remove guest-1"]),
        (snapshot, ["snapshot before work holds memory", "virsh snapshot-delete guest-1 'before work'"]),
        (checkpoint, ["checkpoint monday", "virsh checkpoint-delete guest-1 monday"]),
        (suspend, ["paused", "virsh resume"]),
        (copy_slowly, ["a block copy of vda is under way", "wait"]),
        (back_up, ["a backup", "is under way", "wait"]),
    ],
)
def test_what_a_lift_would_harm(
    guest: MakeGuest, upgrade: Tool, prepare: Callable[[Guest], None], words: list[str]
) -> None:
    made = guest(disk_format="qcow2", start=True)
    prepare(made)
    refused(upgrade, made, *words)


def test_a_guest_that_is_migrating(host: Host, guest: MakeGuest, second_host: Host, upgrade: Tool) -> None:
    memory = host.folder / "memory"  # a page of zeros is not sent, these are: 12 s at 1 MiB/s
    memory.write_bytes(b"\x90" * (12 << 20))
    made = guest(start=True, arguments=["-device", f"loader,file={memory},addr=0x200000,force-raw=on"])
    host.virsh("migrate-setspeed", made.name, "1")
    migrate = ["migrate", "--live", "--unsafe", made.name, second_host.uri, "tcp://127.0.0.1"]
    with subprocess.Popen(
        ["virsh", "--quiet", "--connect", host.uri, *migrate], stderr=subprocess.PIPE
    ) as job:
        assert holds(lambda: "Time elapsed" in host.virsh("domjobinfo", made.name), 10)
        refused(upgrade, made, "a migration to another host is under way", "wait")
        assert job.poll() is None
        host.virsh("domjobabort", made.name)
    assert made.is_alive()


def test_a_guest_that_would_never_be_off(guest: MakeGuest, upgrade: Tool) -> None:
    refused(upgrade, guest(on_poweroff="restart", start=True), "on_poweroff is restart", "next-shutdown")


def test_a_transient_guest(host: Host, upgrade: Tool) -> None:
    folder = host.folder
    disks = write_image(folder, "passing", PC)
    place = folder / "passing.xml"
    place.write_text(domain_xml("passing", disks=disks, console=folder / "passing.console"))
    host.virsh("create", place)
    made = Guest(host, "passing", host.virsh("domuuid", "passing"), disks, folder / "passing.console")
    refused(upgrade, made, "transient", "upgrade --file")


@pytest.mark.parametrize(
    ("machine", "options", "words"),
    [
        (PC, ("--to", Q35), ["another board", "--allow board"]),
        (Q35, ("--to", "pc-q35-6.2"), ["older", "--allow downgrade"]),
        (Q35, ("--to", "pc-q35-noble"), ["does not offer pc-q35-noble"]),
        (Q35, ("--to", "pc-q35-7.3"), ["does not offer pc-q35-7.3", "did you mean pc-q35-7.2"]),
        (Q35, ("--to", "q35"), ["alias", "--to pc-q35-7.2"]),
        (Q35, ("--to", "debian:13"), ["does not offer pc-q35-10.0, which debian:13 has"]),
        (Q35, ("--for", "debian:13"), ["does not offer pc-q35-10.0, which debian:13 has"]),
    ],
)
def test_a_type_it_must_not_or_cannot_have(
    guest: MakeGuest, upgrade: Tool, machine: str, options: tuple[str, ...], words: list[str]
) -> None:
    refused(upgrade, guest(machine, start=machine == PC), *words, options=options)


def test_an_allowed_step_that_libvirt_refuses(guest: MakeGuest, upgrade: Tool) -> None:
    """Another board needs other controllers, which is more than an attribute."""
    made = guest(start=True)
    refused(upgrade, made, "libvirt refuses", "pcie-root", options=("--to", Q35, "--allow", "board"))


def test_a_guest_that_runs_where_only_stopped_ones_are_changed(guest: MakeGuest, upgrade: Tool) -> None:
    running, stopped = guest(start=True), guest()
    before = look_at(running)
    done = upgrade("--all", "--yes", "--when", "defined-only")
    assert (done.code, done.outcomes) == (1, {running.name: "refused", stopped.name: "lifted"})
    assert "it runs" in done.reason(running.name)
    assert look_at(running) == before


def test_every_reason_is_told_at_once(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(disk_format="qcow2", on_poweroff="restart", start=True)
    snapshot(made)
    suspend(made)
    refused(upgrade, made, "holds memory", "paused", "on_poweroff")


def test_one_that_is_refused_keeps_no_other_from_being_lifted(guest: MakeGuest, upgrade: Tool) -> None:
    saved, other = guest(start=True), guest(start=True)
    managed_save(saved)
    done = upgrade("--all", "--yes")
    assert (done.code, done.outcomes) == (1, {saved.name: "refused", other.name: "lifted"})


def test_the_report_for_people_says_what_to_do(guest: MakeGuest, upgrade: Tool, tmp_path: Path) -> None:
    made = guest(start=True)
    managed_save(made)
    report = tmp_path / "report"
    upgrade(made.name, "--yes", "--format", "text", "--output", str(report))
    text = report.read_text()
    assert "guest-1: refused: it has a managed save" in text
    assert "  what to do: start it" in text
    assert "1 guest: 1 refused" in text
