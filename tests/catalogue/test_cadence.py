"""Which releases are to come, and when?"""

from __future__ import annotations

from datetime import date
from itertools import islice, pairwise
from typing import Any

import pytest

from mtype.catalogue.cadence import (
    expected_day,
    expected_releases,
    expected_version,
    uncatalogued_releases,
)
from mtype.catalogue.facts import Line
from mtype.catalogue.lookup import Catalogue
from mtype.model.version import parse_version
from tests.catalogue.small import Facts, cadence, catalogue, line, release

QEMU = cadence("major.minor", [4, 8, 12])
CALENDAR = cadence("calendar", [4, 10], lts={"month": 4, "every": 2})


def out(*told: str) -> list[Facts]:
    """Releases as `next_ones` tells them: version, day, and LTS where one is."""
    words = [one.split() for one in told]
    return [
        release(version, released=day, **{"lts": "true"} if mark else {}) for version, day, *mark in words
    ]


def a_line(rhythm: Facts | None, *releases: Facts, **facts: Any) -> Line:
    """A line with this cadence."""
    more = {"cadence": rhythm} if rhythm else {}
    zoo = line("zoo", [*releases], **more, **facts)
    return catalogue(vendors={"zoo": {"name": "Zoo"}}, lines={"zoo": zoo}).line("zoo")


def next_ones(of: Line, number: int = 3) -> list[str]:
    """The next releases, each with its day."""
    return [
        f"{one.version} {one.day}{' LTS' if one.lts else ''}" for one in islice(expected_releases(of), number)
    ]


@pytest.mark.parametrize(
    ("rhythm", "releases", "expected"),
    [
        pytest.param(
            QEMU,
            out("11.1 2026-08-11"),
            ["11.2 2026-12-31", "12.0 2027-04-30", "12.1 2027-08-31"],
            id="a major each year, its minors from 0",
        ),
        pytest.param(
            QEMU,
            out("11.2 2027-01-05"),
            ["12.0 2027-04-30", "12.1 2027-08-31", "12.2 2027-12-31"],
            id="one that slipped over the end of a year",
        ),
        pytest.param(
            CALENDAR,
            out("24.04 2024-04-25 LTS", "26.10 2026-10-15"),
            ["27.04 2027-04-30", "27.10 2027-10-31", "28.04 2028-04-30 LTS"],
            id="called by the calendar, an LTS every second year",
        ),
        pytest.param(
            CALENDAR,
            out("26.10 2026-10-15"),
            ["27.04 2027-04-30", "27.10 2027-10-31", "28.04 2028-04-30"],
            id="no LTS ever: none is expected",
        ),
        pytest.param(
            cadence("major", 5, every=3),
            out("9.0 2022-05-18", "9.9 2026-05-20", "10.0 2025-05-20", "10.2 2026-11-20"),
            ["11 2028-05-31", "12 2031-05-31", "13 2034-05-31"],
            id="majors count from the first release of the newest one",
        ),
        pytest.param(
            cadence("major", [4, 10]),
            out("43 2025-11-15", "44 2026-05-12"),
            ["45 2026-10-31", "46 2027-04-30", "47 2027-10-31"],
            id="several majors a year, each slips",
        ),
        pytest.param(
            cadence("major", 2, every=2),
            [*out("1 2026-02-03"), release("1-backports", pocket="backports", released="2027-02-03")],
            ["2 2028-02-29", "3 2030-02-28", "4 2032-02-29"],
            id="the last day of February; a pocket is no release",
        ),
        pytest.param(
            cadence("major", 2, every=2), [release("1"), release("2")], [], id="no day to count from"
        ),
        pytest.param(CALENDAR, [release("26.10")], [], id="nor on a calendar"),
        pytest.param(None, out("1 2026-02-03"), [], id="no rhythm is known"),
    ],
)
def test_expected_releases(rhythm: Facts | None, releases: list[Facts], expected: list[str]) -> None:
    assert next_ones(a_line(rhythm, *releases)) == expected


def test_expectation_ends() -> None:
    found = [*expected_releases(a_line(cadence("major", 5, every=900), *out("1 2026-05-20")))]
    assert [one.id for one in found][-1:] == ["zoo:8"]


@pytest.mark.parametrize(
    ("releases", "first"),
    [
        pytest.param([*out("10.0 2025-05-20"), release("11.0")], "12", id="without a day"),
        pytest.param([*out("10.0 2025-05-20"), release("sid")], "11", id="without a number"),
    ],
)
def test_what_is_in_the_catalogue_is_not_to_come(releases: list[Facts], first: str) -> None:
    assert next(uncatalogued_releases(a_line(cadence("major", 5, every=3), *releases))).version == first


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        pytest.param("11.2", "11.2", id="one that will be"),
        pytest.param("14.0", "14.0", id="a major far ahead"),
        pytest.param("12.7", "13.0", id="more than three a year have never been: the one after it"),
    ],
)
def test_expected_version(version: str, expected: str) -> None:
    found = expected_version(a_line(QEMU, *out("11.1 2026-08-11")), parse_version(version))
    assert found is not None and found.version == expected


def test_a_version_beyond_all_time_is_not_expected() -> None:
    of = a_line(QEMU, *out("11.1 2026-08-11"))
    assert expected_version(of, (99_999, 0, 0)) is None


@pytest.mark.parametrize(
    ("rhythm", "version", "day"),
    [
        pytest.param(cadence("major", 8, every=2), "14", date(2027, 8, 31), id="the next one"),
        pytest.param(cadence("major", 8, every=2), "14.1", date(2027, 8, 31), id="a minor is of its major"),
        pytest.param(cadence("major", 8, every=2), "sid", None, id="one without a number never comes"),
        pytest.param(CALENDAR, "26.04", date(2026, 4, 30), id="by the calendar"),
        pytest.param(CALENDAR, "26.05", None, id="one that does not fit the rhythm"),
        pytest.param(None, "14", None, id="no rhythm is known"),
    ],
)
def test_the_day_of_a_release_without_one(rhythm: Facts | None, version: str, day: date | None) -> None:
    of = a_line(rhythm, *out("13 2025-08-09"), release(version))
    assert expected_day(of, of.releases[1]) == day


# How far from the last day of its month a release of the last years came. Debian froze longer than planned.
SLIPS = {"debian": 90, "proxmox": 45}
# Until then the line had another rhythm: RHEL 8 came five years after 7, and said that 9 would come in three.
SINCE = {"rhel": "8.0"}


@pytest.mark.parametrize("key", ["qemu", "ubuntu", "rhel", "fedora", "debian", "proxmox"])
def test_the_last_releases_came_as_their_cadence_says(shipped: Catalogue, key: str) -> None:
    """Foretells each from the one before it."""
    of = shipped.line(key)
    assert of.cadence is not None
    dated = [one for one in of.releases if one.released is not None and one.pocket is None]
    if of.cadence.numbers == "major":
        dated = [one for one in dated if "." not in one.version or one.version.endswith(".0")]
    dated = dated[next((n for n, one in enumerate(dated) if one.version == SINCE.get(key)), 0) :]
    for before, after in [*pairwise(dated)][-3:]:
        found = next(expected_releases(of._replace(releases=(before,))))
        assert found.version == after.version.removesuffix(".0" if of.cadence.numbers == "major" else "")
        assert after.released is not None
        assert abs((found.day - after.released).days) <= SLIPS.get(key, 31), f"{after.id} came otherwise"
