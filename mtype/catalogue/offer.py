"""Which machine types does a target offer on one architecture?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mtype.catalogue.facts import Line
from mtype.catalogue.lookup import Catalogue
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import Version, parse_version


@dataclass(frozen=True, slots=True)
class Offered:
    """One name that a target offers.

    `alias_of` is set for an alias (an alias can have two targets: then it is offered twice). `kind` is
    None where a real emulator offers a name that the catalogue does not know. `default` is None where
    it is not known.
    """

    name: str
    kind: MachineType | None
    alias_of: str | None = None
    default: bool | None = False
    deprecated: bool = False
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """All names of a target on one arch. `unsure` are types of which it is not known whether they are
    there; `complete` is False for a source that names only some (one domcapabilities reply)."""

    entries: tuple[Offered, ...]
    unsure: tuple[MachineType, ...] = ()
    complete: bool = True
    by_name: Mapping[str, Offered] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_name: dict[str, Offered] = {}
        for entry in self.entries:
            by_name.setdefault(entry.name, entry)
        object.__setattr__(self, "by_name", by_name)

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
    kinds: list[MachineType] = []
    unsure: list[MachineType] = []
    for kind in catalogue.types:
        if arch not in kind.arches:
            continue
        present = _present(kind, release, line)
        if present:
            kinds.append(kind)
        elif present is None:
            unsure.append(kind)
    deprecated = _deprecated(line, release)
    version = _version(release)
    entries = [
        Offered(
            kind.name,
            kind,
            default=_unversioned_default(kind, version),
            deprecated=kind.name in deprecated or _by_bound(kind, version),
            description=kind.description,
        )
        for kind in kinds
    ]
    aliases = _aliases(catalogue, line, release, arch, kinds)
    default = _default_target(catalogue, line, release, arch, aliases)
    entries = [_with_default(entry, default) for entry in entries]
    by_name = {entry.name: entry for entry in entries}
    alias_entries = [
        Offered(alias, by_name[target].kind, target, False, by_name[target].deprecated, by_name[target].description)
        for alias, target in aliases
        if target in by_name
    ]
    return Offer((*alias_entries, *entries), tuple(unsure))


def _version(release: Release) -> Version | None:
    return parse_version(release.qemu) if release.qemu else None


def _present(kind: MachineType, release: Release, line: Line) -> bool | None:
    """Whether the release has the type; None where the facts do not tell."""
    if kind.name in release.own or kind.name in release.also:
        return True
    if kind.name in release.unsure:
        return None
    if kind.name in release.without or kind.vendor != "upstream" or "upstream" not in line.vendors:
        return False
    version = _version(release)
    if version is None:
        return None
    if kind.build is not None:
        if release.builds is None:
            return None
        if kind.build not in release.builds:
            return False
    return _alive(kind, version)


def _alive(kind: MachineType, version: Version) -> bool | None:
    introduced = kind.introduced.reached(version) if kind.introduced else None
    removed = kind.removed.reached(version) if kind.removed else False
    if any(_same_minor(stable, version) for stable in kind.also_in):
        introduced = True
    if introduced is False or removed is True:
        return False
    return None if introduced is None or removed is None else True


def _same_minor(stable: str, version: Version) -> bool:
    """Whether `version` is that stable release or a later one of the same minor."""
    first = parse_version(stable)
    return first[:2] == version[:2] and version >= first


def _deprecated(line: Line, release: Release) -> frozenset[str]:
    return line.deprecated[release.index]


def _by_bound(kind: MachineType, version: Version | None) -> bool:
    return bool(version and kind.deprecated and kind.deprecated.reached(version))


def _unversioned_default(kind: MachineType, version: Version | None) -> bool | None:
    if kind.default is None or version is None:
        return False
    if kind.default_until and kind.default_until.reached(version) is not False:
        return None if kind.default_until.reached(version) is None else False
    return kind.default.reached(version)


def _aliases(
    catalogue: Catalogue, line: Line, release: Release, arch: str, kinds: list[MachineType]
) -> list[tuple[str, str]]:
    """(alias, target) pairs: stated ones first, then those that point at the newest type of a board."""
    names = {kind.name for kind in kinds}
    version = _version(release)
    pairs = [(alias, target) for alias, target in release.aliases if target in names]
    if "upstream" in line.vendors and version is not None:
        for fact in catalogue.vendors["upstream"].aliases:
            ended = fact.removed.reached(version) if fact.removed else False
            if arch in fact.arches and fact.introduced.reached(version) and ended is False:
                pairs.append((fact.alias, fact.target))
    for alias, board, since in line.aliases:
        if release.index >= since:
            pairs += _to_newest(pairs, alias, board, line.vendor, kinds, catalogue)
    for board in catalogue.boards.values():
        if board.alias and "upstream" in line.vendors and board.alias not in names:
            pairs += _to_newest(pairs, board.alias, board.name, "upstream", kinds, catalogue)
    return [(alias, target) for alias, target in pairs if target in names]


def _to_newest(
    pairs: list[tuple[str, str]],
    alias: str,
    board: str,
    vendor: str,
    kinds: list[MachineType],
    catalogue: Catalogue,
) -> list[tuple[str, str]]:
    if any(alias == known for known, _ in pairs):
        return []
    newest = newest_type(catalogue, kinds, board, vendor, ())
    return [(alias, newest.name)] if newest else []


def newest_type(
    catalogue: Catalogue,
    kinds: list[MachineType],
    board: str,
    vendor: str,
    variants: tuple[str, ...],
) -> MachineType | None:
    """The newest versioned type of that board, vendor and variant among `kinds`."""
    newest: MachineType | None = None
    for kind in kinds:
        if (kind.board, kind.vendor, kind.variants) != (board, vendor, variants) or not kind.versioned:
            continue
        if newest is None or (catalogue.compare(kind, newest) or 0) > 0:
            newest = kind
    return newest


def _default_target(
    catalogue: Catalogue, line: Line, release: Release, arch: str, aliases: list[tuple[str, str]]
) -> frozenset[str]:
    alias = line.default.get(arch)
    targets = [target for name, target in aliases if name == alias]
    if targets or "upstream" not in line.vendors:
        return frozenset(targets[:1])
    return frozenset(
        target
        for board in catalogue.boards.values()
        for name, target in aliases
        if arch in board.default_on and name == board.alias
    )


def _with_default(entry: Offered, default: frozenset[str]) -> Offered:
    if entry.name not in default:
        return entry
    return Offered(entry.name, entry.kind, None, True, entry.deprecated, entry.description)
