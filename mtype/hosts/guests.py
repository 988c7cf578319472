"""Which guests does a libvirt host have, and which texts say what machine each has?"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterator
from typing import Any

from mtype.hosts.activity import busy_with
from mtype.hosts.connection import Connection, failed, said
from mtype.model.definition import Carrier
from mtype.model.errors import UnreadableError
from mtype.model.guest import Guest, State, Stored

# libvirt: enum virDomainState, in its order.
_STATES = (
    State.NO_STATE, State.RUNNING, State.IDLE, State.PAUSED, State.SHUTTING_DOWN, State.SHUT_OFF,
    State.CRASHED, State.SUSPENDED,
)  # fmt: skip
# What to do about a text that libvirt cannot read, by the name of `_texts`.
_REMEDIES = {
    "definition": "see what `virsh dumpxml --inactive {0}` says",
    "live definition": "see what `virsh dumpxml {0}` says",
    "managed save": "see what `virsh managedsave-dumpxml {0}` says; `virsh managedsave-remove {0}` gives the "
    "saved memory up",
    "snapshots": "see what `virsh snapshot-list {0}` says",
    "checkpoints": "see what `virsh checkpoint-list {0}` says",
}


def read_guests(connection: Connection) -> list[Guest]:
    """Every guest, as `each_guest` gives them."""
    return list(each_guest(connection))


def each_guest(connection: Connection) -> Iterator[Guest]:
    """Every guest with its persistent and live definition, managed save, snapshots and checkpoints, by name.

    A guest that vanishes while it is read is left out; a text that libvirt cannot read is told in `unread`.
    Which guests run or have something saved is asked for all of them at once: most take one call each.
    Raises HostError where the host stops to answer.
    """
    api, handle = connection.api, connection.handle
    try:
        has = {flag: _with(api, handle, flag) for flag in _flags(api)}
        for domain in sorted(handle.listAllDomains(), key=lambda one: one.name()):
            guest = _guest(connection, domain, has)
            if guest is not None:
                yield guest
    except api.libvirtError as error:
        raise failed(f"{connection.uri} stopped answering", error) from error


def _flags(api: Any) -> tuple[int, ...]:
    return (
        api.VIR_CONNECT_LIST_DOMAINS_PERSISTENT,
        api.VIR_CONNECT_LIST_DOMAINS_AUTOSTART,
        api.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE,
        api.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT,
        api.VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT,
    )


def _with(api: Any, handle: Any, flag: int) -> set[str]:
    try:
        return {domain.UUIDString() for domain in handle.listAllDomains(flag)}
    except api.libvirtError as error:
        if flag == api.VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT and _too_old(api, error):
            return set()
        raise


def read_guest(connection: Connection, domain: Any, attempts: int = 3) -> Guest | None:
    """One guest as it is now, its texts with their secrets, and what it is busy with; None if it has just
    gone. The connection must be one that may write.

    Raises UnreadableError for a text that libvirt cannot read, libvirt's own error for the rest.
    """
    api = connection.api
    state = State.NO_STATE
    try:
        state = state_of(domain)
        has = {
            api.VIR_CONNECT_LIST_DOMAINS_PERSISTENT: domain.isPersistent(),
            api.VIR_CONNECT_LIST_DOMAINS_AUTOSTART: domain.isPersistent() and domain.autostart(),
            api.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE: domain.hasManagedSaveImage(),
            api.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT: domain.snapshotNum(),
            api.VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT: True,
        }
        flags = {flag for flag, holds in has.items() if holds}
        texts = _texts(api, domain, flags, active=state.active, secure=api.VIR_DOMAIN_XML_SECURE)
        return Guest(
            uri=connection.uri,
            name=domain.name(),
            uuid=domain.UUIDString(),
            state=state,
            persistent=api.VIR_CONNECT_LIST_DOMAINS_PERSISTENT in flags,
            autostart=api.VIR_CONNECT_LIST_DOMAINS_AUTOSTART in flags,
            stored=tuple(one for what, read in texts for one in _read(connection, domain, what, read)),
            busy=tuple(busy_with(api, domain)) if state.active else (),
            managed_save=api.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE in flags,
        )
    except api.libvirtError as error:
        if error.get_error_code() == api.VIR_ERR_NO_DOMAIN:
            return None
        # It was started or went off between two questions, and the second made no sense any more.
        if attempts > 1 and not connection.lost(error) and domain.isActive() != state.active:
            return read_guest(connection, domain, attempts - 1)
        raise


def _read(connection: Connection, domain: Any, what: str, read: Callable[[], list[Stored]]) -> list[Stored]:
    api = connection.api
    try:
        return read()
    except api.libvirtError as error:
        if error.get_error_code() == api.VIR_ERR_NO_DOMAIN or connection.lost(error):
            raise
        remedy = _REMEDIES[what].format(shlex.quote(domain.name()))
        raise UnreadableError(_unread(what, error), remedy) from error


def _unread(what: str, error: Any) -> str:
    return f"its {what} cannot be read: {said(error)}"


def state_of(domain: Any) -> State:
    """What it does."""
    return _STATES[min(domain.state()[0], len(_STATES) - 1)]


def _guest(connection: Connection, domain: Any, has: dict[int, set[str]]) -> Guest | None:
    api = connection.api
    uuid = domain.UUIDString()
    active = domain.ID() != -1  # the list told it: no call
    flags = {flag for flag, uuids in has.items() if uuid in uuids}
    stored: list[Stored] = []
    unread: list[str] = []
    try:
        state = state_of(domain) if active else State.SHUT_OFF
        for what, read in _texts(api, domain, flags, active=active):
            try:
                stored += read()
            except api.libvirtError as error:
                if error.get_error_code() == api.VIR_ERR_NO_DOMAIN or connection.lost(error):
                    raise
                unread.append(_unread(what, error))
    except api.libvirtError as error:
        if error.get_error_code() == api.VIR_ERR_NO_DOMAIN:
            return None
        raise
    return Guest(
        uri=connection.uri,
        name=domain.name(),
        uuid=uuid,
        state=state,
        persistent=api.VIR_CONNECT_LIST_DOMAINS_PERSISTENT in flags,
        autostart=api.VIR_CONNECT_LIST_DOMAINS_AUTOSTART in flags,
        stored=tuple(stored),
        unread=tuple(unread),
        managed_save=api.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE in flags,
    )


def _texts(
    api: Any, domain: Any, flags: set[int], *, active: bool, secure: int = 0
) -> Iterator[tuple[str, Callable[[], list[Stored]]]]:
    """What there is to read of a guest, and what reads it."""
    # libvirt: VIR_DOMAIN_XML_SECURE, VIR_DOMAIN_SAVE_IMAGE_XML_SECURE and the flags of snapshots and
    # checkpoints of that name are all 1.
    if api.VIR_CONNECT_LIST_DOMAINS_PERSISTENT in flags:
        inactive = api.VIR_DOMAIN_XML_INACTIVE | secure
        yield "definition", lambda: [Stored(Carrier.PERSISTENT, domain.XMLDesc(inactive))]
    if active:
        yield "live definition", lambda: [Stored(Carrier.LIVE, domain.XMLDesc(secure))]
    if api.VIR_CONNECT_LIST_DOMAINS_MANAGEDSAVE in flags:
        yield "managed save", lambda: [Stored(Carrier.MANAGED_SAVE, domain.managedSaveGetXMLDesc(secure))]
    if api.VIR_CONNECT_LIST_DOMAINS_HAS_SNAPSHOT in flags:
        yield "snapshots", lambda: _each(Carrier.SNAPSHOT, domain.listAllSnapshots(), secure)
    if api.VIR_CONNECT_LIST_DOMAINS_HAS_CHECKPOINT in flags:
        yield (
            "checkpoints",
            lambda: _each(Carrier.CHECKPOINT, _where_known(api, domain.listAllCheckpoints), secure),
        )


def _each(carrier: Carrier, found: list[Any], secure: int) -> list[Stored]:
    """Snapshots or checkpoints by name."""
    found = sorted(found, key=lambda one: one.getName())  # libvirt's own order differs from call to call
    return [Stored(carrier, one.getXMLDesc(secure), one.getName()) for one in found]


def _where_known(api: Any, ask: Callable[[], list[Any]]) -> list[Any]:
    """Nothing where the host's libvirt is too old for the question (checkpoints: before 5.6)."""
    try:
        return ask()
    except api.libvirtError as error:
        if _too_old(api, error):
            return []
        raise


def _too_old(api: Any, error: Any) -> bool:
    return error.get_error_code() in (api.VIR_ERR_NO_SUPPORT, api.VIR_ERR_INVALID_ARG)
