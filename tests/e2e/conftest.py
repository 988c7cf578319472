from __future__ import annotations

import itertools
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.e2e.guests import OBEDIENT, PC
from tests.e2e.host import Host, missing
from tests.e2e.on_host import Guest, define_guest, remove_all_guests
from tests.e2e.tool import Tool

REQUIRED = "VMT_REQUIRE_HOSTS"


class MakeGuest(Protocol):
    """Defines a guest, and starts it where `start=True`. Other arguments are those of `domain_xml`."""

    def __call__(
        self,
        machine: str = PC,
        *,
        name: str | None = None,
        host: Host | None = None,
        obeys_after: float | None = OBEDIENT,
        disk_format: str = "raw",
        start: bool = False,
        **xml: Any,
    ) -> Guest: ...


@pytest.fixture(scope="session", autouse=True)
def hosts_are_possible() -> None:
    """Skips the folder where there is no libvirt, and fails it where the Makefile says there must be one."""
    reason = missing()
    if reason and os.environ.get(REQUIRED):
        pytest.fail(f"{reason} ({REQUIRED} is set)")
    if reason:
        pytest.skip(f"{reason}. Set {REQUIRED}=1 to make this a failure.")


@pytest.fixture(scope="session")
def session_host(hosts_are_possible: None) -> Iterator[Host]:
    yield from _started_host()


@pytest.fixture
def host(session_host: Host) -> Iterator[Host]:
    """A real libvirt host without guests, which the tests of this process share one after the other."""
    session_host.start_daemon()
    yield session_host
    remove_all_guests(session_host)


@pytest.fixture
def second_host(hosts_are_possible: None) -> Iterator[Host]:
    """Another one, which is the test's own."""
    yield from _started_host()


@pytest.fixture
def upgrade(host: Host, tmp_path: Path) -> Tool:
    """Runs `upgrade` on `host`."""
    return Tool(host, state=tmp_path / "state")


def _started_host() -> Iterator[Host]:
    host = Host()
    try:
        host.start()
        yield host
    finally:
        host.stop()


@pytest.fixture
def guest(host: Host) -> MakeGuest:
    """Makes guests on `host`, where nothing else is said, and they go with it."""
    return partial(_make_guest, host, (f"guest-{number}" for number in itertools.count(1)))


def _make_guest(
    default_host: Host,
    names: Iterator[str],
    machine: str = PC,
    *,
    name: str | None = None,
    host: Host | None = None,
    obeys_after: float | None = OBEDIENT,
    disk_format: str = "raw",
    start: bool = False,
    **xml: Any,
) -> Guest:
    made = define_guest(
        host or default_host,
        name or next(names),
        machine,
        obeys_after=obeys_after,
        disk_format=disk_format,
        **xml,
    )
    if start:
        made.start()
    return made
