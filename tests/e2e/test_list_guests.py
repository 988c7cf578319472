"""Does `list` show the guests of a real host as they are, and what each waits for?"""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.cli.command import run
from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, Q35, VIRT
from tests.e2e.host import LIBVIRTD_CONF, Host, HostError
from tests.e2e.looking import NEW, OLD, listed, redefine


def test_a_guest_that_is_off(host: Host, guest: MakeGuest) -> None:
    made = guest(Q35, name="web")
    made.host.virsh("autostart", "web")
    row = listed(host)["web"]
    assert (row["uri"], row["uuid"], row["state"]) == (host.uri, made.uuid, "shut off")
    assert (row["persistent"], row["autostart"], row["arch"]) == (True, True, "x86_64")
    assert (row["machine_type"], row["live_machine_type"]) == (Q35, None)
    assert (row["board"], row["vendor"], row["status"]) == ("pc-q35", "upstream", "supported")
    assert (row["newest"], row["waits_for"], row["reasons"]) == ("pc-q35-7.2", [], [])
    assert row["target"] == {
        "release": None,
        "source": "emulator /usr/bin/qemu-system-x86_64 (told by libvirt)",
    }
    assert row["carriers"] == [
        {"carrier": "persistent", "label": None, "machine_type": Q35, "holds_memory": False}
    ]


def test_each_guest_has_its_own_emulator(host: Host, guest: MakeGuest) -> None:
    guest(PC, name="pc")
    guest(VIRT, name="arm")
    rows = listed(host)
    assert {name: row["newest"] for name, row in rows.items()} == {"pc": NEW, "arm": "virt-7.2"}
    assert "aarch64" in rows["arm"]["target"]["source"]


def test_an_emulator_that_is_not_the_default_one(host: Host, guest: MakeGuest, tmp_path: Path) -> None:
    other = tmp_path / "qemu-of-mine"
    other.symlink_to("/usr/bin/qemu-system-x86_64")
    guest(Q35, name="web", devices=f"<emulator>{other}</emulator>")
    row = listed(host)["web"]
    assert (row["status"], row["newest"]) == ("supported", "pc-q35-7.2")
    assert row["target"]["source"].startswith(f"emulator {other} (")


def test_an_emulator_that_has_gone(host: Host, guest: MakeGuest, tmp_path: Path) -> None:
    other = tmp_path / "qemu-of-mine"
    other.symlink_to("/usr/bin/qemu-system-x86_64")
    guest(Q35, name="web", devices=f"<emulator>{other}</emulator>")
    guest(Q35, name="well")
    other.unlink()
    ran = run("list", "--connect", host.uri, "--format", "json")
    rows = {row["name"]: row for row in json.loads(ran.out)["guests"]}
    assert ran.code == 3
    assert ran.err.startswith("web: ") and str(other) in ran.err
    assert (rows["web"]["status"], rows["well"]["status"]) == ("unknown", "supported")
    assert str(other) in rows["web"]["reasons"][0]


def test_a_restart_is_pending(host: Host, guest: MakeGuest) -> None:
    made = guest(PC, name="web", start=True)
    redefine(made, NEW)
    row = listed(host)["web"]
    assert (row["state"], row["machine_type"], row["live_machine_type"]) == ("running", NEW, PC)
    assert row["waits_for"] == [{"what": "restart", "number": 1, "machine_type": PC}]
    assert row["newest"] is None
    shown = run("list", "--connect", host.uri, env={"COLUMNS": "80"})
    assert shown.out.splitlines()[1].endswith(f"restart ({PC})")


def test_a_managed_save_of_another_type(host: Host, guest: MakeGuest) -> None:
    made = guest(PC, name="web", start=True)
    host.virsh("managedsave", "web")
    assert listed(host)["web"]["waits_for"] == [{"what": "managed save", "number": 1, "machine_type": None}]
    redefine(made, NEW)
    row = listed(host)["web"]
    assert row["waits_for"] == [{"what": "managed save", "number": 1, "machine_type": PC}]
    assert {"carrier": "managed save", "label": None, "machine_type": PC, "holds_memory": False} in row[
        "carriers"
    ]


def test_snapshots_that_hold_memory_or_another_type(host: Host, guest: MakeGuest) -> None:
    made = guest(PC, name="web", disk_format="qcow2", start=True)
    host.virsh("snapshot-create-as", "web", "with-memory")
    made.destroy()
    host.virsh("snapshot-create-as", "web", "without")
    row = listed(host)["web"]
    assert row["waits_for"] == [{"what": "snapshots", "number": 1, "machine_type": None}]
    redefine(made, NEW)
    row = listed(host)["web"]
    assert row["waits_for"] == [{"what": "snapshots", "number": 2, "machine_type": PC}]
    assert [one["label"] for one in row["carriers"][1:]] == ["with-memory", "without"]
    assert f"2 snapshots ({PC})" in run("list", "--connect", host.uri).out


def test_the_next_release_is_asked_about(host: Host, guest: MakeGuest) -> None:
    guest(OLD, name="old")
    guest(PC, name="web")
    rows = listed(host, "--for", "debian:13")
    assert (rows["old"]["status"], rows["old"]["newest"]) == ("removed", "pc-i440fx-10.0")
    assert (rows["web"]["status"], rows["web"]["forecast"]["sure"]) == ("deprecated", False)
    assert rows["web"]["removal"]
    assert set(listed(host, "--for", "debian:13", "--status", "removed")) == {"old"}
    assert set(listed(host, "--board", "pc-i440fx", "--vendor", "upstream", "--arch", "amd64")) == set(rows)


def test_nothing_matches_and_nothing_is_there(host: Host, guest: MakeGuest) -> None:
    ran = run("list", "--connect", host.uri)
    assert (ran.code, ran.out, ran.err) == (0, "", f"no guests at {host.uri}\n")
    guest(PC, name="web")
    ran = run("list", "--connect", host.uri, "--status", "removed")
    assert (ran.code, ran.out, ran.err) == (1, "", "nothing matches\n")


def test_a_host_that_does_not_answer_takes_no_other_along(host: Host, guest: MakeGuest) -> None:
    guest(PC, name="web")
    gone = "qemu+unix:///system?socket=/gone"
    ran = run("list", "--connect", gone, "--connect", host.uri)
    assert ran.code == 3
    assert ran.err.startswith(f"{gone} cannot be reached: ")
    assert "start libvirtd or virtqemud there" in ran.err
    assert ran.out.splitlines()[1].split()[:2] == [host.uri, "web"]
    report = json.loads(run("list", "--connect", gone, "--connect", host.uri, "--format", "json").out)
    assert [(one["uri"], one["error"] is None) for one in report["hosts"]] == [
        (gone, False),
        (host.uri, True),
    ]


def test_two_hosts_with_a_guest_of_one_name(host: Host, second_host: Host, guest: MakeGuest) -> None:
    guest(PC, name="web")
    guest(Q35, name="web", host=second_host)
    call = ["list", "--connect", host.uri, "--connect", second_host.uri]
    assert [line.split()[0] for line in run(*call).out.splitlines()[1:]] == [host.uri, second_host.uri]
    told = run(*call, env={"COLUMNS": "80"}).out.splitlines()
    assert (told[0], told[4]) == (host.uri, second_host.uri)
    assert max(map(len, told[1:3])) <= 80


@pytest.mark.parametrize(
    "name",
    [
        "a b",
        'it\'s "quoted"',
        "..\\..",
        "\x1b[2J".replace("\x1b", "\u009b"),
        "é" * 120,  # libvirt names a file after it
        "-rf",
        "&<>",
        "\u202egnp",
    ],
)
def test_names_that_are_hard_to_show(host: Host, guest: MakeGuest, name: str) -> None:
    made = guest(PC, name="plain")
    text = made.dumpxml("--inactive").replace("<name>plain</name>", f"<name>{escape(name)}</name>")
    host.virsh("undefine", "plain")
    path = host.folder / "hard.xml"
    path.write_text(text)
    host.virsh("define", path)
    assert list(listed(host)) == [name]
    for columns in ({}, {"COLUMNS": "80"}):
        told = run("list", "--connect", host.uri, env=columns)
        assert (told.code, len(told.out.splitlines())) == (0, 2)
        assert told.out.replace("\n", "").isprintable()
    ran = run("check", "--connect", host.uri, "--for", "debian:13")
    assert ran.code == 0
    assert ran.out.replace("\n", "").isprintable()
    host.virsh("undefine", made.uuid)


@pytest.mark.parametrize("call", [["list"], ["check"]], ids=" ".join)
def test_a_user_who_may_not_talk_to_the_host(host: Host, guest: MakeGuest, call: list[str]) -> None:
    guest(PC, name="web")
    ran = run(*call, "--connect", host.uri, unprivileged=True)
    assert ran.code == 3
    assert "Permission denied; be root or in the group libvirt (a polkit rule for " in ran.talk
    assert "Traceback" not in ran.talk


class GuardedHost(Host):
    """libvirtd asks polkit about every call; where nobody answers for polkit, that is a refusal."""

    libvirtd_conf = LIBVIRTD_CONF + 'access_drivers = ["polkit"]\n'


@pytest.mark.parametrize("call", ["list", "check", "upgrade --all --yes"])
def test_a_host_whose_access_rules_say_no(hosts_are_possible: None, tmp_path: Path, call: str) -> None:
    guarded = GuardedHost()
    try:
        with pytest.raises(HostError, match="denied access"):
            guarded.start()
        state = () if call == "check" else ("--state-dir", str(tmp_path))
        ran = run(*call.split(), "--connect", guarded.uri, *state)
        assert ran.code == 3
        assert "denied access; a polkit rule has to allow it: https://libvirt.org/aclpolkit.html" in ran.talk
        assert "Traceback" not in ran.talk
    finally:
        guarded.stop()
