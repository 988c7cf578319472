"""Does `check` of the folders of a host, whose daemon is stopped, say what then happens on that host?"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, NamedTuple

import pytest

from mtype.definitions.qcow2 import read_qcow2
from tests.cli.command import environment
from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC
from tests.e2e.host import Host, HostError
from tests.e2e.on_host import Guest
from tests.e2e.tool import machine

NEW, LACKED = "pc-i440fx-7.2", "pc-i440fx-8.0"


class Report(NamedTuple):
    """The exit code and the JSON report."""

    code: int
    json: dict[str, Any]

    def found(self, rule: str) -> list[dict[str, Any]]:
        return [finding for finding in self.json["findings"] if finding["rule"] == rule]

    @property
    def carriers(self) -> list[str]:
        return [definition["carrier"] for definition in self.json["definitions"]]

    @property
    def ours(self) -> set[str]:
        """The rules of carriers that found something."""
        return {finding["rule"] for finding in self.json["findings"] if finding["rule"].startswith("MT4")}


def check(host: Host) -> Report:
    """Stop the daemon, check its folders for its release, and start it again."""
    host.kill_daemon()
    folders = [host.folder / name for name in ("etc", "lib", "run")]
    command = [
        sys.executable,
        "-m",
        "mtype",
        "check",
        "--config",
        "",
        "--for",
        "debian:12",
        "--format",
        "json",
    ]
    ran = subprocess.run([*command, *folders], capture_output=True, env=environment(), check=False)
    host.start_daemon()
    assert ran.returncode in (0, 1), ran.stderr.decode()
    return Report(ran.returncode, json.loads(ran.stdout))


def lift(guest: Guest) -> None:
    """As administrators do, behind the back of whatever else holds the machine type."""
    text = guest.dumpxml("--inactive").replace(PC, NEW)
    place = guest.host.folder / "images" / f"{guest.name}.lifted.xml"
    place.write_text(text)
    guest.host.virsh("define", place)
    assert machine(guest.dumpxml("--inactive")) == NEW


def test_a_managed_save_resumes_the_old_type(host: Host, guest: MakeGuest) -> None:
    made = guest(start=True)
    host.virsh("managedsave", made.name)
    lift(made)
    report = check(host)
    (found,) = report.found("MT401")
    assert (found["domain"], found["machine_type"]) == (made.name, PC)
    assert found["path"] == f"{host.folder}/lib/qemu/save/{made.name}.save"
    assert report.ours == {"MT401"}
    saves = [one for one in report.json["definitions"] if one["carrier"] == "managed save"]
    assert [one["saved"] for one in saves] == [{"compression": "raw", "was_running": True}]
    made.start()
    assert (machine(made.dumpxml()), machine(made.dumpxml("--inactive"))) == (PC, NEW)


def test_a_guest_runs_with_the_old_type(host: Host, guest: MakeGuest) -> None:
    made = guest(start=True)
    lift(made)
    report = check(host)
    (found,) = report.found("MT403")
    assert found["path"] == f"{host.folder}/run/qemu/{made.name}.xml"
    assert report.ours == {"MT403"}
    assert sorted(report.carriers) == ["live", "persistent"]


@pytest.mark.parametrize("live", [False, True])
def test_a_revert_brings_the_old_type_back(host: Host, guest: MakeGuest, live: bool) -> None:
    made = guest(disk_format="qcow2", start=live)
    host.virsh("snapshot-create-as", made.name, "before")
    if live:
        made.destroy()
    lift(made)
    report = check(host)
    assert {found["path"] for found in report.found("MT405")} == {
        f"{host.folder}/lib/qemu/snapshot/{made.name}/before.xml"
    }
    assert report.ours == {"MT405"}
    host.virsh("snapshot-revert", made.name, "before")
    assert machine(made.dumpxml("--inactive")) == PC


@pytest.mark.parametrize("live", [False, True])
def test_a_revert_to_a_type_that_is_gone(host: Host, guest: MakeGuest, live: bool) -> None:
    """An offline one leaves a guest that does not start; a live one fails."""
    made = guest(disk_format="qcow2", start=live)
    host.virsh("snapshot-create-as", made.name, "before")
    if live:
        made.destroy()
    snapshot = host.folder / "lib" / "qemu" / "snapshot" / made.name / "before.xml"
    host.kill_daemon()  # it stands for a host whose emulator was replaced
    snapshot.write_text(snapshot.read_text().replace(PC, LACKED))
    host.start_daemon()
    report = check(host)
    assert {found["path"] for found in report.found("MT402")} == {str(snapshot)}
    messages = {found["message"] for found in report.found("MT402")}
    assert all(("fails" if live else "will not start") in message for message in messages)
    assert report.code == 1
    if live:
        with pytest.raises(HostError, match=LACKED):
            host.virsh("snapshot-revert", made.name, "before")
        return
    host.virsh("snapshot-revert", made.name, "before")
    assert machine(made.dumpxml("--inactive")) == LACKED
    with pytest.raises(HostError, match=LACKED):
        made.start()
    lift_back = made.dumpxml("--inactive").replace(LACKED, PC)
    (host.folder / "images" / "back.xml").write_text(lift_back)
    host.virsh("define", host.folder / "images" / "back.xml")


def test_memory_in_an_image_is_found_and_missed(host: Host, guest: MakeGuest) -> None:
    made = guest(disk_format="qcow2", start=True)
    host.virsh("snapshot-create-as", made.name, "before")
    with made.disks[0].path.open("rb") as stream:
        (held,) = read_qcow2(stream).snapshots
    assert held.name == "before"
    assert held.memory > 0
    made.destroy()
    assert check(host).ours == set()
    subprocess.run(["qemu-img", "snapshot", "-d", "before", made.disks[0].path], check=True)
    subprocess.run(["qemu-img", "snapshot", "-c", "before", made.disks[0].path], check=True)
    assert check(host).ours == {"MT406"}
    with pytest.raises(HostError):
        host.virsh("snapshot-revert", made.name, "before")


def test_memory_in_a_file_is_found_and_missed(host: Host, guest: MakeGuest) -> None:
    made = guest(disk_format="qcow2", start=True)
    memory = host.folder / "images" / f"{made.name}.memory"
    host.virsh(
        "snapshot-create-as", made.name, "before", "--memspec", f"{memory},snapshot=external",
        "--diskspec", "vda,snapshot=external",
    )  # fmt: skip
    made.destroy()
    report = check(host)
    assert report.ours == set()
    held = [one for one in report.json["definitions"] if one["path"] == str(memory)]
    assert [(one["carrier"], one["machine_type"]) for one in held] == [("save image", PC)]
    memory.write_bytes(memory.read_bytes().replace(PC.encode(), LACKED.encode()))
    assert [found["path"] for found in check(host).found("MT404")] == [str(memory)]
    memory.unlink()
    (found,) = check(host).found("MT406")
    assert found["message"] == f"a revert to this snapshot fails: {memory} is not there"


def test_a_compressed_managed_save_is_named_and_not_unpacked(host: Host, guest: MakeGuest) -> None:
    made = guest(start=True)
    configuration = host.folder / "etc" / "qemu.conf"
    before = configuration.read_text()
    host.kill_daemon()
    configuration.write_text(f'{before}save_image_format = "gzip"\n')
    host.start_daemon()
    try:
        host.virsh("managedsave", made.name, "--paused")
        saved = [one["saved"] for one in check(host).json["definitions"] if "saved" in one]
        assert saved == [{"compression": "gzip", "was_running": False}]
    finally:
        configuration.write_text(before)
        host.kill_daemon()


def test_autostart_is_told(host: Host, guest: MakeGuest) -> None:
    made, other = guest(), guest()
    host.virsh("autostart", made.name)
    report = check(host)
    assert {one["domain"]: one["on_disk"]["autostart"] for one in report.json["definitions"]} == {
        made.name: True,
        other.name: False,
    }
    assert [skip for skip in report.json["skipped"] if skip["failed"]] == []
