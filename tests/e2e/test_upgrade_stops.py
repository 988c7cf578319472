"""What becomes of a run that is told to stop?"""

from __future__ import annotations

import os
import signal

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, SLOW, STUBBORN
from tests.e2e.tool import Running, Tool, look_at, machine

NEW = "pc-i440fx-7.2"


def send(running: Running, number: signal.Signals) -> None:
    os.kill(running.process.pid, number)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_one_signal_ends_it_between_two_guests(
    guest: MakeGuest, upgrade: Tool, number: signal.Signals
) -> None:
    guest(name="a", obeys_after=SLOW, start=True)
    other = guest(name="b", start=True)
    before = look_at(other)
    running = upgrade.begin("a", "b", "--yes", "--jobs", "1")
    running.wait_for("a: shut down\n")
    send(running, number)
    running.wait_for("the guests under way are finished")
    done = running.done()
    assert done.outcomes == {"a": "lifted", "b": "refused"}
    assert "stopped before its turn" in done.reason("b")
    assert done.code == 1
    assert look_at(other) == before
    assert upgrade.open_journals == []


def test_two_signals_end_it_at_once_and_the_next_run_undoes(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(obeys_after=STUBBORN, start=True)
    before = look_at(made)
    running = upgrade.begin(made.name, "--yes", "--shutdown-timeout", "5")
    running.wait_for(f"{made.name}: shut down\n")
    send(running, signal.SIGTERM)
    running.wait_for("Once more ends at once")
    send(running, signal.SIGTERM)
    running.process.communicate(timeout=10)
    assert running.process.returncode == 3
    assert len(upgrade.open_journals) == 1
    done = upgrade(guest().name, "--yes")
    assert done.outcomes[made.name] == "failed"
    assert "it was interrupted" in done.reason(made.name)
    assert upgrade.open_journals == []
    assert look_at(made) == before


def test_one_signal_lets_a_recovery_be_done_with(guest: MakeGuest, upgrade: Tool) -> None:
    """Whatever the run is for, and however little time it gives its own guests."""
    made, other = guest(obeys_after=STUBBORN, start=True), guest(start=True)
    before, untouched = look_at(made), look_at(other)
    first = upgrade.begin(made.name, "--yes", "--shutdown-timeout", "6")
    first.wait_for(f"{made.name}: shut down\n")
    send(first, signal.SIGKILL)
    first.process.communicate(timeout=10)
    second = upgrade.begin(other.name, "--yes", "--shutdown-timeout", "1")
    second.wait_for(f"{made.name}: wait for its shutdown\n")
    send(second, signal.SIGINT)
    second.wait_for("the guests under way are finished")
    made.destroy()  # it obeys in the end
    out, _ = second.process.communicate(timeout=20)
    assert (second.process.returncode, out) == (3, b"")
    assert "it was started again as it was" in second.talk
    assert second.talk.endswith("interrupted\n")
    assert upgrade.open_journals == []
    after = look_at(made)
    assert (after.state, after.definition) == (before.state, before.definition)
    assert machine(after.live) == machine(before.live)
    assert look_at(other) == untouched


def test_an_owner_who_is_waited_for_is_waited_for_no_longer(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    before = look_at(made)
    running = upgrade.begin(made.name, "--yes", "--when", "next-shutdown")
    running.wait_for(f"{made.name}: wait for its shutdown\n")
    send(running, signal.SIGTERM)
    done = running.done(within=10)
    assert done.outcomes == {made.name: "refused"}
    assert "stopped" in done.reason(made.name)
    assert look_at(made) == before
    assert upgrade.open_journals == []


def test_it_goes_on_when_nobody_listens_any_more(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(obeys_after=SLOW, start=True)
    running = upgrade.begin(made.name, "--yes")
    assert running.process.stdout is not None
    running.process.stdout.close()  # `| head -1`
    assert running.process.wait(30) == 3
    assert (made.domstate, machine(made.dumpxml())) == ("running", NEW)
    assert upgrade.open_journals == []
    assert PC not in made.dumpxml("--inactive")
