"""Is it told how a guest stands, also where something of it cannot be known?"""

from __future__ import annotations

from datetime import date

import pytest

from mtype.catalogue.load import load_catalogue
from mtype.catalogue.releases import find_release
from mtype.catalogue.target import Target
from mtype.model.definition import Carrier, Definition
from mtype.model.errors import EmulatorError
from mtype.model.guest import Guest, State, Stored
from mtype.model.status import Status
from mtype.upgrade.choice import Keep, Refusal
from mtype.upgrade.standing import Standing, Standings, Wait, Waiting

TODAY = date(2026, 11, 21)
OLD, NEW = "pc-q35-9.0", "pc-q35-10.0"


class Debian:
    """The target of every guest is Debian 13."""

    def __init__(self) -> None:
        catalogue = load_catalogue()
        release = find_release(catalogue, "debian:13")
        self.known = Target(catalogue, release, release.id)

    def target(self, definition: Definition) -> Target:
        return self.known


class Nobody:
    """No emulator answers."""

    def target(self, definition: Definition) -> Target:
        raise EmulatorError(f"{definition.emulator} took too long.")


def domain(machine: str) -> str:
    return (
        f"<domain type='kvm'><name>web</name><os><type arch='x86_64' machine='{machine}'>hvm</type></os>"
        "<devices><emulator>/usr/bin/qemu</emulator></devices></domain>"
    )


def snapshot(machine: str, memory: str = "no") -> str:
    return f"<domainsnapshot><memory snapshot='{memory}'/>{domain(machine)}</domainsnapshot>"


def guest(
    *stored: Stored, persistent: bool = True, unread: tuple[str, ...] = (), managed_save: bool = False
) -> Guest:
    return Guest(
        "qemu:///system", "web", "u-1", State.RUNNING, persistent, False, stored, (), unread, managed_save
    )


def standing(*stored: Stored, **fields: bool | tuple[str, ...]) -> Standing:
    return Standings(TODAY).standing(guest(*stored, **fields), Debian())  # type: ignore[arg-type]


def test_a_plain_guest() -> None:
    found = standing(Stored(Carrier.PERSISTENT, domain(OLD)))
    assert (found.status, found.newest, found.live, found.waits) == (Status.SUPPORTED, NEW, None, ())
    assert found.verdict and found.verdict.removal


def test_the_newest_stays() -> None:
    found = standing(Stored(Carrier.PERSISTENT, domain(NEW)))
    assert found.newest is None
    assert found.verdict and isinstance(found.verdict.choice, Keep)


def test_a_removed_type_without_a_way_up() -> None:
    found = standing(Stored(Carrier.PERSISTENT, domain("pc-q35-jammy-hpb")))
    assert (found.status, found.newest) == (Status.FOREIGN, None)
    assert found.verdict and isinstance(found.verdict.choice, Refusal)
    assert found.verdict.removal is None


@pytest.mark.parametrize(
    ("stored", "waits"),
    [
        pytest.param([Stored(Carrier.LIVE, domain(NEW))], (), id="live is the same"),
        pytest.param(
            [Stored(Carrier.LIVE, domain(OLD))], (Wait(Waiting.RESTART, 1, OLD),), id="live is another"
        ),
        pytest.param(
            [Stored(Carrier.MANAGED_SAVE, domain(OLD))], (Wait(Waiting.MANAGED_SAVE, 1, OLD),), id="saved"
        ),
        pytest.param(
            [Stored(Carrier.MANAGED_SAVE, domain(NEW))],
            (Wait(Waiting.MANAGED_SAVE, 1, None),),
            id="the same is saved",
        ),
        pytest.param([Stored(Carrier.SNAPSHOT, snapshot(NEW), "a")], (), id="a harmless snapshot"),
        pytest.param(
            [Stored(Carrier.SNAPSHOT, snapshot(NEW, "internal"), "a")],
            (Wait(Waiting.SNAPSHOTS, 1, None),),
            id="a snapshot with memory",
        ),
        pytest.param(
            [Stored(Carrier.SNAPSHOT, snapshot(OLD), "a"), Stored(Carrier.SNAPSHOT, snapshot(OLD), "b")],
            (Wait(Waiting.SNAPSHOTS, 2, OLD),),
            id="snapshots of another type",
        ),
        pytest.param([Stored(Carrier.CHECKPOINT, domain(OLD), "a")], (), id="a checkpoint is never resumed"),
    ],
)
def test_what_it_waits_for(stored: list[Stored], waits: tuple[Wait, ...]) -> None:
    assert standing(Stored(Carrier.PERSISTENT, domain(NEW)), *stored).waits == waits


def test_a_transient_guest_waits_for_nothing() -> None:
    found = standing(Stored(Carrier.LIVE, domain(OLD)), persistent=False)
    assert (found.live, found.newest, found.waits) == (OLD, NEW, ())


def test_an_emulator_that_cannot_be_asked() -> None:
    found = Standings(TODAY).standing(guest(Stored(Carrier.PERSISTENT, domain(NEW))), Nobody())
    assert (found.status, found.target, found.newest) == (Status.UNKNOWN, None, None)
    assert found.reasons == ("/usr/bin/qemu took too long.",)


def test_texts_that_cannot_be_read() -> None:
    found = standing(
        Stored(Carrier.PERSISTENT, "<domain>"),
        Stored(Carrier.SNAPSHOT, "<x/>", "a"),
        unread=("its managed save cannot be read: it is damaged",),
    )
    assert (found.status, found.definition, found.carried) == (Status.UNKNOWN, None, ())
    assert found.reasons[0] == "its managed save cannot be read: it is damaged"
    assert found.reasons[1].startswith("its persistent cannot be read: ")
    assert found.reasons[2] == "its snapshot cannot be read: no domain in it"


def test_a_managed_save_that_cannot_be_read_is_waited_for_all_the_same() -> None:
    wait = Wait(Waiting.MANAGED_SAVE, 1, None)
    own = Stored(Carrier.PERSISTENT, domain(NEW))
    assert standing(own, managed_save=True, unread=("its managed save cannot be read: x",)).waits == (wait,)
    both = standing(own, Stored(Carrier.MANAGED_SAVE, domain(NEW)), managed_save=True)
    assert both.waits == (wait,)


def test_types_that_guests_share_are_judged_once() -> None:
    standings, debian = Standings(TODAY), Debian()
    one, other = (
        standings.standing(guest(Stored(Carrier.PERSISTENT, domain(OLD))), debian) for _ in range(2)
    )
    assert one.verdict is other.verdict
