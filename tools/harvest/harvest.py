"""What was harvested, and for which release?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mtype.hosts.listing import ListedMachine, Listing
from mtype.model.version import Version, parse_version


class Source(NamedTuple):
    """Where the facts come from: a key of `sources`, and the entry if it is a new one."""

    key: str
    evidence: str
    text: str | None = None
    where: str | None = None
    date: str | None = None


class About(NamedTuple):
    """What is told about the release besides its listings, for an entry that is not there yet or for an
    update inside it (`package`). `previous` is the newest QEMU before it whose list is known whole."""

    codename: str | None = None
    released: str | None = None
    qemu: str | None = None
    package: str | None = None
    previous: str | None = None


class Conflict(NamedTuple):
    """A fact that was written by hand and that the listing contradicts: the line in the file, what stands
    there, what is seen."""

    line: int | None
    written: str
    seen: str

    def __str__(self) -> str:
        place = f"line {self.line}" if self.line else "new"
        return f"{place}: {self.written}\n    {self.seen}"


@dataclass(frozen=True)
class Harvest:
    """Listings of one release, at most one for each arch (QEMU's names)."""

    line: str
    word: str
    source: Source
    about: About
    listings: Mapping[str, Listing] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The release as it is written on the command line."""
        return f"{self.line}:{self.word}"

    def machines(self, arch: str) -> tuple[ListedMachine, ...]:
        """The names of one arch that are no alias."""
        return tuple(one for one in self.listings[arch].machines if one.alias_of is None)

    def aliases(self, arch: str) -> tuple[ListedMachine, ...]:
        """The aliases of one arch."""
        return tuple(one for one in self.listings[arch].machines if one.alias_of is not None)

    def seen(self, name: str, arch: str) -> bool | None:
        """Whether a machine type is listed; None where the listing tells nothing of it."""
        listing = self.listings.get(arch)
        if listing is None:
            return None
        if any(one.name == name for one in self.machines(arch)):
            return True
        return False if listing.complete and name not in listing.leaves_out else None

    @property
    def qemu(self) -> str | None:
        """The QEMU version that was asked, as the listings tell it or else as it was told."""
        versions = {listing.version for listing in self.listings.values() if listing.version}
        return max(versions, key=parse_version) if versions else self.about.qemu


def minor(version: Version) -> str:
    """`11.1` of 11.1.3: machine types come and go with minor versions."""
    return f"{version[0]}.{version[1]}"
