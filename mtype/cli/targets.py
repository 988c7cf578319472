"""Which target was asked about, and who says what it offers?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release, host_release
from mtype.catalogue.target import Target
from mtype.check.discover import why
from mtype.model.errors import CapabilitiesError, UsageError
from mtype.model.release import Release

if TYPE_CHECKING:
    from mtype.hosts.listing import Listing


def make_targets(
    catalogue: Catalogue, names: Sequence[str], emulator: str | None, capabilities: Sequence[str]
) -> tuple[Target, ...]:
    """The targets that `--for`, `--emulator` and `--capabilities` describe; the host's release if none.

    Real knowledge replaces the catalogue's: with an emulator or captured capabilities there is one target.
    Raises UsageError for releases that do not exist and for questions that do not fit together.
    """
    releases = list(dict.fromkeys(find_release(catalogue, name) for name in names))
    if emulator is None and not capabilities:
        releases = releases or [_host(catalogue)]
        return tuple(Target(catalogue, release, release.id) for release in releases)
    if emulator is not None and capabilities:
        raise UsageError("--emulator and --capabilities both say what the target offers: give one")
    if len(releases) > 1:
        raise UsageError("an emulator or a capabilities file describes one target: give --for once at most")
    release = releases[0] if releases else None
    if emulator is not None:
        return (_asked(catalogue, release, emulator),)
    return (_captured(catalogue, release, capabilities),)


def _host(catalogue: Catalogue) -> Release:
    from mtype.hosts.os_release import read_os_release

    return host_release(catalogue, read_os_release())


def _asked(catalogue: Catalogue, release: Release | None, path: str) -> Target:
    from mtype.hosts.cross_check import agreed
    from mtype.hosts.emulator import ask_emulator
    from mtype.hosts.offers import offers

    listing = agreed(ask_emulator(path))
    what = f"QEMU {listing.version}" if listing.version else "QEMU"
    label = release.id if release else what
    what += "" if listing.cross_checked else f", {listing.told_by} alone"
    return Target(catalogue, release, label, f"emulator {path} ({what})", offers(catalogue, [listing]))


def _captured(catalogue: Catalogue, release: Release | None, paths: Sequence[str]) -> Target:
    from mtype.hosts.offers import offers

    listings = read_captures(paths)
    files = ", ".join(paths)
    label = release.id if release else files
    return Target(catalogue, release, label, f"capabilities {files}", offers(catalogue, listings))


def read_captures(paths: Sequence[str]) -> list[Listing]:
    """The listings of captured capabilities. Raises CapabilitiesError for what holds none."""
    from mtype.hosts.captured import MAX_BYTES, read_capabilities

    listings: list[Listing] = []
    for path in paths:
        try:
            with Path(path).open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:
            raise CapabilitiesError(f"{path} {why(error)}") from error
        listings += read_capabilities(data, path)
    return listings
