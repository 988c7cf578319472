"""Does `check --connect` lint whatever carries a machine type on a real host?"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.command import EXAMPLES, run
from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, Q35
from tests.e2e.host import Host
from tests.e2e.looking import NEW, OLD, checked, redefine


def rules(report: dict[str, Any]) -> set[tuple[str, str]]:
    return {(finding["rule"], finding["path"].rpartition("#")[2]) for finding in report["findings"]}


def test_guests_without_fault(host: Host, guest: MakeGuest) -> None:
    guest(NEW, name="web", start=True)
    ran, report = checked(host)
    assert (ran.code, ran.err) == (0, "")
    assert [(row["path"], row["carrier"], row["domain"]) for row in report["definitions"]] == [
        (f"{host.uri}#web", "persistent", "web"),
        (f"{host.uri}#web/live", "live", "web"),
    ]
    assert report["target"]["source"] == "emulator /usr/bin/qemu-system-x86_64 (told by libvirt)"
    assert report["summary"]["files"] == 0


def test_every_carrier_is_linted(host: Host, guest: MakeGuest) -> None:
    saved = guest(OLD, name="saved", disk_format="qcow2", start=True)
    host.virsh("snapshot-create-as", "saved", "before")
    host.virsh("managedsave", "saved")
    redefine(saved, NEW)
    running = guest(OLD, name="running", start=True)
    redefine(running, NEW)
    ran, report = checked(host, "--for", "debian:13")
    assert ran.code == 1
    # A snapshot of a running guest holds its live and its persistent definition.
    seen = [(row["carrier"], row["domain"], row["status"]) for row in report["definitions"]]
    assert list(dict.fromkeys(seen)) == [
        ("persistent", "running", "supported"),
        ("live", "running", "removed"),
        ("persistent", "saved", "supported"),
        ("managed save", "saved", "removed"),
        ("snapshot", "saved", "removed"),
    ]
    found = rules(report)
    assert {
        ("MT401", "saved/managed save"),
        ("MT404", "saved/managed save"),
        ("MT402", "saved/snapshot/before"),
        ("MT403", "running/live"),
        ("MT201", "running/live"),
    } <= found
    assert not {path for _, path in found} & {"saved", "running"}
    selected = run("check", "--connect", host.uri, "--select", "MT401", "--fail-on", "warning")
    assert selected.code == 1
    assert f"holds '{OLD}' and the definition says '{NEW}'" in selected.out


def test_a_checkpoint_is_linted(host: Host, guest: MakeGuest) -> None:
    guest(PC, name="web", disk_format="qcow2", start=True)
    host.virsh("checkpoint-create-as", "web", "monday")
    _, report = checked(host)
    carriers = [(row["path"].rpartition("#")[2], row["carrier"]) for row in report["definitions"]]
    assert carriers[2:] == [("web/checkpoint/monday", "checkpoint")]


def test_files_and_hosts_together(host: Host, guest: MakeGuest) -> None:
    guest(Q35, name="web")
    ran, report = checked(host, str(EXAMPLES / "debian"))
    files = [row for row in report["definitions"] if "://" not in row["path"]]
    (own,) = [row for row in report["definitions"] if "://" in row["path"]]
    assert files and own["status"] == "supported"
    assert list(own["statuses"]) == [host.uri]
    assert len(report["targets"]) == 2
    assert all(host.uri not in row["statuses"] for row in files)
    assert ran.code == 1


def test_two_hosts_each_by_its_own(host: Host, second_host: Host, guest: MakeGuest) -> None:
    guest(Q35, name="web")
    guest(Q35, name="web", host=second_host)
    ran, report = checked(host, "--connect", second_host.uri)
    assert ran.code == 0
    assert [row["statuses"] for row in report["definitions"]] == [
        {host.uri: "supported"},
        {second_host.uri: "supported"},
    ]


def test_a_host_that_does_not_answer_is_told_with_the_rest(host: Host, guest: MakeGuest) -> None:
    guest(Q35, name="web")
    gone = "qemu+unix:///system?socket=/gone"
    ran, report = checked(host, "--connect", gone)
    assert ran.code == 3
    assert len(report["definitions"]) == 1
    assert [(skip["path"], skip["failed"]) for skip in report["skipped"]] == [(gone, True)]
    alone = run("check", "--connect", gone)
    assert alone.code == 3
    assert "cannot be reached" in alone.out and "Nothing was checked" in alone.out


def test_a_host_without_guests_is_not_clean(host: Host) -> None:
    ran = run("check", "--connect", host.uri)
    assert ran.code == 3
    assert "Nothing was checked" in ran.out


def test_an_emulator_that_has_gone(host: Host, guest: MakeGuest, tmp_path: Path) -> None:
    other = tmp_path / "qemu-of-mine"
    other.symlink_to("/usr/bin/qemu-system-x86_64")
    guest(Q35, name="web", devices=f"<emulator>{other}</emulator>")
    guest(Q35, name="well")
    other.unlink()
    ran, report = checked(host)
    assert ran.code == 3
    assert [row["domain"] for row in report["definitions"]] == ["well"]
    assert [skip["path"] for skip in report["skipped"]] == [f"{host.uri}#web"]
