"""When will a target's line of releases stop offering a machine type, and how sure is that?"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import offer_of_release
from mtype.catalogue.presence import present, qemu_version
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import Version, format_version, parse_version

# QEMU has released in April, August and December of every year since 2.8 (catalogue, line qemu).
_MONTHS = (4, 8, 12)


class Forecast(NamedTuple):
    """The first release after the target that lacks a type.

    `day` is its release date or, for a forecast, the expected one; None where there is none. `sure` is True
    where the release is in the catalogue, False where a policy says so; `basis` is one sentence.
    """

    release: str
    day: date | None
    sure: bool
    basis: str


def removal_forecast(catalogue: Catalogue, kind: MachineType, release: Release, arch: str) -> Forecast | None:
    """When the line of `release` drops `kind`; None where nothing says that it will, or where its name goes
    on as an alias.

    A release of the catalogue is a fact. Beyond the last one QEMU itself speaks: whoever ships the version
    that lacks a type, because it was removed there or because a policy says so, loses it then.
    """
    line = catalogue.line(release.line)
    for following in line.releases[release.place + 1 :]:
        if following.pocket or arch not in following.arches:
            continue
        if present(kind, following, line, qemu_version(following)) is False:
            if _goes_on(catalogue, kind, following, arch):
                return None
            return Forecast(following.id, following.released, True, f"{following.id} does not offer it")
    return _by_qemu(catalogue, kind)


def _goes_on(catalogue: Catalogue, kind: MachineType, release: Release, arch: str) -> bool:
    """Whether the name is an alias there: `virt` was a board of its own before it had versions."""
    offer = offer_of_release(catalogue, release, arch) if kind.name in catalogue.alias_names else None
    return offer is not None and kind.name in {*offer.by_name, *offer.unsure_aliases}


def _by_qemu(catalogue: Catalogue, kind: MachineType) -> Forecast | None:
    if kind.removed is None or kind.name in catalogue.alias_names:
        return None
    name = f"qemu:{format_version(kind.removed.by)}"
    basis = catalogue.vendors[kind.vendor].policies.get(kind.policy or "", f"{name} does not have it")
    return Forecast(name, expected_day(catalogue, kind.removed.by), False, basis)


def expected_day(catalogue: Catalogue, version: Version) -> date | None:
    """The day a QEMU release came out, or is expected: three a year, a new major every April.

    Counted from the newest release with a date; the expected day is the last of its month.
    """
    dated = {
        parse_version(release.version): release.released
        for release in catalogue.line("qemu").releases
        if release.released is not None
    }
    if version in dated or not dated:
        return dated.get(version)
    newest = max(dated)
    month = _MONTHS[min(version[1], 2)]
    year = dated[newest].year + version[0] - newest[0]
    return date(year, month, 31 if month in (8, 12) else 30)
