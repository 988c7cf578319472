"""Which guests does a libvirt host have, and which texts say what machine each has?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

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


def _guest(connection: Connection, domain: Any, has: dict[int, set[str]]) -> Guest | None:
    api = connection.api
    try:
        uuid = domain.UUIDString()
        state = _STATES[min(domain.state()[0], len(_STATES) - 1)]
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


def _stored(api: Any, domain: Any, state: State, flags: set[int], *, persistent: bool) -> Iterator[Stored]:
    if persistent:
        yield Stored(Carrier.PERSISTENT, domain.XMLDesc(api.VIR_DOMAIN_XML_INACTIVE))
    if state.active:
        yield Stored(Carrier.LIVE, domain.XMLDesc())
    if api.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE in flags:
        yield Stored(Carrier.MANAGED_SAVE, domain.managedSaveGetXMLDesc())
    if api.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT in flags:
        for snapshot in domain.listAllSnapshots():
            yield Stored(Carrier.SNAPSHOT, snapshot.getXMLDesc(), snapshot.getName())
    for checkpoint in _where_known(api, domain.listAllCheckpoints) if state.active or persistent else ():
        yield Stored(Carrier.CHECKPOINT, checkpoint.getXMLDesc(), checkpoint.getName())


def _where_known(api: Any, ask: Callable[[], list[Any]]) -> list[Any]:
    """Nothing where the host's libvirt is too old for the question (checkpoints: before 5.6)."""
    try:
        return ask()
    except api.libvirtError as error:
        if error.get_error_code() == api.VIR_ERR_NO_SUPPORT:
            return []
        raise
