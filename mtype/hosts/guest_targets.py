"""What may a guest of a host use? What its own emulator offers, asked here or through libvirt."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TypeVar, cast
from urllib.parse import parse_qs, urlsplit

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import host_release
from mtype.catalogue.target import Target
from mtype.hosts.connection import Connection, connect, failed
from mtype.hosts.cross_check import agreed
from mtype.hosts.domain_capabilities import ask_default_emulator, ask_domain_capabilities
from mtype.hosts.emulator import ask_emulator
from mtype.hosts.libvirt_capabilities import read_libvirt_capabilities
from mtype.hosts.listing import Listing, ListingError
from mtype.hosts.offers import offers
from mtype.hosts.os_release import read_os_release
from mtype.model.arch import qemu_arch
from mtype.model.definition import Definition
from mtype.model.errors import HostError, MtypeError, UsageError
from mtype.model.release import Release

_T = TypeVar("_T")


class GuestTargets:
    """The targets of the guests of one host. Each emulator is asked once, and so is one that does not answer.

    On this machine the emulator itself is asked, and the release is the machine's own. Of every other host
    libvirt tells what the emulator offers, and the release is not known.
    """

    def __init__(self, connection: Connection, catalogue: Catalogue) -> None:
        self.connection = connection
        self.catalogue = catalogue
        self.local = is_local(connection.uri)
        self._answers: dict[tuple[str, ...], object] = {}

    def target(self, definition: Definition) -> Target:
        """What the guest of `definition` may use. Raises EmulatorError or HostError where its emulator cannot
        be asked: what the catalogue believes of the host is no answer."""
        path = definition.emulator or self._default_emulator(definition)
        if self.local and os.path.exists(path):  # noqa: PTH110  # pathlib raises where a folder is closed
            return self._once(("emulator", path), lambda: self._asked_here(path))
        return self._told_by_libvirt(path, definition)

    def _default_emulator(self, definition: Definition) -> str:
        arch, kind = definition.arch or "", definition.domain_type or ""
        return self._once(("default", arch, kind), lambda: ask_default_emulator(self._writable(), arch, kind))

    def _asked_here(self, path: str) -> Target:
        listing = agreed(ask_emulator(path))  # a type on one word only is no type to lift a guest to
        what = f"QEMU {listing.version}" if listing.version else "QEMU"
        release = self._once(("release",), self._own_release)
        label = release.id if release else what
        found = offers(self.catalogue, [listing])
        return Target(self.catalogue, release, label, f"emulator {path} ({what})", found)

    def _own_release(self) -> Release | None:
        try:
            return host_release(self.catalogue, read_os_release())
        except UsageError:  # the emulator is known all the same: only forecasts need a release
            return None

    def _told_by_libvirt(self, path: str, definition: Definition) -> Target:
        listings = self._once(("capabilities",), self._capabilities)
        of_path = [listing for listing in listings if listing.emulator == path]
        if of_path:
            return self._once(("libvirt", path), lambda: self._told(path, of_path))
        # getCapabilities speaks of one emulator for each arch; any other has to be asked name by name.
        arch, kind, name = definition.arch or "", definition.domain_type or "", definition.machine_type or ""
        names = self._names(arch)
        own = () if name in names else (name,)
        return self._once(
            ("probed", path, arch, kind, *own),
            lambda: self._told(
                path, [ask_domain_capabilities(self._writable(), path, arch, kind, (*names, *own))]
            ),
        )

    def _told(self, path: str, listings: list[Listing]) -> Target:
        uri = self.connection.uri
        return Target(
            self.catalogue, None, uri, f"emulator {path} (told by libvirt)", offers(self.catalogue, listings)
        )

    def _capabilities(self) -> list[Listing]:
        uri = self.connection.uri
        try:
            return read_libvirt_capabilities(self.connection.handle.getCapabilities())
        except self.connection.api.libvirtError as error:
            raise failed(f"{uri} does not tell what its emulators offer", error) from error
        except ListingError as error:
            raise HostError(f"{uri} does not tell what its emulators offer: what it says {error}") from error

    def _names(self, arch: str) -> tuple[str, ...]:
        """Every name that the catalogue knows there."""
        kinds = self.catalogue.types_on(qemu_arch(arch))
        return tuple(dict.fromkeys([*(kind.name for kind in kinds), *self.catalogue.alias_names]))

    def _writable(self) -> Connection:
        """libvirt runs a program of the caller's choice only for whoever may change its guests."""
        if not self.connection.read_only:
            return self.connection
        return self._once(("writable",), lambda: connect(self.connection.uri, read_only=False))

    def _once(self, key: tuple[str, ...], work: Callable[[], _T]) -> _T:
        """The answer to a question; the failure of the first time is that of every time."""
        if key not in self._answers:
            try:
                self._answers[key] = work()
            except MtypeError as error:
                self._answers[key] = error
        answer = self._answers[key]
        if isinstance(answer, MtypeError):
            raise answer
        return cast(_T, answer)


def is_local(uri: str) -> bool:
    """Whether the emulators of the host at `uri` are those of this machine, at the same paths.

    A socket that is named may lead into a container or a chroot, where another emulator has the same path.
    """
    try:
        parts = urlsplit(uri)
        parameters = parse_qs(parts.query)
    except ValueError:
        return False
    here = parts.scheme in ("qemu", "qemu+unix") and not parts.netloc
    return here and not parameters.keys() & {"socket", "root"}
