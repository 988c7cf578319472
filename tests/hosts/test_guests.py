"""What if a guest changes, or cannot be read, while it is read?"""

from __future__ import annotations

from typing import Any

import pytest

from mtype.hosts.connection import Connection
from mtype.hosts.guests import read_guest
from mtype.model.errors import UnreadableError
from mtype.model.guest import State
from tests.hosts.fake_libvirt import FakeApi, FakeError

INVALID, NO_DOMAIN, RPC, QEMU = 55, 42, 7, 10  # libvirt: VIR_ERR_OPERATION_INVALID and so on


class Said(FakeError):
    """An error that knows where it comes from."""

    def __init__(self, code: int, text: str, source: int = QEMU) -> None:
        super().__init__(code, text)
        self._source = source

    def get_error_domain(self) -> int:
        return self._source


class Api(FakeApi):
    """Some more of libvirt's own numbers."""

    VIR_FROM_RPC = RPC
    VIR_CONNECT_LIST_DOMAINS_PERSISTENT = 4
    VIR_CONNECT_LIST_DOMAINS_AUTOSTART = 1024
    VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE = 256
    VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT = 4096
    VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT = 16384
    VIR_DOMAIN_XML_SECURE = 1
    VIR_DOMAIN_XML_INACTIVE = 2
    VIR_DOMAIN_JOB_NONE = 0


class Handle:
    """A virConnect that is there."""

    def isAlive(self) -> bool:
        return True


class Domain:
    """A virDomain that runs, and of whose jobs `error` is told. `goes` is whether it goes off just then."""

    def __init__(self, error: Said | None = None, *, goes: bool = False, save: Said | None = None) -> None:
        self.active = True
        self.asked = 0
        self._error = error
        self._goes = goes
        self._save = save

    def __getattr__(self, name: str) -> Any:
        fixed = {
            "state": [1 if self.active else 5, 0],
            "isActive": int(self.active),
            "isPersistent": 1,
            "autostart": 0,
            "hasManagedSaveImage": int(self._save is not None),
            "snapshotNum": 0,
            "listAllCheckpoints": [],
            "XMLDesc": "<domain/>",
            "name": "it's web",
            "UUIDString": "u-1",
        }
        return lambda *_: fixed[name]

    def jobStats(self) -> dict[str, int]:
        self.asked += 1
        self.active = self.active and not self._goes
        if self._error is not None:
            raise self._error
        return {}

    def managedSaveGetXMLDesc(self, _: int) -> str:
        assert self._save is not None
        raise self._save


def host() -> Connection:
    return Connection(Api(), Handle(), "qemu:///system")


def test_a_guest_that_goes_off_between_two_questions_is_read_again() -> None:
    domain = Domain(Said(INVALID, "domain is not running"), goes=True)
    guest = read_guest(host(), domain)
    assert guest is not None
    assert (guest.state, guest.busy, domain.asked) == (State.SHUT_OFF, (), 1)


def test_a_guest_that_goes_away_is_none() -> None:
    assert read_guest(host(), Domain(Said(NO_DOMAIN, "no domain with matching uuid"), goes=True)) is None


def test_a_monitor_that_hangs_is_not_asked_for_ever() -> None:
    domain = Domain(Said(68, "cannot acquire state change lock"))
    with pytest.raises(FakeError, match="state change lock"):
        read_guest(host(), domain)
    assert domain.asked == 1


def test_a_lost_host_is_not_asked_again() -> None:
    domain = Domain(Said(38, "end of file", RPC), goes=True)
    with pytest.raises(FakeError, match="end of file"):
        read_guest(host(), domain)
    assert domain.asked == 1


def test_a_text_that_cannot_be_read_is_told_with_what_to_do() -> None:
    with pytest.raises(UnreadableError, match="its managed save cannot be read: bad header") as told:
        read_guest(host(), Domain(save=Said(INVALID, "bad header")))
    assert "virsh managedsave-remove 'it'\"'\"'s web'" in told.value.remedy


def test_a_host_that_is_lost_over_a_text_is_told_as_lost() -> None:
    with pytest.raises(FakeError, match="end of file"):
        read_guest(host(), Domain(save=Said(38, "end of file", RPC)))
