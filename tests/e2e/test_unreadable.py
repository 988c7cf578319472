"""What if libvirt cannot read one guest of many? It is named, and the others go on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import Q35
from tests.e2e.host import Host
from tests.e2e.on_host import Guest
from tests.e2e.tool import Tool, look_at, machine

GARBAGE = b"garbage"
REASON = "its managed save cannot be read: "
HEADER = "failed to read qemu header"


def save_image(guest: Guest) -> Path:
    return guest.host.folder / "lib" / "qemu" / "save" / f"{guest.name}.save"


def damage_managed_save(guest: Guest) -> None:
    """Save its memory, and break what was saved, as a full disk does."""
    guest.start()
    guest.host.virsh("managedsave", guest.name)
    save_image(guest).write_bytes(GARBAGE)


@pytest.mark.parametrize("arguments", [("--all", "--yes"), ("--where", "board=pc-q35", "--yes")])
def test_the_others_are_lifted_and_it_is_named(
    guest: MakeGuest, upgrade: Tool, arguments: tuple[str, ...]
) -> None:
    before_it, broken, after_it = guest(Q35, name="app"), guest(Q35, name="db"), guest(Q35, name="web")
    damage_managed_save(broken)
    seen = look_at(broken)
    done = upgrade(*arguments)
    assert (done.code, done.outcomes) == (3, {"app": "lifted", "db": "failed", "web": "lifted"}), str(done)
    assert REASON in done.reason("db") and HEADER in done.reason("db")
    assert "`virsh managedsave-remove db` gives the saved memory up" in done.reason("db")
    assert machine(before_it.dumpxml()) == machine(after_it.dumpxml()) == "pc-q35-7.2"
    assert look_at(broken) == seen
    assert save_image(broken).read_bytes() == GARBAGE
    assert upgrade.open_journals == []


def test_the_remedy_that_is_named_works(host: Host, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(Q35, name="db")
    damage_managed_save(made)
    host.virsh("managedsave-remove", "db")
    assert upgrade("db", "--yes").outcomes == {"db": "lifted"}


def test_a_restore_names_it_too(host: Host, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(Q35, name="db")
    upgrade("db", "--yes")
    damage_managed_save(made)
    before = look_at(made)
    ran = run("restore", "db", "--yes", "--state-dir", str(upgrade.state))
    assert ran.code == 3
    assert f"db: failed: {REASON}" in ran.out
    assert "virsh managedsave-remove db" in ran.out
    assert look_at(made) == before


def test_a_list_tells_of_each(host: Host, guest: MakeGuest) -> None:
    for name in ("db", "mail", "web"):
        made = guest(Q35, name=name)
        if name != "web":
            damage_managed_save(made)
    ran = run("list", "--connect", host.uri, "--format", "json")
    assert ran.code == 3
    assert [line.split(HEADER)[0] for line in ran.err.splitlines()] == [
        f"{name}: {REASON}operation failed: " for name in ("db", "mail")
    ]
    rows = {row["name"]: row for row in json.loads(ran.out)["guests"]}
    assert rows["web"]["waits_for"] == []
    for name in ("db", "mail"):
        assert rows[name]["waits_for"] == [{"what": "managed save", "number": 1, "machine_type": None}]
        assert rows[name]["status"] == "supported"
    told = run("list", "--connect", host.uri).out.splitlines()
    assert [line.rstrip().endswith("managed save") for line in told[1:]] == [True, True, False]
