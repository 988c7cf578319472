"""Which types do the aliases of a release stand for, and which type is the default?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cmp_to_key
from typing import NamedTuple

from mtype.catalogue.facts import Line
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.presence import Versions
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import between


class Alias(NamedTuple):
    """An alias and what it stands for: all of `targets` (an emulator may have an alias twice) or, where it
    is not `sure`, one of them. No targets: it is not known whether the release has the alias."""

    name: str
    targets: tuple[str, ...] = ()
    sure: bool = True


class Aliases:
    """Collects the aliases of one release on one arch, whose types are `kinds` and maybe `unsure`."""

    def __init__(
        self, catalogue: Catalogue, kinds: Mapping[str, MachineType], unsure: Mapping[str, MachineType]
    ) -> None:
        self.catalogue = catalogue
        self.kinds = kinds
        self.unsure = unsure
        self.found: dict[str, Alias] = {}

    def add_stated(self, alias: str, target: str, there: bool | None) -> None:
        """An alias whose target is a fact; `there` says whether it is one of this release."""
        if there is False or (target not in self.kinds and target not in self.unsure):
            return
        _, targets, sure = self.found.get(alias, Alias(alias))
        if there and target in self.kinds:
            self.found[alias] = Alias(alias, (*targets, target), sure)
        else:
            self.found[alias] = Alias(alias, targets, False)

    def add_newest(self, alias: str, board: str, vendor: str) -> None:
        """An alias that points at the newest type of a board, unless it is stated or the name of a type."""
        if alias in self.found or alias in self.kinds:
            return
        newest = newest_type(self.catalogue, self.kinds.values(), board, vendor, ())
        later = [
            kind.name
            for kind in _of_board(self.unsure.values(), board, vendor, ())
            if newest is None or (self.catalogue.compare(kind, newest) or 0) > 0
        ]
        if newest is not None:
            self.found[alias] = Alias(alias, (newest.name, *later), not later)
        elif later:
            self.found[alias] = Alias(alias, (), False)


def collect_aliases(aliases: Aliases, release: Release, arch: str, versions: Versions | None) -> None:
    """Collect the aliases of `release`, which ships one of the QEMU `versions`: stated ones first, then
    those that point at the newest type of a board."""
    catalogue, line = aliases.catalogue, aliases.catalogue.line(release.line)
    upstream = "upstream" in line.vendors
    for alias, target in release.aliases:
        aliases.add_stated(alias, target, True)
    for fact in catalogue.vendors["upstream"].aliases if upstream else ():
        if arch in fact.arches:
            there = between(fact.introduced, fact.removed, *versions) if versions is not None else None
            aliases.add_stated(fact.alias, fact.target, there)
    for alias, board, since in line.aliases:
        if release.place >= since:
            aliases.add_newest(alias, board, line.vendor)
    for about in catalogue.boards.values() if upstream else ():
        if about.alias:
            aliases.add_newest(about.alias, about.name, "upstream")


def default_types(aliases: Aliases, line: Line, arch: str) -> Mapping[str, bool | None]:
    """The type that a guest without one gets, with True; several, with None, where it is one of them."""
    named = line.default.get(arch, "")
    words = [named] if named in aliases.found else []
    if not words and "upstream" in line.vendors:
        words = [about.alias or "" for about in aliases.catalogue.boards.values() if arch in about.default_on]
    chosen = [aliases.found[word] for word in words if word in aliases.found]
    return {
        target: True if alias.sure else None
        for alias in chosen
        for target in (alias.targets[:1] if alias.sure else alias.targets)
    }


def newest_type(
    catalogue: Catalogue,
    kinds: Iterable[MachineType],
    board: str,
    vendor: str,
    variants: tuple[str, ...],
) -> MachineType | None:
    """The newest versioned type of that board, vendor and variant among `kinds`."""

    def compare(one: MachineType, other: MachineType) -> int:
        return catalogue.compare(one, other) or 0

    return max(_of_board(kinds, board, vendor, variants), key=cmp_to_key(compare), default=None)


def _of_board(
    kinds: Iterable[MachineType], board: str, vendor: str, variants: tuple[str, ...]
) -> list[MachineType]:
    wanted = board, vendor, variants
    return [kind for kind in kinds if kind.versioned and (kind.board, kind.vendor, kind.variants) == wanted]
