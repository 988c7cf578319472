"""What does a compiled catalogue hold, as values?"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from mtype.model.release import Release
from mtype.model.version import Bound

_SHOWN = 60  # characters


class Board(NamedTuple):
    """`alias` is QEMU's name for its newest type; `default_on` the arches whose default that is; `pci` the
    controller that index 0 must be, None where nothing is known, but for the arches `without_pci`."""

    name: str
    arches: tuple[str, ...]
    alias: str | None
    default_on: tuple[str, ...]
    pci: str | None
    description: str | None
    without_pci: tuple[str, ...] = ()

    def pci_on(self, arch: str) -> str | None:
        """What `pci` says on one arch: `none` where the board has no PCI there."""
        return "none" if arch in self.without_pci else self.pci


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


class Policy(NamedTuple):
    """A vendor's rule for the life of types; `kind` says what it counts:

    - `qemu-majors`: QEMU majors since the version that a type is made for or built on;
    - `line-majors`: majors of the line since the release that a type is named after;
    - `baseline`: each major of the line has an oldest version (`baselines`, each further major
      `raised_by` QEMU majors more); what is older is deprecated there and goes while that major lives;
    - `clean-up`: a type named after a release goes after the next LTS, one named after an LTS when that is
      out of support.

    `name` is how messages call it, `what` one sentence, `caveat` what is known against it. `…_after` are
    majors, `…_since` the version or major from which on it works; None where the rule does not do that.
    `boards` are those it is about, all if empty. `since` is the place of the release from which on a line
    marks types by it.
    """

    key: str
    kind: str
    name: str
    what: str
    caveat: str | None
    sources: tuple[str, ...]
    deprecated_after: int | None = None
    deprecated_since: str | None = None
    removed_after: int | None = None
    removed_since: str | None = None
    boards: tuple[str, ...] = ()
    baselines: Mapping[str, str] = MappingProxyType({})
    raised_by: int = 0
    since: int = 0


class Vendor(NamedTuple):
    """`extends` names the vendor whose types it adds increments to; `own_types_only` is the sentence with
    which it says that it supports nothing but its own types, None where it does not say so; `policies` are
    its rules, by key; `unlisted` is whether emulators take its names and do not list them."""

    key: str
    name: str
    extends: str | None
    own_types_only: str | None
    aliases: tuple[AliasFact, ...]
    policies: Mapping[str, Policy]
    unlisted: bool = False


class Cadence(NamedTuple):
    """How often the releases of a line come: in each of `months`, every `every` years. `numbers` says how
    they are numbered: `calendar` (26.04), `major` (a number each), `major.minor` (a major each cycle, its
    minors from 0). An LTS comes in the month `lts_month` of every `lts_every`-th year, None where the line
    has none. `evidence` is `inferred` where it is read off the dates of the line."""

    numbers: str
    every: int
    months: tuple[int, ...]
    lts_month: int | None
    lts_every: int | None
    evidence: str
    sources: tuple[str, ...]


class Break(NamedTuple):
    """What was saved on a release before the place `from_before` of its line does not load on the release
    at the place `to`, nor on later ones. `what` says why in one sentence, `affects` which kinds of saved
    data: `live-migration`, `saved-state`, `memory-snapshot`."""

    from_before: int
    to: int
    what: str
    affects: tuple[str, ...]
    sources: tuple[str, ...]


class Migration(NamedTuple):
    """One statement on which ways between the releases of a line are supported for a live migration:

    - `forward`: from a release to itself and to every later one;
    - `by-qemu`: to itself and to every one with the same or a later QEMU, of those from `qemu_since` on;
    - `lts-chain`: to itself; from an interim release to the next one, be it interim or LTS; from an LTS to
      the next interim release, to the next LTS and to the LTS after that;
    - `minors`: to itself and to every later minor release of its major, with `backward` to the earlier too;
    - `next-minor`: to itself and to the next minor release of its major;
    - `named`: to itself, and the ways in `also`; it does not tell of any other way;
    - `unread`: there is a statement, and nobody has read it for this catalogue: nothing is known.

    `also` are further ways, as places. Of the releases before the place `since` and after `until` the
    statement does not tell. `own_vendor_only` is whether it calls ways between vendors unsupported.
    `name` is how messages call it, `what` one sentence, `caveat` what is known against it.
    """

    kind: str
    name: str
    what: str
    caveat: str | None
    sources: tuple[str, ...]
    since: int
    until: int
    backward: bool
    own_vendor_only: bool
    also: tuple[tuple[int, int], ...]
    qemu_since: str | None = None


class Line(NamedTuple):
    """A line of releases. `carries` are the vendors whose types come along with its own; `aliases` are
    (alias, board, index of the release it began with); `default` maps an arch to an alias; `deprecated` are
    the own types of which is told by name that each of `releases` marks them as deprecated; `policies` are
    the rules of its vendor that it keeps, those that speak first at the front; `migrations` are the
    statements that are known on the ways between them, asked one after the other."""

    key: str
    name: str
    vendor: str
    carries: tuple[str, ...]
    aliases: tuple[tuple[str, str, int], ...]
    default: Mapping[str, str]
    os_release: tuple[str, ...]
    releases: tuple[Release, ...]
    deprecated: tuple[frozenset[str], ...]
    policies: tuple[Policy, ...] = ()
    cadence: Cadence | None = None
    breaks: tuple[Break, ...] = ()
    migrations: tuple[Migration, ...] = ()

    @property
    def vendors(self) -> tuple[str, ...]:
        """The line's own vendor first, then those it carries."""
        return (self.vendor, *(vendor for vendor in self.carries if vendor != self.vendor))
