"""Does whoever waits for a host learn of it, whatever becomes of the thread that reads it?"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from mtype.hosts import reading
from mtype.hosts.connection import Connection
from mtype.hosts.reading import start_reading
from mtype.model.errors import HostError
from mtype.model.guest import Guest, State
from tests.hosts.fake_libvirt import connection

WEB = Guest("qemu:///system", "web", "u-1", State.SHUT_OFF, True, False, ())


def opens(monkeypatch: pytest.MonkeyPatch, outcome: Connection | BaseException) -> list[str | None]:
    opened: list[str | None] = []

    def open_it(uri: str | None, *, read_only: bool) -> Connection:
        assert read_only
        opened.append(uri)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    monkeypatch.setattr(reading, "connect", open_it)
    return opened


def gives(monkeypatch: pytest.MonkeyPatch, *came: Guest | BaseException) -> None:
    def each(host: Connection) -> Iterator[Guest]:
        for one in came:
            if isinstance(one, BaseException):
                raise one
            yield one

    monkeypatch.setattr(reading, "each_guest", each)


def test_the_guests_of_each_host_once(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = opens(monkeypatch, connection("qemu:///system"))
    gives(monkeypatch, WEB)
    readings = start_reading(["a", "b", "a"])
    assert [one.uri for one in readings] == ["a", "b"]
    for one in readings:
        assert one.connection().uri == "qemu:///system"
        assert list(one.guests()) == [WEB]
    assert sorted(str(uri) for uri in opened) == ["a", "b"]


def test_without_a_uri_it_is_the_default_one(monkeypatch: pytest.MonkeyPatch) -> None:
    opened = opens(monkeypatch, connection("qemu:///system"))
    gives(monkeypatch)
    (only,) = start_reading([])
    only.connection()
    assert (list(only.guests()), opened) == ([], [None])


@pytest.mark.parametrize("error", [HostError("it is off"), ValueError("a defect of ours")])
def test_a_host_that_does_not_open(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    opens(monkeypatch, error)
    (only,) = start_reading(["a"])
    with pytest.raises(type(error), match=str(error)):
        only.connection()


def test_a_host_that_stops_in_the_middle(monkeypatch: pytest.MonkeyPatch) -> None:
    opens(monkeypatch, connection("qemu:///system"))
    gives(monkeypatch, WEB, HostError("it stopped answering"))
    (only,) = start_reading(["a"])
    only.connection()
    came = only.guests()
    assert next(came) == WEB
    with pytest.raises(HostError, match="stopped answering"):
        next(came)


def test_many_hosts_wait_for_their_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    opens(monkeypatch, connection("qemu:///system"))
    gives(monkeypatch, WEB)
    readings = start_reading([f"host-{number}" for number in range(60)])
    for one in readings:
        one.connection()
        assert list(one.guests()) == [WEB]
