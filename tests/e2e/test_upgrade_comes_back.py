"""What is a guest after something went wrong? What it was before."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, SLOW, STUBBORN
from tests.e2e.host import Host
from tests.e2e.on_host import Guest
from tests.e2e.tool import Done, Running, Tool, look_at, machine


def in_shutdown(upgrade: Tool, guest: Guest, *options: str) -> Running:
    """A run that waits for `guest` to shut down; a stubborn one gives the test all the time it needs."""
    running = upgrade.begin(guest.name, "--yes", *options)
    running.wait_for(f"{guest.name}: shut down\n")
    return running


def is_failed(upgrade: Tool, guest: Guest, done: Done, *words: str) -> None:
    assert (done.code, done.outcomes) == (3, {guest.name: "failed"}), str(done)
    for word in words:
        assert word in done.reason(guest.name)
    assert upgrade.open_journals == []


def change(guest: Guest, old: str, new: str) -> None:
    """What another client does: `virsh edit`."""
    text = guest.dumpxml("--inactive", "--security-info")
    assert old in text
    place = guest.host.folder / "changed.xml"
    place.write_text(text.replace(old, new))
    guest.host.virsh("define", place)


def test_a_stubborn_guest_runs_on(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(obeys_after=STUBBORN, start=True)
    before = look_at(made)
    done = upgrade(made.name, "--yes", "--shutdown-timeout", "1")
    is_failed(upgrade, made, done, "within 1 seconds and still runs", "--force-off")
    assert look_at(made) == before
    assert made.is_alive()


def test_what_does_not_start_as_new_runs_as_old(guest: MakeGuest, upgrade: Tool, tmp_path: Path) -> None:
    emulator = tmp_path / "emulator"  # which the new type makes end
    emulator.write_text(
        '#!/bin/sh\ncase "$*" in *" -S "*pc-i440fx-7.2*) echo "no such luck" >&2; exit 1;; esac\n'
        'exec qemu-system-x86_64 "$@"\n'
    )
    emulator.chmod(0o755)
    made = guest(devices=f"<emulator>{emulator}</emulator>", start=True)
    before = look_at(made)
    done = upgrade(made.name, "--yes")
    is_failed(
        upgrade, made, done, "it does not start", "the old definition was put back", "started again as it was"
    )
    after = look_at(made)
    assert (after.state, after.definition) == (before.state, before.definition)
    assert machine(after.live) == PC
    made.wait_until_alive()


def test_what_cannot_start_at_all_is_left_off_and_finished_by_the_next_run(
    guest: MakeGuest, upgrade: Tool
) -> None:
    made = guest(obeys_after=STUBBORN, start=True)
    before = look_at(made)
    disk = made.disks[0].path
    running = in_shutdown(upgrade, made)
    disk.rename(disk.with_suffix(".away"))
    made.destroy()
    done = running.done()
    assert (done.code, done.outcomes) == (3, {made.name: "failed"}), str(done)
    assert str(disk) in done.reason(made.name)
    assert "run the command again" in done.reason(made.name)
    assert (made.domstate, made.dumpxml("--inactive", "--security-info")) == ("shut off", before.definition)
    disk.with_suffix(".away").rename(disk)
    assert upgrade(guest().name, "--yes").outcomes[made.name] == "failed"
    assert made.domstate == "running"
    assert made.dumpxml("--inactive", "--security-info") == before.definition
    assert upgrade.open_journals == []


def test_a_change_by_another_client_is_kept(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(obeys_after=STUBBORN, start=True)
    running = in_shutdown(upgrade, made)
    change(made, "<vcpu placement='static'>1<", "<vcpu placement='static'>2<")
    theirs = made.dumpxml("--inactive", "--security-info")
    made.destroy()
    is_failed(upgrade, made, running.done(), "changed by somebody else", "started again")
    assert made.dumpxml("--inactive", "--security-info") == theirs
    assert machine(theirs) == PC
    assert made.domstate == "running"


def test_a_guest_that_was_removed_stays_removed(host: Host, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(obeys_after=STUBBORN, start=True)
    running = in_shutdown(upgrade, made)
    host.virsh("undefine", made.name)
    made.destroy()
    done = running.done()
    assert (done.code, done.outcomes) == (3, {made.name: "failed"}), str(done)
    assert host.virsh("list", "--all", "--name") == ""
    assert upgrade.open_journals == []
    assert host.virsh("list", "--all", "--name") == ""


def test_a_memory_that_was_saved_meanwhile_is_kept(host: Host, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(obeys_after=STUBBORN, start=True)
    running = in_shutdown(upgrade, made)
    host.virsh("managedsave", made.name)
    done = running.done()
    assert (done.code, done.outcomes) == (3, {made.name: "failed"}), str(done)
    assert "memory was saved" in done.reason(made.name)
    assert machine(made.dumpxml("--inactive")) == PC
    assert upgrade.open_journals == []
    assert made.domstate == "running"  # what ran was to run again, with all that was saved
    assert made.is_alive()


def test_who_starts_it_again_at_once_has_it_as_it_was(host: Host, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(obeys_after=SLOW, start=True)
    before = look_at(made)
    running = in_shutdown(upgrade, made)
    start = f"virsh --quiet --connect '{host.uri}' start {made.name}"
    script = f"for attempt in $(seq 150); do {start} && break; done 2>&-"
    with subprocess.Popen(["sh", "-c", script], stdout=subprocess.DEVNULL) as other:
        done = running.done()
        other.kill()
    made.wait_for("running")  # a start of libvirt passes through "paused"
    assert machine(made.dumpxml("--inactive")) == machine(made.dumpxml()), str(done)
    assert upgrade.open_journals == []
    if done.outcomes == {made.name: "failed"}:
        assert made.dumpxml("--inactive", "--security-info") == before.definition


def test_a_second_run_is_refused_and_names_the_first(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(obeys_after=STUBBORN, start=True)
    first = in_shutdown(upgrade, made)
    second = upgrade(made.name, "--yes")
    assert (second.code, second.outcomes) == (1, {made.name: "refused"}), second
    assert f"process {first.process.pid}" in second.reason(made.name)
    made.destroy()
    assert first.done().outcomes == {made.name: "lifted"}
    assert machine(made.dumpxml()) == "pc-i440fx-7.2"


def test_two_runs_at_once_lift_it_once(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(obeys_after=SLOW, start=True)
    runs = [upgrade.begin(made.name, "--yes") for _ in range(2)]
    outcomes = sorted(run.done().outcomes[made.name] for run in runs)
    assert outcomes in (["lifted", "refused"], ["kept", "lifted"])
    assert machine(made.dumpxml()) == "pc-i440fx-7.2"
    assert upgrade.open_journals == []


def test_neither_a_stubborn_nor_a_failing_guest_harms_eighteen_others(
    guest: MakeGuest, upgrade: Tool, tmp_path: Path
) -> None:
    emulator = tmp_path / "emulator"
    emulator.write_text(
        '#!/bin/sh\ncase "$*" in *" -S "*pc-i440fx-7.2*) exit 1;; esac\nexec qemu-system-x86_64 "$@"\n'
    )
    emulator.chmod(0o755)
    stubborn = guest(name="stubborn", obeys_after=STUBBORN)
    failing = guest(name="failing", devices=f"<emulator>{emulator}</emulator>")
    others = [guest(f"pc-{'q35' if number % 2 else 'i440fx'}-7.0") for number in range(18)]
    running = (stubborn, failing, *others[:4])
    for made in running:
        made.host.virsh("start", made.name)
    for made in running:
        made.wait_until_alive()
    done = upgrade("--all", "--yes", "--jobs", "20", "--shutdown-timeout", "8")
    assert done.code == 3
    expected = {made.name: "lifted" for made in others}
    assert done.outcomes == expected | {"stubborn": "failed", "failing": "failed"}, str(done)
    assert {machine(made.dumpxml("--inactive"))[-3:] for made in others} == {"7.2"}
    assert all(made.domstate == "running" for made in running)
    assert {machine(made.dumpxml()) for made in (stubborn, failing)} == {PC}
    assert upgrade.open_journals == []


def test_no_other_guest_is_begun_after_a_failure_where_that_is_asked_for(
    guest: MakeGuest, upgrade: Tool
) -> None:
    guest(name="a", obeys_after=STUBBORN, start=True)
    other = guest(name="b", start=True)
    before = look_at(other)
    done = upgrade("a", "b", "--yes", "--fail-fast", "--jobs", "1", "--shutdown-timeout", "1")
    assert (done.code, done.outcomes) == (3, {"a": "failed", "b": "refused"})
    assert look_at(other) == before
