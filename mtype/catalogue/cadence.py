"""Which releases of a line are to come, and on which day?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import NamedTuple

from mtype.catalogue.facts import Cadence, Line
from mtype.catalogue.policy import major_of
from mtype.model.release import Release
from mtype.model.version import Version, parse_version

_LAST_YEAR = 9000  # a rule of a private catalogue may count far; a forecast beyond this is none
_LAST_MAJOR = 998  # the number of a version has three digits at most
_SOON = 24  # a release that is in the catalogue without a date is one of the next ones


class Expected(NamedTuple):
    """A release that is not there yet. `version` is how it will be called, `day` the last day of the month
    in which it is expected, `lts` whether it will be one of long-term support.

    The last day, for nothing is said to be there before it can be. Months are what such a forecast is good
    for, and whoever plans by it has the month; a release that comes earlier in it is in the catalogue then.
    """

    line: str
    version: str
    day: date
    lts: bool = False

    @property
    def id(self) -> str:
        """How it will be written on the command line: `qemu:12.0`, `rhel:11`."""
        return f"{self.line}:{self.version}"


def expected_releases(line: Line) -> Iterator[Expected]:
    """The releases of a line after the newest one with a date, soonest first; where the cadence counts
    majors, only those. Nothing where the line has no cadence, or no date to count from.

    Ends in the year 9000.
    """
    cadence = line.cadence
    newest = _newest_dated(line)
    if cadence is None or newest is None:
        return
    year, place = _slot(cadence, newest)
    major = major_of(newest.version) or 0
    cycles = (_LAST_YEAR - year) // cadence.every + 1
    for step in range(place + 1, cycles * len(cadence.months)):
        cycle, place = divmod(step, len(cadence.months))
        in_year, month = year + cycle * cadence.every, cadence.months[place]
        if cadence.numbers == "major":
            major += 1
            version = str(major)
        elif cadence.numbers == "major.minor":
            version = f"{major + cycle}.{place}"
        else:
            version = f"{in_year % 100:02}.{month:02}"
        last_day = date(in_year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        yield Expected(line.key, version, last_day, _is_lts(line, in_year, month))


def _newest_dated(line: Line) -> Release | None:
    """The release to count from: the newest with a date, or the first dated one of the newest major."""
    dated = [one for one in line.releases if one.released is not None and one.pocket is None]
    if line.cadence is None or line.cadence.numbers != "major":
        return dated[-1] if dated else None
    by_major = {major_of(one.version): one for one in reversed(dated)}
    return by_major[max(by_major, key=lambda major: major or 0)] if by_major else None


def _slot(cadence: Cadence, release: Release) -> tuple[int, int]:
    """The year of the cycle and the place in it that a release was made for: the one nearest to its day,
    for releases slip over the end of a month, and of a year."""
    day = release.released or date.min
    slots = [
        (year, place)
        for year in (day.year - 1, day.year, day.year + 1)
        for place in range(len(cadence.months))
    ]
    return min(slots, key=lambda slot: abs(12 * (slot[0] - day.year) + cadence.months[slot[1]] - day.month))


def _is_lts(line: Line, year: int, month: int) -> bool:
    cadence = line.cadence
    former = [one.released.year for one in line.releases if one.lts and one.released is not None]
    if cadence is None or cadence.lts_month != month or cadence.lts_every is None or not former:
        return False
    return (year - former[-1]) % cadence.lts_every == 0


def uncatalogued_releases(line: Line) -> Iterator[Expected]:
    """The expected releases of which the catalogue says nothing yet."""
    known = {_number(line, release) for release in line.releases}
    return (one for one in expected_releases(line) if one.version not in known)


def expected_version(line: Line, version: Version) -> Expected | None:
    """The first QEMU release to come that is `version` or later; None where nothing is expected."""
    if version[0] > _LAST_MAJOR:
        return None
    return next((one for one in expected_releases(line) if parse_version(one.version) >= version), None)


def expected_day(line: Line, release: Release) -> date | None:
    """The day on which a release without a date is expected; None where the cadence does not say."""
    soon = islice(expected_releases(line), _SOON)
    return next((one.day for one in soon if one.version == _number(line, release)), None)


def _number(line: Line, release: Release) -> str:
    """How the cadence calls a release of the catalogue."""
    if line.cadence is not None and line.cadence.numbers == "major":
        return str(major_of(release.version))
    return release.version
