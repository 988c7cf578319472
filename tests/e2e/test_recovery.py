"""What if somebody else does something to a guest between a crash and the next run?"""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC
from tests.e2e.host import Host
from tests.e2e.killing import KilledTool, kill_at
from tests.e2e.on_host import Guest
from tests.e2e.promise import AS_IT_WAS, UPGRADED, became, nothing_is_left, whole
from tests.e2e.tool import Done, Tool

NEWEST = "pc-i440fx-7.2"
QUICK = ("--yes", "--shutdown-mode", "acpi", "--shutdown-timeout", "20")


@pytest.fixture
def bystander(guest: MakeGuest) -> Guest:
    """One that has the newest type, so that a run for it does nothing but recover."""
    return guest(NEWEST, name="bystander")


def recover(upgrade: Tool) -> Done:
    return upgrade("bystander", "--yes")


@pytest.mark.parametrize("start", [True, False])
def test_a_guest_that_was_undefined_is_not_brought_back(
    host: Host, guest: MakeGuest, bystander: Guest, upgrade: Tool, start: bool
) -> None:
    made = guest(start=start)
    kill_at(upgrade, "before", "remove", made.name, *QUICK)
    host.virsh("undefine", made.name)
    done = recover(upgrade)
    assert done.code == 3
    assert "it is no longer defined: nothing is left to do" in done.reason(made.name)
    if start:
        assert "Persistent:     no" in host.virsh("dominfo", made.name)
    nothing_is_left(upgrade, host, {"bystander", made.name} if start else {"bystander"})


def test_a_guest_that_was_renamed_is_started_again(
    host: Host, guest: MakeGuest, bystander: Guest, upgrade: Tool
) -> None:
    made = guest(start=True)
    kill_at(upgrade, "before", "start", made.name, *QUICK)
    host.virsh("domrename", made.name, "renamed")
    done = recover(upgrade)
    assert done.code == 3
    assert "its definition is neither the old nor the new one now" in done.reason(made.name)
    assert host.virsh("domstate", "renamed") == "running"
    nothing_is_left(upgrade, host, {"renamed", "bystander"})


def test_a_change_after_the_crash_is_kept(
    host: Host, guest: MakeGuest, bystander: Guest, upgrade: Tool
) -> None:
    made = guest(start=True)
    kill_at(upgrade, "before", "start", made.name, *QUICK)
    host.virsh("desc", made.name, "--config", "mine")
    assert recover(upgrade).code == 3
    assert "<description>mine</description>" in made.dumpxml("--inactive")
    assert whole(made).runs
    nothing_is_left(upgrade, host, {made.name, "bystander"})


@pytest.mark.parametrize(("what", "result", "code"), [("define", AS_IT_WAS, 3), ("start", UPGRADED, 0)])
def test_a_guest_that_was_started_by_somebody_else_goes_on(
    host: Host, guest: MakeGuest, bystander: Guest, upgrade: Tool, what: str, result: str, code: int
) -> None:
    made = guest(start=True)
    before = whole(made)
    kill_at(upgrade, "before", what, made.name, *QUICK)
    host.virsh("start", made.name)
    domid = host.virsh("domid", made.name)
    assert recover(upgrade).code == code
    assert became(before, whole(made), PC, NEWEST) == result
    assert host.virsh("domid", made.name) == domid
    nothing_is_left(upgrade, host, {made.name, "bystander"})


def test_a_guest_that_was_started_on_the_way_back_stays_as_it_runs(
    host: Host, guest: MakeGuest, bystander: Guest, upgrade: Tool
) -> None:
    made = guest(start=True)
    before = whole(made)
    point = {"when": "once", "what": "put the old definition back", "hide": str(made.disks[0].path)}
    KilledTool(upgrade, point).begin(made.name, *QUICK).process.communicate()
    host.virsh("start", made.name)
    assert recover(upgrade).code == 3
    assert became(before, whole(made), PC, NEWEST) == UPGRADED
    nothing_is_left(upgrade, host, {made.name, "bystander"})


def test_a_definition_that_libvirt_changed_is_taken_back_by_the_next_run(
    host: Host, guest: MakeGuest, bystander: Guest, upgrade: Tool
) -> None:
    made = guest(start=True)
    before = whole(made)
    command = ["virsh", "--connect", host.uri, "desc", made.name, "--config", "mine"]
    point = {"when": "once", "what": "put the old definition back"}
    first = {"at": ["once", "verify the definition"], "run": command}
    KilledTool(upgrade, {**point, "first": first}).begin(made.name, *QUICK).process.communicate()
    assert "<description>mine" in made.dumpxml("--inactive")
    assert recover(upgrade).code == 3
    assert became(before, whole(made), PC, NEWEST) == AS_IT_WAS
    nothing_is_left(upgrade, host, {made.name, "bystander"})


def test_a_guest_that_was_saved_after_its_start_goes_on_from_there(
    host: Host, guest: MakeGuest, bystander: Guest, upgrade: Tool
) -> None:
    made = guest(start=True)
    before = whole(made)
    kill_at(upgrade, "before", "remove", made.name, *QUICK)
    made.wait_until_alive()
    host.virsh("managedsave", made.name)
    assert recover(upgrade).code == 0
    assert became(before, whole(made), PC, NEWEST) == UPGRADED
    nothing_is_left(upgrade, host, {made.name, "bystander"})


@pytest.mark.parametrize(("what", "result", "code"), [("define", AS_IT_WAS, 3), ("start", UPGRADED, 0)])
def test_an_autostart_after_the_crash_of_the_daemon_does_no_harm(
    host: Host, guest: MakeGuest, upgrade: Tool, what: str, result: str, code: int
) -> None:
    made = guest(start=True)
    host.virsh("autostart", made.name)
    before = whole(made)
    running = KilledTool(upgrade, {"when": "before", "what": what, "daemon": host.pid}).begin(
        made.name, *QUICK
    )
    while host.pid is not None:
        assert running.process.poll() is None
    # libvirt starts such guests once, up to the next boot of the machine, and notes here that it did.
    (host.folder / "run" / "qemu" / "autostarted").unlink(missing_ok=True)
    host.start_daemon()
    assert running.done().code == code
    assert became(before, whole(made), PC, NEWEST) == result
    nothing_is_left(upgrade, host, {made.name})


def test_a_guest_that_is_still_shutting_down_is_waited_for_and_started_again(
    host: Host, guest: MakeGuest, bystander: Guest, upgrade: Tool
) -> None:
    made = guest(start=True, obeys_after=5.0)
    before, domid = whole(made), host.virsh("domid", made.name)
    kill_at(upgrade, "once", "ask", made.name, *QUICK)
    assert made.domstate == "running"
    done = upgrade("bystander", *QUICK)
    assert done.code == 3
    assert "it was started again as it was" in done.reason(made.name)
    assert became(before, whole(made), PC, NEWEST) == AS_IT_WAS
    assert host.virsh("domid", made.name) != domid


def test_a_clock_that_was_set_back_is_not_waited_for(
    host: Host, guest: MakeGuest, bystander: Guest, upgrade: Tool
) -> None:
    made = guest(start=True)
    before = whole(made)
    kill_at(upgrade, "once", "shut down", made.name, *QUICK)
    journal = upgrade.open_journals[0]
    *lines, last = journal.read_text().splitlines()
    ahead = json.dumps({**json.loads(last), "until": 1e12})
    journal.write_text("\n".join([*lines, ahead, ""]))
    start = time.monotonic()
    assert recover(upgrade).code == 3
    assert time.monotonic() - start < 40  # 20 s are what it was given
    assert became(before, whole(made), PC, NEWEST) == AS_IT_WAS


def test_two_runs_recover_a_guest_once(host: Host, guest: MakeGuest, bystander: Guest, upgrade: Tool) -> None:
    made = guest(start=True)
    before = whole(made)
    kill_at(upgrade, "before", "start", made.name, *QUICK)
    runs = [upgrade.begin("bystander", "--yes") for _ in range(3)]
    told = [done.guests[made.name] for done in (run.done() for run in runs) if made.name in done.guests]
    assert [answer["outcome"] for answer in told] == ["lifted"]
    assert became(before, whole(made), PC, NEWEST) == UPGRADED
    nothing_is_left(upgrade, host, {made.name, "bystander"})


def test_the_journal_of_another_host_is_left_to_it(
    host: Host, second_host: Host, guest: MakeGuest, tmp_path: Path
) -> None:
    here, there = guest(name="here", start=True), guest(NEWEST, name="bystander", host=second_host)
    before, state = whole(here), tmp_path / "state"
    first, second = Tool(host, state=state), Tool(second_host, state=state)
    kill_at(first, "before", "start", here.name, *QUICK)
    beside = whole(there)
    assert second("bystander", "--yes").code == 0
    assert whole(there) == beside
    assert second.open_journals != []
    assert first(here.name, *QUICK).guests[here.name]["outcome"] in ("lifted", "kept")
    assert became(before, whole(here), PC, NEWEST) == UPGRADED
    assert first.open_journals == []


def test_a_damaged_journal_is_told_and_keeps_its_guest_from_being_touched(
    host: Host, guest: MakeGuest, upgrade: Tool
) -> None:
    made = guest(start=True)
    kill_at(upgrade, "once", "back up", made.name, *QUICK)
    before = whole(made)
    journal = upgrade.open_journals[0]
    journal.write_text("so\n")
    done = upgrade(made.name, *QUICK)
    assert done.code == 3
    assert "is damaged: look at the guest and its backup yourself" in done.reason(made.name)
    assert whole(made) == before
    assert upgrade.open_journals == [journal]
