"""What does libvirt say of one emulator of a host, asked for it by its path?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from mtype.hosts.connection import Connection, failed
from mtype.hosts.listing import NAME, ListedMachine, Listing, ListingError, merged
from mtype.model.arch import qemu_arch
from mtype.model.errors import HostError

# The reply is libvirt's own, short and of one form; lxml would take longer to load than all of this.
_PATH = re.compile(r"<path>([^<]+)</path>")
_MACHINE = re.compile(r"<machine>([^<]+)</machine>")
TOLD_BY = "domcapabilities"


def ask_default_emulator(connection: Connection, arch: str, kind: str) -> str:
    """The emulator that libvirt takes for a guest of `arch` and domain type `kind` that names none."""
    found = _PATH.search(_ask(connection, None, arch, None, kind))
    if found is None:
        raise HostError(f"{connection.uri} does not tell its emulator for {arch or 'its own arch'}")
    return found[1]


def ask_domain_capabilities(
    connection: Connection, path: str, arch: str, kind: str, names: Iterable[str]
) -> Listing:
    """Which of `names` the emulator at `path` of the host offers, and what the aliases among them stand for.

    libvirt speaks of one type at a time and does not tell which are deprecated. Where it knows the
    emulator, a question takes a fifth of a millisecond. Raises HostError where it cannot ask the emulator.
    """
    _ask(connection, path, arch, None, kind)  # that it can be asked at all
    try:
        machines = merged(_offered(connection, path, arch, kind, names))
    except ListingError as error:
        raise HostError(f"{connection.uri} knows none of our names at {path}: it {error}") from error
    return Listing(qemu_arch(arch), machines, emulator=path, told_by=TOLD_BY, leaves_out=frozenset({"none"}))


def _offered(
    connection: Connection, path: str, arch: str, kind: str, names: Iterable[str]
) -> Iterator[ListedMachine]:
    api = connection.api
    for name in names:
        if not NAME.fullmatch(name):
            continue
        try:
            reply = connection.handle.getDomainCapabilities(path, arch or None, name, kind or None)
        except api.libvirtError as error:
            if error.get_error_code() == api.VIR_ERR_INVALID_ARG:  # "the machine … is not supported by …"
                continue
            raise _failed(connection, path, error) from error
        found = _MACHINE.search(reply)
        stands_for = found[1] if found else name
        yield ListedMachine(name, None if stands_for == name else stands_for, None, None)


def _ask(connection: Connection, path: str | None, arch: str, machine: str | None, kind: str) -> str:
    try:
        reply: str = connection.handle.getDomainCapabilities(path, arch or None, machine, kind or None)
        return reply
    except connection.api.libvirtError as error:
        raise _failed(connection, path, error) from error


def _failed(connection: Connection, path: str | None, error: Any) -> HostError:
    what = f"what {path} offers" if path else "what its emulators offer"
    return failed(f"{connection.uri} does not tell {what}", error)
