from __future__ import annotations

import pytest

from mtype.model.definition import Carrier
from mtype.model.guest import Guest, State, Stored
from mtype.upgrade.blockers import blockers
from mtype.upgrade.conduct import Conduct, When

DEFINITION = "<domain type='qemu'><os><type machine='pc-q35-7.0'>hvm</type></os>{}</domain>"


def guest(state: State, more: str = "", **other: object) -> Guest:
    stored = (
        Stored(Carrier.PERSISTENT, DEFINITION.format(more)),
        Stored(Carrier.LIVE, DEFINITION.format(more)),
    )
    made = Guest("qemu:///system", "it's web", "u-1", state, persistent=True, autostart=False, stored=stored)
    return made._replace(**other)  # type: ignore[arg-type]


def reasons(made: Guest, conduct: Conduct = Conduct()) -> str:  # noqa: B008
    return " | ".join(f"{one.reason} -> {one.remedy}" for one in blockers(made, conduct))


@pytest.mark.parametrize("state", [State.RUNNING, State.SHUT_OFF, State.IDLE])
def test_nothing_speaks_against_an_ordinary_guest(state: State) -> None:
    assert reasons(guest(state)) == ""


@pytest.mark.parametrize(
    ("state", "remedy"),
    [
        (State.PAUSED, "virsh resume"),
        (State.SUSPENDED, "virsh dompmwakeup"),
        (State.CRASHED, "virsh destroy 'it'\"'\"'s web'"),
        (State.SHUTTING_DOWN, "once it is off"),
    ],
)
def test_what_cannot_obey_is_refused_with_the_way_out(state: State, remedy: str) -> None:
    assert remedy in reasons(guest(state))


def test_what_is_forced_off_may_be_paused() -> None:
    assert reasons(guest(State.PAUSED), Conduct(force_off=True)) == ""


def test_who_waits_for_the_owner_cares_for_neither_pause_nor_restart() -> None:
    restarts = "<on_poweroff>restart</on_poweroff>"
    waits = Conduct(when=When.NEXT_SHUTDOWN)
    assert reasons(guest(State.PAUSED, restarts), waits) == ""
    assert "never be off" in reasons(guest(State.RUNNING, restarts))


def test_a_job_is_waited_for() -> None:
    assert "a migration to another host is under way -> wait" in reasons(
        guest(State.RUNNING, busy=("a migration to another host",))
    )


def test_a_snapshot_holds_memory_or_not() -> None:
    text = "<domainsnapshot><name>s</name><state>{}</state><memory snapshot='{}'/>{}</domainsnapshot>"
    for state, memory, blocks in (("running", "internal", True), ("shutoff", "no", False)):
        snapshot = Stored(Carrier.SNAPSHOT, text.format(state, memory, DEFINITION.format("")), "s 1")
        made = guest(State.SHUT_OFF)
        made = made._replace(stored=(*made.stored, snapshot))
        assert ("virsh snapshot-delete" in reasons(made)) is blocks
