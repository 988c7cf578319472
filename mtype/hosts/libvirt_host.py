"""The host of guests that a transaction works on, over libvirt"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from mtype.hosts.connection import Connection, connect, said
from mtype.hosts.guests import read_guest, state_of
from mtype.model.errors import HostError, HostLostError
from mtype.model.guest import Guest, State
from mtype.upgrade.guest_host import ShutdownMode

_LOOK_AGAIN = 1.0  # seconds: events tell sooner, but one may be lost
_TRY_AGAIN = 0.5  # seconds between two attempts to open a host that went away
_FLAGS = {
    ShutdownMode.AGENT: "VIR_DOMAIN_SHUTDOWN_GUEST_AGENT",
    ShutdownMode.ACPI: "VIR_DOMAIN_SHUTDOWN_ACPI_POWER_BTN",
}


class LibvirtHost:
    """`mtype.upgrade.guest_host.GuestHost` over a connection that may write. Threads may share one."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.uri = connection.uri
        self._api = connection.api
        self._changed = threading.Condition()
        self._changes = 0
        self._opening = threading.Lock()
        self._listen()

    def _listen(self) -> None:
        with self._told("events of guests cannot be had"):
            self.connection.handle.domainEventRegisterAny(
                None, self._api.VIR_DOMAIN_EVENT_ID_LIFECYCLE, self._on_lifecycle, None
            )

    def reconnect(self, seconds: float) -> bool:
        """Whether the host answers, after opening it again where it does not and trying for that long."""
        deadline = time.monotonic() + seconds
        while True:
            with self._opening:  # several guests lose their host at once; one of them opens it for all
                if self._answers():
                    return True
                try:
                    self.connection = connect(self.uri, read_only=False, events=True)
                    self._listen()
                    return True
                except HostError:
                    if time.monotonic() >= deadline:
                        return False
            time.sleep(_TRY_AGAIN)

    def _answers(self) -> bool:
        try:
            self.connection.handle.getLibVersion()
        except self._api.libvirtError:
            return False
        return True

    def guest(self, uuid: str) -> Guest | None:
        """The guest as it is now; None if it has gone."""
        with self._told("the guest cannot be read"):
            try:
                domain = self.connection.handle.lookupByUUIDString(uuid)
            except self._api.libvirtError as error:
                if error.get_error_code() == self._api.VIR_ERR_NO_DOMAIN:
                    return None
                raise
            return read_guest(self.connection, domain)

    def state(self, uuid: str) -> State:
        """What it does now."""
        with self._told("its state cannot be read"):
            return state_of(self._domain(uuid))

    def definition(self, uuid: str) -> str:
        """Its persistent definition with its secrets."""
        flags = self._api.VIR_DOMAIN_XML_INACTIVE | self._api.VIR_DOMAIN_XML_SECURE
        with self._told("its definition cannot be read"):
            return str(self._domain(uuid).XMLDesc(flags))

    def live(self, uuid: str) -> str:
        """The definition it runs with, with its secrets."""
        with self._told("its live definition cannot be read"):
            return str(self._domain(uuid).XMLDesc(self._api.VIR_DOMAIN_XML_SECURE))

    def validate(self, definition: str) -> None:
        """Have libvirt make an emulator's command line of it, which starts nothing."""
        with self._told("this host could not run it"):
            self.connection.handle.domainXMLToNative("qemu-argv", definition, 0)

    def try_start(self, definition: str) -> None:
        """Start it paused as a transient guest that ends with this connection, and end it."""
        api = self._api
        flags = api.VIR_DOMAIN_START_PAUSED | api.VIR_DOMAIN_START_AUTODESTROY
        with self._told("it does not start"):
            domain = self.connection.handle.createXML(definition, flags)
            uuid, started = domain.UUIDString(), domain.XMLDesc()
            domain.destroy()
            if "<nvram" in started or "<tpm" in started:
                # A transient guest leaves these behind; libvirt deletes them with a persistent one.
                self.connection.handle.defineXML(definition)
                self.discard(uuid)

    def discard(self, uuid: str) -> None:
        """Take away what an interrupted `try_start` may have left."""
        api = self._api
        with self._told("what is left of a start on trial cannot be taken away"):
            for domain in self.connection.handle.listAllDomains():
                if domain.UUIDString() != uuid:
                    continue
                persistent = domain.isPersistent()
                if domain.isActive():
                    domain.destroy()
                if persistent:
                    domain.undefineFlags(api.VIR_DOMAIN_UNDEFINE_NVRAM)

    def shut_down(self, uuid: str, mode: ShutdownMode) -> None:
        """Ask the guest to shut down; returns at once."""
        with self._told("it cannot be asked to shut down"):
            self._domain(uuid).shutdownFlags(getattr(self._api, _FLAGS[mode]))

    def force_off(self, uuid: str) -> None:
        """End its emulator, as pulling the plug does."""
        with self._told("it cannot be forced off"):
            self._domain(uuid).destroy()

    def wait_until_off(self, uuid: str, seconds: float | None) -> bool:
        """Wait until it is off, for ever where `seconds` is None; whether it is."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while True:
            seen = self._changes  # before the look: what changes after it ends the wait below
            if not self.state(uuid).active:
                return True
            left = _LOOK_AGAIN if deadline is None else min(_LOOK_AGAIN, deadline - time.monotonic())
            if left <= 0:
                return False
            with self._changed:
                if self._changes == seen:
                    self._changed.wait(left)

    def define(self, definition: str) -> None:
        """Replace the persistent definition of the guest whose UUID `definition` has."""
        with self._told("it cannot be defined"):
            self.connection.handle.defineXML(definition)

    def start(self, uuid: str) -> None:
        """Start it from its persistent definition."""
        with self._told("it does not start"):
            self._domain(uuid).create()

    def _domain(self, uuid: str) -> Any:
        return self.connection.handle.lookupByUUIDString(uuid)

    def _on_lifecycle(self, *_: object) -> None:
        with self._changed:
            self._changes += 1
            self._changed.notify_all()

    @contextmanager
    def _told(self, what: str) -> Iterator[None]:
        try:
            yield
        except self._api.libvirtError as error:
            kind = HostLostError if self.connection.lost(error) else HostError
            raise kind(f"{what}: {said(error)}") from error


def open_host(uri: str | None) -> LibvirtHost:
    """Open the host at `uri` for work on its guests. Raises HostError as `connect` does."""
    return LibvirtHost(connect(uri, read_only=False, events=True))
