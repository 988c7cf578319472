"""What does the catalogue record as unknown, inferred or only bounded?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from mtype.catalogue.facts import Line
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.source import Node
from mtype.model.machine_type import MachineType
from mtype.model.release import Release

# The kinds of gaps in the order in which they are told, each with what is not known.
KINDS = {
    "arches": "arches not known",
    "qemu": "QEMU version not known",
    "qemu-range": "QEMU version known by bounds only",
    "own": "own types never listed",
    "maybe": "types it may or may not have",
    "inferred": "own types inferred, not read",
    "builds": "build options not known",
    "bound": "change known by a bound only",
    "released": "release date not known",
    "support": "end of support not known",
    "libvirt": "libvirt version not known",
}
EXACT, INFERRED, UNKNOWN = "exact", "inferred", "unknown"


class Gap(NamedTuple):
    """What is not known of each of `releases`, of each of the `names` of types, or of those names at those
    releases. `detail` says more."""

    kind: str
    releases: tuple[Release, ...] = ()
    names: tuple[str, ...] = ()
    detail: str = ""

    @property
    def size(self) -> int:
        """How many facts are missing."""
        return max(1, len(self.releases)) * max(1, len(self.names))


def unread_lists(root: Node) -> frozenset[tuple[str, str]]:
    """The line and version of each release whose list of own types has not been read, going by the YAML."""
    return frozenset(
        (key, release.text("version") or "")
        for key, line in root.mapping("lines").items()
        for release in line.nodes("releases")
        if (own := release.get("own")) is not None and own.text("unknown") == "true"
    )


def gaps(catalogue: Catalogue, key: str, unread: frozenset[tuple[str, str]]) -> list[Gap]:
    """The gaps of one line, in the order of KINDS; those of upstream types are told with the line `qemu`."""
    line = catalogue.line(key)
    found = [*_of_releases(line, unread), *(_of_types(catalogue) if key == "qemu" else ())]
    order = list(KINDS)
    return sorted(found, key=lambda gap: (order.index(gap.kind), gap.detail))


def _of_releases(line: Line, unread: frozenset[tuple[str, str]]) -> Iterator[Gap]:
    together: dict[str, list[Release]] = {}
    maybe: dict[tuple[str, ...], list[Release]] = {}
    for release in line.releases:
        for kind in missing_facts(line, release, unread):
            together.setdefault(kind, []).append(release)
        if release.unsure:
            maybe.setdefault(release.unsure, []).append(release)
    yield from (Gap(kind, tuple(releases)) for kind, releases in together.items())
    yield from (Gap("maybe", tuple(releases), names) for names, releases in maybe.items())


def missing_facts(line: Line, release: Release, unread: frozenset[tuple[str, str]]) -> list[str]:
    """Which kinds of facts are missing of a release."""
    return [kind for kind, lacks in _LACKS.items() if lacks(line, release, unread)]


def _lacks_builds(line: Line, release: Release) -> bool:
    """A line of QEMU itself has no emulators, so it has no options they were built with either."""
    return line.key != "qemu" and "upstream" in line.vendors and release.builds is None


_Lacks = Callable[[Line, Release, frozenset[tuple[str, str]]], bool]
# A pocket (backports) has no dates of its own, and QEMU ships no libvirt and is not supported by anybody.
_LACKS: Mapping[str, _Lacks] = {
    "arches": lambda _line, release, _: not release.arches,
    "qemu": lambda _line, release, _: release.qemu is None and release.qemu_range is None,
    "qemu-range": lambda _line, release, _: release.qemu is None and release.qemu_range is not None,
    "own": lambda line, release, unread: (line.key, release.version) in unread,
    "inferred": lambda line, release, unread: (
        release.evidence == "inferred" and (line.key, release.version) not in unread
    ),
    "builds": lambda line, release, _: _lacks_builds(line, release),
    "released": lambda _line, release, _: release.released is None and release.pocket is None,
    "support": lambda line, release, _: (
        release.support.ends is None and release.pocket is None and line.key != "qemu"
    ),
    "libvirt": lambda line, release, _: release.libvirt is None and line.key != "qemu",
}


def _of_types(catalogue: Catalogue) -> Iterator[Gap]:
    """Types and aliases of QEMU whose coming or going is known by a bound; those with one bound together."""
    together: dict[str, list[str]] = {}
    for name, moment in _bounded(catalogue):
        together.setdefault(moment, []).append(name)
    for moment, names in together.items():
        yield Gap("bound", names=tuple(dict.fromkeys(names)), detail=moment)


def _bounded(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for kind in catalogue.types:
        for word in ("introduced", "deprecated", "removed", "default", "default_until"):
            bound = getattr(kind, word)
            if bound is not None and not bound.exact:
                yield _called(kind, catalogue), f"{word.replace('_', ' ')} {bound}"
    for vendor in catalogue.vendors.values():
        for fact in vendor.aliases:
            for word, bound in (("introduced", fact.introduced), ("removed", fact.removed)):
                if bound is not None and not bound.exact:
                    yield f"{fact.alias} (alias of {fact.target})", f"{word} {bound}"


def _called(kind: MachineType, catalogue: Catalogue) -> str:
    """The name; with its arch where another type has that name too."""
    others = len(catalogue.named(kind.name)) > 1
    return f"{kind.name} ({kind.arches[0]})" if others else kind.name


def grade(line: Line, release: Release, unread: frozenset[tuple[str, str]]) -> str:
    """How well it is known which types a release offers: `exact`, `inferred` or `unknown`.

    `unknown` where QEMU's types follow from a version that nobody knows, or nothing is told of its own
    types; `inferred` where a list was not read but follows from others, or a bound is all that is known.
    """
    missing: Iterable[str] = missing_facts(line, release, unread)
    upstream = "upstream" in line.vendors
    nothing_own = "own" in missing and not release.own
    if "arches" in missing or ("qemu" in missing and upstream) or (nothing_own and not upstream):
        return UNKNOWN
    open_ = {"own", "inferred"} | ({"qemu-range"} if upstream else set())
    return INFERRED if open_ & {*missing} or release.unsure else EXACT
