"""What if somebody else does something to a guest between its plan and its upgrade?"""

from __future__ import annotations

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC
from tests.e2e.host import Host
from tests.e2e.killing import KilledTool
from tests.e2e.on_host import Guest
from tests.e2e.promise import AS_IT_WAS, UPGRADED, became, nothing_is_left, whole
from tests.e2e.tool import Done, Tool

NEWEST = "pc-i440fx-7.2"
QUICK = ("--yes", "--shutdown-mode", "acpi", "--shutdown-timeout", "20")


def upgrade_while(upgrade: Tool, made: Guest, when: str, what: str, *virsh: str) -> Done:
    """Upgrade the guest; at that point virsh is run on it."""
    command = ["virsh", "--quiet", "--connect", made.host.uri, virsh[0], made.name, *virsh[1:]]
    return KilledTool(upgrade, {"when": when, "what": what, "run": command})(made.name, *QUICK)


@pytest.mark.parametrize(
    ("start", "virsh", "reason"),
    [
        (True, ("desc", "--config", "mine"), "its definition was changed by somebody else meanwhile"),
        (False, ("desc", "--config", "mine"), "its definition was changed by somebody else meanwhile"),
        (True, ("destroy",), "it was shut down by somebody else meanwhile"),
        (False, ("start",), "it was started by somebody else meanwhile"),
        (True, ("managedsave",), "it was shut down by somebody else meanwhile"),
        (True, ("undefine",), "it was undefined meanwhile"),
        (False, ("undefine",), "it was undefined meanwhile"),
    ],
)
def test_what_is_not_as_planned_is_refused_and_not_touched(
    host: Host, guest: MakeGuest, upgrade: Tool, start: bool, virsh: tuple[str, ...], reason: str
) -> None:
    made = guest(start=start)
    domid = host.virsh("domid", made.name)
    done = upgrade_while(upgrade, made, "before", "create", *virsh)
    assert (done.code, done.outcomes) == (1, {made.name: "refused"})
    assert done.guests[made.name]["reason"].startswith(reason)
    assert upgrade.open_journals == []
    if virsh == ("undefine",):
        assert (made.name in host.virsh("list", "--all", "--name").split()) is start
        return
    now = whole(made)
    assert f"machine='{PC}'" in "".join(now.definition)
    assert now.managed_save is (virsh == ("managedsave",))
    assert now.runs is (virsh == ("start",) or (virsh[0] == "desc" and start))
    assert not start or host.virsh("domid", made.name) in (domid, "-")


def test_a_change_during_the_shutdown_is_kept(host: Host, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    done = upgrade_while(upgrade, made, "once", "define", "desc", "--config", "mine")
    assert done.code == 3
    assert "its definition was changed by somebody else meanwhile; " in done.reason(made.name)
    assert "and it was started again as it was" in done.reason(made.name)
    assert "<description>mine</description>" in made.dumpxml("--inactive")
    assert whole(made).live_type == PC
    assert upgrade(made.name, *QUICK).outcomes == {made.name: "lifted"}


def test_a_start_during_the_shutdown_is_left_alone(host: Host, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    before = whole(made)
    done = upgrade_while(upgrade, made, "once", "define", "start")
    assert done.code == 3
    assert "it was started again by somebody else before it could be changed" in done.reason(made.name)
    assert became(before, whole(made), PC, NEWEST) == AS_IT_WAS
    nothing_is_left(upgrade, host, {made.name})


def test_a_start_that_fails_is_taken_back_once_the_reason_is_gone(
    host: Host, guest: MakeGuest, upgrade: Tool
) -> None:
    made = guest(start=True)
    before, disk = whole(made), made.disks[0].path
    away = disk.with_suffix(".away")
    hidden = KilledTool(upgrade, {"when": "once", "what": "start", "run": ["mv", str(disk), str(away)]})
    done = hidden(made.name, *QUICK)
    assert done.code == 3
    assert done.guests[made.name]["reason"].startswith("not finished: it does not start: ")
    assert "putting it back failed: it does not start: " in done.reason(made.name)
    assert upgrade.open_journals != []
    assert f"machine='{PC}'" in made.dumpxml("--inactive")

    again = upgrade(made.name, *QUICK)  # and nothing has changed
    assert again.code == 3
    assert upgrade.open_journals != []

    away.rename(disk)
    bystander = guest(NEWEST)
    assert upgrade(bystander.name, *QUICK).guests[made.name]["outcome"] == "failed"
    assert became(before, whole(made), PC, NEWEST) == AS_IT_WAS
    nothing_is_left(upgrade, host, {made.name, bystander.name})


def test_a_definition_that_libvirt_changes_is_taken_back(host: Host, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    before = whole(made)
    done = upgrade_while(upgrade, made, "once", "verify the definition", "desc", "--config", "mine")
    assert done.code == 3
    assert "libvirt keeps another definition than it was given: domain/" in done.reason(made.name)
    assert became(before, whole(made), PC, NEWEST) == AS_IT_WAS
    nothing_is_left(upgrade, host, {made.name})


def test_a_reader_that_goes_away_is_not_the_guests_fault(host: Host, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    before = whole(made)
    deaf = KilledTool(upgrade, {"when": "before", "what": "shut down", "deaf": True})
    deaf.begin(made.name, *QUICK).process.communicate()
    assert became(before, whole(made), PC, NEWEST) == UPGRADED
    nothing_is_left(upgrade, host, {made.name})
