"""What does a compiled catalogue hold, as values?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from mtype.model.release import Release
from mtype.model.version import Bound

_SHOWN = 60  # characters


class Board(NamedTuple):
    """`alias` is QEMU's name for its newest type; `default_on` the arches whose default that is; `pci` the
    controller that index 0 must be, None where nothing is known."""

    name: str
    arches: tuple[str, ...]
    alias: str | None
    default_on: tuple[str, ...]
    pci: str | None
    description: str | None


class AliasFact(NamedTuple):
    """An upstream alias that does not simply point at the newest type of its board."""

    alias: str
    target: str
    arches: tuple[str, ...]
    introduced: Bound
    removed: Bound | None


class Override(NamedTuple):
    """A fact that an overlay changed: at `line` of the file `path` it says that `what` is `new` and not
    `old`, which stands at `shipped`."""

    path: str
    line: int
    what: str
    old: str
    new: str
    shipped: str

    def __str__(self) -> str:
        what = f"overrides {self.what} {shortened(self.old)} with {shortened(self.new)}"
        return f"overlay {self.path}:{self.line} {what} ({self.shipped})"


def shortened(text: str) -> str:
    """A value as a message shows it: the beginning of a long list is enough to find it."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


class Vendor(NamedTuple):
    """`extends` names the vendor whose types it adds increments to; `own_types_only` is the sentence with
    which it says that it supports nothing but its own types, None where it does not say so; `policies` says
    in one sentence each what its rules do."""

    key: str
    name: str
    extends: str | None
    own_types_only: str | None
    aliases: tuple[AliasFact, ...]
    policies: Mapping[str, str]


class Line(NamedTuple):
    """A line of releases. `carries` are the vendors whose types come along with its own; `aliases` are
    (alias, board, index of the release it began with); `default` maps an arch to an alias; `deprecated` are
    the own types that each of `releases` marks as deprecated."""

    key: str
    name: str
    vendor: str
    carries: tuple[str, ...]
    aliases: tuple[tuple[str, str, int], ...]
    default: Mapping[str, str]
    os_release: tuple[str, ...]
    releases: tuple[Release, ...]
    deprecated: tuple[frozenset[str], ...]

    @property
    def vendors(self) -> tuple[str, ...]:
        """The line's own vendor first, then those it carries."""
        return (self.vendor, *(vendor for vendor in self.carries if vendor != self.vendor))
