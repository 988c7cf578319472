"""When will a target's line of releases stop offering a machine type, and how sure is that?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import offer_of_release
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import Version, format_version

# QEMU has released in April, August and December of every year since 2.8 (catalogue, line qemu).
_MONTHS = (4, 8, 12)


@dataclass(frozen=True, slots=True)
class Forecast:
    """The first release after the target that lacks a type.

    `day` is its release date or, for a forecast, the expected one; None where there is none. `sure` is True
    where the release is in the catalogue, False where a policy says so; `basis` is one sentence.
    """

    release: str
    day: date | None
    sure: bool
    basis: str


def removal_forecast(
    catalogue: Catalogue, kind: MachineType, release: Release, arch: str
) -> Forecast | None:
    """When the line of `release` drops `kind`; None where nothing says that it will.

    A release of the catalogue is a fact. Beyond the last one only a policy speaks: QEMU deletes a
    versioned type six majors after its release, and whoever ships that QEMU loses it then.
    """
    later = catalogue.line(release.line).releases[release.index + 1 :]
    for following in later:
        if following.pocket:
            continue
        offer = offer_of_release(catalogue, following, arch)
        if offer is None or kind in offer.unsure:
            continue
        if kind.name not in offer.by_name:
            basis = f"{following.id} does not offer it"
            return Forecast(following.id, following.released, True, basis)
    return _by_policy(catalogue, kind)


def _by_policy(catalogue: Catalogue, kind: MachineType) -> Forecast | None:
    if kind.removed is None or kind.policy is None:
        return None
    policy = catalogue.vendors[kind.vendor].policies[kind.policy]
    day = expected_day(catalogue, kind.removed.by)
    return Forecast(f"qemu:{format_version(kind.removed.by)}", day, False, policy["what"])


def expected_day(catalogue: Catalogue, version: Version) -> date:
    """The day a QEMU release came out, or is expected: three a year, a new major every April.

    Counted from the newest release the catalogue knows; the expected day is the last of its month.
    """
    releases = catalogue.line("qemu").releases
    for release in releases:
        if release.version == format_version(version) and release.released:
            return release.released
    newest = releases[-1]
    major = int(newest.version.split(".")[0])
    year = (newest.released.year if newest.released else 0) + version[0] - major
    month = _MONTHS[min(version[1], 2)]
    return date(year, month, 31 if month in (8, 12) else 30)
