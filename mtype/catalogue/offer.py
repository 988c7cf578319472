"""Which machine types does a target offer on one architecture?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from mtype.catalogue.aliases import Aliases, collect_aliases, default_types, newest_type
from mtype.catalogue.deprecation import deprecated_at
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.presence import Versions, present, versions_of
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import between

__all__ = ["Offer", "Offered", "newest_type", "offer_of_release"]


class Offered(NamedTuple):
    """One name that a target offers.

    `alias_of` is set for an alias. An alias can have two targets: then it is offered twice, as is one of
    which it is not known which of several types it stands for. `kind` is None where a real emulator offers
    a name that the catalogue does not know. `default` and `deprecated` are None where it is not known.
    """

    name: str
    kind: MachineType | None
    alias_of: str | None = None
    default: bool | None = False
    deprecated: bool | None = False
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """All names of a target on one arch. `unsure` are types of which it is not known whether they are
    there, `unsure_aliases` the same of aliases; `open_aliases` stand for one of their targets, and it is not
    known which; `complete` is False for a source that names only some (one domcapabilities reply)."""

    entries: tuple[Offered, ...]
    unsure: tuple[MachineType, ...] = ()
    complete: bool = True
    unsure_aliases: frozenset[str] = frozenset()
    open_aliases: frozenset[str] = frozenset()
    by_name: Mapping[str, Offered] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name: dict[str, Offered] = {}
        for entry in self.entries:
            by_name.setdefault(entry.name, entry)
        object.__setattr__(self, "by_name", by_name)

    @property
    def types(self) -> Mapping[str, Offered]:
        """The entries that are no aliases, by name."""
        return {entry.name: entry for entry in self.entries if entry.alias_of is None}

    @property
    def aliases(self) -> Mapping[str, tuple[str, ...]]:
        """What each alias stands for: one of them where it is among `open_aliases`, else all."""
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.entries:
            if entry.alias_of is not None:
                found[entry.name] = (*found.get(entry.name, ()), entry.alias_of)
        return found

    @property
    def vendors(self) -> frozenset[str]:
        """The vendors whose types are among the entries."""
        return frozenset(entry.kind.vendor for entry in self.entries if entry.kind)


def offer_of_release(catalogue: Catalogue, release: Release, arch: str) -> Offer | None:
    """What `release` offers on `arch`; None where it ships no emulator for that arch.

    Derived: the upstream types of its QEMU version if the line carries them, minus `without`, plus `also`,
    plus the vendor's own; then the aliases and the default.
    """
    if arch not in release.arches:
        return None
    line = catalogue.line(release.line)
    versions = versions_of(release)
    judged = [(kind, present(kind, release, line, versions)) for kind in catalogue.types_on(arch)]
    kinds = {kind.name: kind for kind, there in judged if there}
    unsure = {kind.name: kind for kind, there in judged if there is None}
    entries = {
        kind.name: Offered(
            kind.name,
            kind,
            default=_board_default(kind, versions),
            deprecated=deprecated_at(kind, release, line, versions),
            description=kind.description,
        )
        for kind, there in judged
        if there is not False
    }
    aliases = Aliases(catalogue, kinds, unsure)
    collect_aliases(aliases, release, arch, versions)
    named = [
        entries[target]._replace(name=alias.name, alias_of=target, default=False)
        for alias in aliases.found.values()
        for target in alias.targets
    ]
    for name, default in default_types(aliases, line, arch).items():
        entries[name] = entries[name]._replace(default=default)
    return Offer(
        (*named, *(entries[name] for name in kinds)),
        tuple(unsure.values()),
        unsure_aliases=frozenset(alias.name for alias in aliases.found.values() if not alias.targets),
        open_aliases=frozenset(a.name for a in aliases.found.values() if a.targets and not a.sure),
    )


def _board_default(kind: MachineType, versions: Versions | None) -> bool | None:
    """Whether a board without versions is the emulator's default."""
    if kind.default is None:
        return False
    return between(kind.default, kind.default_until, *versions) if versions is not None else None
