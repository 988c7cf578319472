"""What is asked of a way from one host to another, and what is answered?"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import NamedTuple, Protocol

from mtype.catalogue.target import Target
from mtype.model.definition import Carrier
from mtype.model.release import Release


class Kind(Enum):
    """How a guest goes; the values are part of the JSON report."""

    LIVE = "live"  # its memory is sent while it runs
    SAVED = "saved"  # its memory is in a managed save, a save image or a snapshot
    STOPPED = "stopped"  # only its definition and its disks go


def kinds_of(carrier: Carrier, *, holds_memory: bool) -> frozenset[Kind]:
    """What can be done with what a carrier holds; `holds_memory` is that of a snapshot. A definition that is
    kept as a file may be any guest's, and so may that of a guest that is off."""
    if carrier in (Carrier.SAVE_IMAGE, Carrier.MANAGED_SAVE) or (
        carrier is Carrier.SNAPSHOT and holds_memory
    ):
        return frozenset({Kind.SAVED})
    if carrier in (Carrier.SNAPSHOT, Carrier.CHECKPOINT):
        return frozenset({Kind.STOPPED})
    if carrier is Carrier.LIVE:
        return frozenset({Kind.LIVE, Kind.SAVED})
    return frozenset(Kind)


class Verdict(Enum):
    """What becomes of it; the values are part of the JSON report."""

    SUPPORTED = "supported"
    UNSUPPORTED = "unsupported"  # may work; nobody promises it
    NEEDS_LIFT = "needs-lift"  # stop it and give it another machine type first
    NEEDS_ROUTE = "needs-route"  # by way of other releases
    UNKNOWN = "unknown"  # what would have to be known is not; never "fine"
    IMPOSSIBLE = "impossible"

    @property
    def rank(self) -> int:
        """Bigger is worse."""
        return _RANK[self]


_RANK = {verdict: place for place, verdict in enumerate(Verdict)}


class Reason(NamedTuple):
    """One reason for a verdict: the rule it falls under, a sentence, and the keys of the sources that it
    follows from (`catalogue show SOURCE` tells more)."""

    rule: str
    text: str
    sources: tuple[str, ...] = ()


class Answer(NamedTuple):
    """The verdict on one kind of move. `hold` is the machine type to lift to first, where that helps."""

    kind: Kind
    verdict: Verdict
    reasons: tuple[Reason, ...] = ()
    hold: str | None = None


class Support(Protocol):
    """What a vendor says of the way between two releases: `supported` is None where nobody says anything."""

    @property
    def supported(self) -> bool | None:
        """Whether it is supported."""

    @property
    def unread(self) -> bool:
        """Whether the vendor says something that is not known here."""

    @property
    def reason(self) -> str:
        """Why, in one sentence."""

    @property
    def sources(self) -> tuple[str, ...]:
        """The keys of the sources that say so."""


Ways = Callable[[Release, Release], Support]


class Move(NamedTuple):
    """A guest of `arch` (QEMU's name) with the machine type `name` (None: no attribute) is to go from
    `source` to `destination`; `ways` says which ways between releases are supported, and `stop` gives the
    target that a release on the way is. `virtio_disk` is whether it has a disk on virtio, None where nothing
    is known of its disks."""

    source: Target
    destination: Target
    name: str | None
    arch: str
    ways: Ways
    stop: Callable[[Release], Target]
    virtio_disk: bool | None = None
