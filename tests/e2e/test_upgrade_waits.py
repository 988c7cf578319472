"""What becomes of a guest that gets its new type when its owner shuts it down?"""

from __future__ import annotations

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, SLOW
from tests.e2e.host import Host
from tests.e2e.on_host import Guest
from tests.e2e.tool import Running, Tool, look_at, machine

NEW = "pc-i440fx-7.2"


def waiting(upgrade: Tool, guest: Guest, *options: str) -> Running:
    """A run that waits for the owner of `guest`."""
    running = upgrade.begin(guest.name, "--yes", "--when", "next-shutdown", *options)
    running.wait_for(f"{guest.name}: wait for its shutdown\n")
    return running


def types(guest: Guest) -> tuple[str, str]:
    return machine(guest.dumpxml("--inactive")), machine(guest.dumpxml())


def test_its_owner_shuts_it_down_and_it_stays_off(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    running = waiting(upgrade, made)
    made.shutdown()
    assert running.done().outcomes == {made.name: "lifted"}
    assert made.domstate == "shut off"
    assert types(made) == (NEW, NEW)


def test_its_owner_pulls_the_plug(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    running = waiting(upgrade, made)
    made.destroy()
    assert running.done().outcomes == {made.name: "lifted"}
    assert types(made) == (NEW, NEW)


def test_a_reboot_is_no_shutdown(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    before = look_at(made)
    running = waiting(upgrade, made, "--watch", "3")
    made.host.virsh("reset", made.name)
    done = running.done()
    assert (done.code, done.outcomes) == (1, {made.name: "refused"})
    assert "--when now" in done.reason(made.name)
    assert look_at(made) == before
    assert upgrade.open_journals == []


def test_its_owner_starts_it_again_at_once(host: Host, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    running = waiting(upgrade, made)
    host.virsh("destroy", made.name)
    host.virsh("start", made.name)
    done = running.done(within=20)
    # Whoever was faster: it is whole, or as it was.
    expected = {"lifted": (NEW, NEW), "failed": (PC, PC)}
    assert types(made) == expected[done.outcomes[made.name]], str(done)
    assert made.domstate == "running"
    assert upgrade.open_journals == []


def test_a_stopped_guest_is_not_waited_for(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest()
    assert upgrade(made.name, "--yes", "--when", "next-shutdown").outcomes == {made.name: "lifted"}
    assert types(made) == (NEW, NEW)


def test_guests_are_waited_for_beside_each_other(guest: MakeGuest, upgrade: Tool) -> None:
    first, second = guest(obeys_after=SLOW, start=True), guest(start=True)
    running = upgrade.begin("--all", "--yes", "--when", "next-shutdown")
    running.wait_for(f"{first.name}: wait for its shutdown\n")
    running.wait_for(f"{second.name}: wait for its shutdown\n")
    second.shutdown()
    first.shutdown()
    assert running.done().outcomes == {first.name: "lifted", second.name: "lifted"}


def test_more_guests_than_jobs_are_all_waited_for(guest: MakeGuest, upgrade: Tool) -> None:
    """Whose owner comes first, nobody knows."""
    guests = [guest(start=True) for _ in range(3)]
    names = [made.name for made in guests]
    running = upgrade.begin(*names, "--yes", "--when", "next-shutdown", "--jobs", "1")
    for made in guests:
        running.wait_for(f"{made.name}: wait for its shutdown\n", within=10)
    for made in reversed(guests):
        made.destroy()
    assert running.done().outcomes == dict.fromkeys(names, "lifted")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (("snapshot-create-as", "nightly"), "its snapshot nightly holds memory"),
        (("checkpoint-create-as", "nightly"), "it has the checkpoint nightly"),
    ],
    ids=["snapshot", "checkpoint"],
)
def test_what_was_made_while_it_waited_is_no_less_a_reason(
    host: Host, guest: MakeGuest, upgrade: Tool, make: tuple[str, str], words: str
) -> None:
    made = guest(disk_format="qcow2", start=True)
    running = waiting(upgrade, made)
    host.virsh(make[0], made.name, make[1])
    before = made.dumpxml("--inactive", "--security-info")
    made.shutdown()
    done = running.done()
    assert (done.code, done.outcomes) == (3, {made.name: "failed"}), str(done)
    assert f"meanwhile: {words}" in done.reason(made.name)
    assert made.dumpxml("--inactive", "--security-info") == before
    assert upgrade.open_journals == []
