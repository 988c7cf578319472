"""Which guests does a libvirt host have, and which texts say what machine each has?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from mtype.hosts.activity import busy_with
from mtype.hosts.connection import Connection, failed
from mtype.model.definition import Carrier
from mtype.model.guest import Guest, State, Stored

# libvirt: enum virDomainState, in its order.
_STATES = (
    State.NO_STATE, State.RUNNING, State.IDLE, State.PAUSED, State.SHUTTING_DOWN, State.SHUT_OFF,
    State.CRASHED, State.SUSPENDED,
)  # fmt: skip


def read_guests(connection: Connection) -> list[Guest]:
    """Every guest with its persistent and live definition, managed save, snapshots and checkpoints, by name.

    A guest that vanishes while it is read is left out. Asking which guests have something saved at all takes
    one call for each kind instead of several for each guest. Raises HostError where the host stops to answer.
    """
    api, handle = connection.api, connection.handle
    try:
        has = {
            flag: {domain.UUIDString() for domain in handle.listAllDomains(flag)}
            for flag in (
                api.VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
                api.VIR_CONNECT_LIST_DOMAINS_AUTOSTART,
                api.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE,
                api.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT,
            )
        }
        domains = handle.listAllDomains()
        found = (_guest(connection, domain, has) for domain in domains)
        return sorted((guest for guest in found if guest is not None), key=lambda guest: guest.name)
    except api.libvirtError as error:
        raise failed(f"{connection.uri} stopped answering", error) from error


def read_guest(connection: Connection, domain: Any) -> Guest | None:
    """One guest as it is now, its texts with their secrets, and what it is busy with; None if it has just
    gone. The connection must be one that may write. Raises libvirt's own error for anything else."""
    api = connection.api
    try:
        state = state_of(domain)
        has = {
            api.VIR_CONNECT_LIST_DOMAINS_PERSISTENT: domain.isPersistent(),
            api.VIR_CONNECT_LIST_DOMAINS_AUTOSTART: domain.isPersistent() and domain.autostart(),
            api.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE: domain.hasManagedSaveImage(),
            api.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT: domain.snapshotNum(),
        }
        flags = {flag for flag, holds in has.items() if holds}
        persistent = bool(domain.isPersistent())
        stored = _stored(api, domain, state, flags, persistent=persistent, secure=api.VIR_DOMAIN_XML_SECURE)
        return Guest(
            uri=connection.uri,
            name=domain.name(),
            uuid=domain.UUIDString(),
            state=state,
            persistent=persistent,
            autostart=api.VIR_CONNECT_LIST_DOMAINS_AUTOSTART in flags,
            stored=tuple(stored),
            busy=tuple(busy_with(api, domain)) if state.active else (),
        )
    except api.libvirtError as error:
        if error.get_error_code() == api.VIR_ERR_NO_DOMAIN:
            return None
        raise


def state_of(domain: Any) -> State:
    """What it does."""
    return _STATES[min(domain.state()[0], len(_STATES) - 1)]


def _guest(connection: Connection, domain: Any, has: dict[int, set[str]]) -> Guest | None:
    api = connection.api
    try:
        uuid = domain.UUIDString()
        state = state_of(domain)
        flags = {flag for flag, uuids in has.items() if uuid in uuids}
        persistent = api.VIR_CONNECT_LIST_DOMAINS_PERSISTENT in flags
        return Guest(
            uri=connection.uri,
            name=domain.name(),
            uuid=uuid,
            state=state,
            persistent=persistent,
            autostart=api.VIR_CONNECT_LIST_DOMAINS_AUTOSTART in flags,
            stored=tuple(_stored(api, domain, state, flags, persistent=persistent)),
        )
    except api.libvirtError as error:
        if error.get_error_code() == api.VIR_ERR_NO_DOMAIN:
            return None
        raise


def _stored(
    api: Any, domain: Any, state: State, flags: set[int], *, persistent: bool, secure: int = 0
) -> Iterator[Stored]:
    # libvirt: VIR_DOMAIN_XML_SECURE, VIR_DOMAIN_SAVE_IMAGE_XML_SECURE and the flags of snapshots and
    # checkpoints of that name are all 1.
    if persistent:
        yield Stored(Carrier.PERSISTENT, domain.XMLDesc(api.VIR_DOMAIN_XML_INACTIVE | secure))
    if state.active:
        yield Stored(Carrier.LIVE, domain.XMLDesc(secure))
    if api.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE in flags:
        yield Stored(Carrier.MANAGED_SAVE, domain.managedSaveGetXMLDesc(secure))
    if api.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT in flags:
        for snapshot in domain.listAllSnapshots():
            yield Stored(Carrier.SNAPSHOT, snapshot.getXMLDesc(secure), snapshot.getName())
    for checkpoint in _where_known(api, domain.listAllCheckpoints) if state.active or persistent else ():
        yield Stored(Carrier.CHECKPOINT, checkpoint.getXMLDesc(secure), checkpoint.getName())


def _where_known(api: Any, ask: Callable[[], list[Any]]) -> list[Any]:
    """Nothing where the host's libvirt is too old for the question (checkpoints: before 5.6)."""
    try:
        return ask()
    except api.libvirtError as error:
        if error.get_error_code() == api.VIR_ERR_NO_SUPPORT:
            return []
        raise
