"""Over which releases does something hold: a type that is offered, an alias that points somewhere?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer, offer_of_release
from mtype.model.machine_type import MachineType
from mtype.model.release import Release


class Span(NamedTuple):
    """`what` holds for all releases of a line from `first` to `last`; `length` says how many those are."""

    what: str
    first: Release
    last: Release
    length: int

    def __str__(self) -> str:
        if self.length == 1:
            return self.first.word
        return f"{self.first.word} {'and' if self.length == 2 else 'to'} {self.last.word}"


# Of a type at a release, where it is offered at all.
THERE, DEPRECATED, MAYBE = "there", "deprecated", "maybe"


class Offering(NamedTuple):
    """What one line makes of a type: where it is `offered`, where each of `aliases` stands for it, and where
    it is the emulator's `default`."""

    line: str
    offered: tuple[Span, ...]
    aliases: dict[str, tuple[Span, ...]]
    default: tuple[Span, ...]


class Pointing(NamedTuple):
    """What an alias stands for in the releases of one line, on `arches`."""

    line: str
    arches: tuple[str, ...]
    spans: tuple[Span, ...]


def spans(told: Iterable[tuple[Release, str | None]]) -> tuple[Span, ...]:
    """Releases in a row of which the same is told, as one span each; None ends a span."""
    found: list[Span] = []
    open_ = False
    for release, what in told:
        if what is None:
            open_ = False
        elif open_ and found[-1].what == what:
            found[-1] = found[-1]._replace(last=release, length=found[-1].length + 1)
        else:
            found.append(Span(what, release, release, 1))
            open_ = True
    return tuple(found)


def offerings(catalogue: Catalogue, kind: MachineType) -> Iterator[Offering]:
    """What each line that has it somewhere makes of `kind`. A type of several arches is asked for on the
    first of them that a release ships an emulator for: they do not differ in it."""
    for key in catalogue.line_names:
        line = catalogue.line(key)
        named = any(kind.name in (*release.also, *release.unsure) for release in line.releases)
        if kind.vendor not in line.vendors and not named:
            continue
        offers = [(release, _offer(catalogue, kind, release)) for release in line.releases]
        offered = spans((release, _state(kind, offer)) for release, offer in offers)
        if not offered:
            continue
        aliases = {alias for _, offer in offers if offer for alias in offer.aliases}
        pointing = {
            alias: spans((release, _points(alias, kind, offer)) for release, offer in offers)
            for alias in sorted(aliases)
        }
        default = spans((release, _default(kind, offer)) for release, offer in offers)
        yield Offering(key, offered, {alias: found for alias, found in pointing.items() if found}, default)


def _offer(catalogue: Catalogue, kind: MachineType, release: Release) -> Offer | None:
    arch = next((arch for arch in kind.arches if arch in release.arches), None)
    return offer_of_release(catalogue, release, arch) if arch else None


def _state(kind: MachineType, offer: Offer | None) -> str | None:
    if offer is None:
        return None
    if kind in offer.unsure:
        return MAYBE
    entry = offer.types.get(kind.name)
    if entry is None or entry.kind != kind:
        return None
    return DEPRECATED if entry.deprecated else THERE


def _points(alias: str, kind: MachineType, offer: Offer | None) -> str | None:
    if offer is None or kind.name not in offer.aliases.get(alias, ()):
        return None
    return MAYBE if alias in offer.open_aliases else THERE


def _default(kind: MachineType, offer: Offer | None) -> str | None:
    entry = offer.types.get(kind.name) if offer else None
    if entry is None or entry.default is False:
        return None
    return THERE if entry.default else MAYBE


def pointings(catalogue: Catalogue, alias: str) -> Iterator[Pointing]:
    """What `alias` stands for, line by line; arches on which it stands for the same are told together."""
    arches = _arches_of(catalogue, alias)
    for key in catalogue.line_names:
        told: dict[tuple[Span, ...], list[str]] = {}
        for arch in arches:
            releases = catalogue.line(key).releases
            found = spans((release, _targets(catalogue, alias, release, arch)) for release in releases)
            if found:
                told.setdefault(found, []).append(arch)
        for found, same in told.items():
            yield Pointing(key, tuple(same), found)


def _arches_of(catalogue: Catalogue, alias: str) -> tuple[str, ...]:
    """The arches on which some release may have it."""
    boards = {about.name for about in catalogue.boards.values() if about.alias == alias}
    found: list[str] = []
    for vendor in catalogue.vendors.values():
        found += [arch for fact in vendor.aliases if fact.alias == alias for arch in fact.arches]
    for key in catalogue.line_names:
        line = catalogue.line(key)
        boards |= {board for name, board, _ in line.aliases if name == alias}
        stated = {target for one in line.releases for name, target in one.aliases if name == alias}
        found += [arch for target in stated for kind in catalogue.named(target) for arch in kind.arches]
    found += [arch for board in sorted(boards) for arch in catalogue.boards[board].arches]
    return tuple(dict.fromkeys(found))


def _targets(catalogue: Catalogue, alias: str, release: Release, arch: str) -> str | None:
    offer = offer_of_release(catalogue, release, arch)
    if offer is None:
        return None
    if alias in offer.unsure_aliases:
        return "not known"
    targets = ", ".join(offer.aliases.get(alias, ()))
    return f"one of {targets}" if alias in offer.open_aliases else targets or None
