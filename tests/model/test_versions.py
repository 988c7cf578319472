"""When did something happen in a line of QEMU versions?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtype.model.version import (
    Bound,
    Version,
    between,
    format_version,
    parse_bound,
    parse_version,
)

VERSIONS = st.tuples(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))


@pytest.mark.parametrize(
    ("text", "version", "again"),
    [
        pytest.param("9.2", (9, 2, 0), "9.2", id="a release"),
        pytest.param("4.0.1", (4, 0, 1), "4.0.1", id="a stable release"),
        pytest.param("2.10", (2, 10, 0), "2.10", id="2.10 is not 2.1"),
        pytest.param("9.2.0", (9, 2, 0), "9.2", id="a micro of 0 is not written"),
        pytest.param("0.10", (0, 10, 0), "0.10", id="the first ones"),
    ],
)
def test_versions(text: str, version: Version, again: str) -> None:
    assert parse_version(text) == version
    assert format_version(version) == again


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("9", id="a major alone"),
        pytest.param("9.2.0.1", id="four parts"),
        pytest.param("v9.2", id="a tag"),
        pytest.param("9.2-rc1", id="a release candidate"),
        pytest.param("1:8.2.2+ds-0ubuntu1", id="a Debian version"),
        pytest.param("9.2\n", id="a line break"),
        pytest.param(" 9.2", id="a blank"),
        pytest.param("٩.٢", id="digits of another script"),
    ],
)
def test_not_a_version(text: str) -> None:
    with pytest.raises(ValueError, match="is not a QEMU version such as"):
        parse_version(text)


@given(VERSIONS)
def test_versions_come_back(version: Version) -> None:
    assert parse_version(format_version(version)) == version


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        pytest.param("9.1", Bound((9, 1, 0)), id="exactly"),
        pytest.param("≤5.2", Bound((5, 2, 0), exact=False), id="at the latest"),
        pytest.param(">5.2 ≤7.2", Bound((7, 2, 0), (5, 2, 0), exact=False), id="between"),
        pytest.param("  > 5.2   ≤ 7.2 ", Bound((7, 2, 0), (5, 2, 0), exact=False), id="blanks do not count"),
    ],
)
def test_bounds(text: str, bound: Bound) -> None:
    assert parse_bound(text) == bound
    assert parse_bound(str(bound)) == bound


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", "is none of", id="nothing"),
        pytest.param("soon", "is none of", id="a word"),
        pytest.param(">5.2", "is none of", id="no end"),
        pytest.param(">5.2 7.2", "is none of", id="an end that is not marked as one"),
        pytest.param("<=5.2", "is none of", id="two characters for one"),
        pytest.param("≤5", "is not a QEMU version", id="a major alone"),
        pytest.param(">5..2 ≤7.2", "is not a QEMU version", id="two dots"),
        pytest.param(">7.2 ≤5.2", "begins after it ends", id="backward"),
        pytest.param(">5.2 ≤5.2", "begins after it ends", id="empty"),
    ],
)
def test_not_a_bound(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_bound(text)


_BOUNDS = (
    VERSIONS.map(Bound)
    | VERSIONS.map(lambda by: Bound(by, exact=False))
    | st.lists(VERSIONS, min_size=2, max_size=2, unique=True)
    .map(sorted)
    .map(lambda ends: Bound(ends[1], ends[0], exact=False))
)


@given(_BOUNDS)
def test_bounds_come_back(bound: Bound) -> None:
    assert parse_bound(str(bound)) == bound


@pytest.mark.parametrize(
    ("bound", "version", "reached"),
    [
        pytest.param("9.1", "9.0", False, id="exact: not before"),
        pytest.param("9.1", "9.1", True, id="exact: at"),
        pytest.param("9.1", "10.0", True, id="exact: after"),
        pytest.param("≤5.2", "5.2", True, id="at the latest: there"),
        pytest.param("≤5.2", "5.1", None, id="at the latest: before that nobody knows"),
        pytest.param(">5.2 ≤7.2", "5.1", False, id="between: not before"),
        pytest.param(">5.2 ≤7.2", "5.2", False, id="between: not at the lower end"),
        pytest.param(">5.2 ≤7.2", "5.2.22", False, id="between: nor in its stable releases"),
        pytest.param(">5.2 ≤7.2", "6.0", None, id="between: inside nobody knows"),
        pytest.param(">5.2 ≤7.2", "7.2.1", True, id="between: at the upper end"),
    ],
)
def test_reached(bound: str, version: str, reached: bool | None) -> None:
    assert parse_bound(bound).reached(parse_version(version)) is reached


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [
        pytest.param("5.0", None, True, id="came, never went"),
        pytest.param("5.0", "9.0", True, id="came, goes later"),
        pytest.param("5.0", "7.0", False, id="went"),
        pytest.param("8.0", None, False, id="comes later"),
        pytest.param("≤8.0", None, None, id="maybe it came"),
        pytest.param("5.0", ">6.0 ≤8.0", None, id="maybe it went"),
        pytest.param("≤8.0", "7.0", False, id="whenever it came, it went"),
        pytest.param("8.0", ">6.0 ≤9.0", False, id="whenever it goes, it comes later"),
        pytest.param(None, None, None, id="nothing is known of its start"),
        pytest.param(None, "6.0", False, id="nothing is known of its start, but it went"),
    ],
)
def test_between(start: str | None, end: str | None, there: bool | None) -> None:
    bounds = [parse_bound(text) if text else None for text in (start, end)]
    assert between(bounds[0], bounds[1], parse_version("7.2")) is there


@given(_BOUNDS, VERSIONS, VERSIONS)
def test_what_has_happened_stays_so(bound: Bound, one: Version, other: Version) -> None:
    earlier, later = sorted((one, other))
    assert not (bound.reached(earlier) and bound.reached(later) is not True)


def test_a_number_beyond_all_versions_is_none() -> None:
    """A date is worked out from a version; no calendar goes that far."""
    assert parse_version("999.999.999") == (999, 999, 999)
    with pytest.raises(ValueError, match="is not a QEMU version"):
        parse_version("1000.0")
