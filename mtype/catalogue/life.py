"""In which release of its vendor's line is a machine type deprecated, and in which is it gone?"""

from __future__ import annotations

from mtype.catalogue.deprecation import first_marking
from mtype.catalogue.facts import Line
from mtype.catalogue.lookup import Catalogue
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import Bound, parse_version


def deprecated_in(catalogue: Catalogue, kind: MachineType, release: Release) -> str | None:
    """The version of the vendor's line that first marks it as deprecated, `≤` before a bound; None where
    no known release does. Upstream types answer in QEMU versions."""
    if kind.vendor == "upstream":
        return _known(catalogue, kind.deprecated)
    marking = first_marking(kind, catalogue.line(release.line))
    return marking.version if marking is not None else None


def removed_in(catalogue: Catalogue, kind: MachineType, release: Release) -> str | None:
    """The version of the vendor's line that first lacks it for good; None where no known release does."""
    if kind.vendor == "upstream":
        return _known(catalogue, kind.removed)
    return _gone_from(catalogue.line(release.line), kind.name)


def _known(catalogue: Catalogue, bound: Bound | None) -> str | None:
    """A bound that lies beyond the newest release of QEMU is a forecast, not a fact."""
    newest = parse_version(catalogue.line("qemu").releases[-1].version)
    return str(bound) if bound is not None and bound.by <= newest else None


def _gone_from(line: Line, name: str) -> str | None:
    releases = [release for release in line.releases if not release.pocket]
    having = [i for i, release in enumerate(releases) if name in release.own or name in release.unsure]
    if not having or having[-1] + 1 >= len(releases):
        return None
    return releases[having[-1] + 1].version
