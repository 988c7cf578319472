"""How are the guests of several hosts read at once, while those that came are looked at?"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from queue import SimpleQueue

from mtype.hosts.connection import Connection, connect
from mtype.hosts.guests import each_guest
from mtype.model.guest import Guest

_AT_A_TIME = 16  # hosts: each may be an ssh


class Reading:
    """One host that is being read by a thread of its own: waiting for libvirt costs no time of ours."""

    def __init__(self, uri: str | None, turn: threading.Semaphore) -> None:
        self.uri = uri
        self._turn = turn
        self._came: SimpleQueue[Connection | Guest | BaseException | None] = SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def connection(self) -> Connection:
        """The host, once it is open; to be asked for first. Raises HostError where it does not open."""
        came = self._next()
        assert isinstance(came, Connection)
        return came

    def guests(self) -> Iterator[Guest]:
        """Its guests by name, as they come. Raises HostError where it stops to answer."""
        while (came := self._next()) is not None:
            assert isinstance(came, Guest)
            yield came

    def _next(self) -> Connection | Guest | None:
        came = self._came.get()
        if isinstance(came, BaseException):
            raise came
        return came

    def _read(self) -> None:
        with self._turn:
            try:
                host = connect(self.uri, read_only=True)
                self._came.put(host)
                for guest in each_guest(host):
                    self._came.put(guest)
                self._came.put(None)
            except BaseException as error:  # whatever it is, whoever waits must learn of it
                self._came.put(error)


def start_reading(uris: Sequence[str]) -> list[Reading]:
    """Begin to read these hosts, read-only; libvirt's default one if there are none. Each counts once."""
    turn = threading.Semaphore(_AT_A_TIME)
    return [Reading(uri, turn) for uri in dict.fromkeys(uris) or (None,)]
