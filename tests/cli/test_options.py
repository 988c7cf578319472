"""Which days and spans does an option take?"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtype.cli.option_values import parse_day, parse_horizon
from mtype.cli.output import pair_outputs
from mtype.model.errors import UsageError

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("span", "day"),
    [
        ("90d", date(2027, 2, 19)),
        ("6w", date(2027, 1, 2)),
        ("1m", date(2026, 12, 21)),
        ("2m", date(2027, 1, 21)),
        ("18m", date(2028, 5, 21)),
        ("2y", date(2028, 11, 21)),
        (" 2 Y ", date(2028, 11, 21)),
        ("0d", TODAY),
    ],
)
def test_a_span_is_counted_from_today(span: str, day: date) -> None:
    assert parse_horizon(span, TODAY) == day


def test_a_month_that_is_too_short_ends_earlier() -> None:
    assert parse_horizon("3m", date(2026, 11, 30)) == date(2027, 2, 28)
    assert parse_horizon("1y", date(2028, 2, 29)) == date(2029, 2, 28)
    assert parse_horizon("4y", date(2028, 2, 29)) == date(2032, 2, 29)


def test_without_a_span_there_is_no_horizon() -> None:
    assert parse_horizon(None, TODAY) is None


@pytest.mark.parametrize("span", ["", "2", "y", "2 years", "-1y", "1.5y", "2y3m", "10000d", "٢y", "2y\n3"])
def test_what_is_no_span_is_refused(span: str) -> None:
    with pytest.raises(UsageError, match="is no span of time; write 2y, 18m, 6w or 90d"):
        parse_horizon(span, TODAY)


def test_a_span_beyond_the_calendar_is_refused() -> None:
    with pytest.raises(UsageError, match="leads beyond the calendar"):
        parse_horizon("9999y", TODAY)


@given(st.integers(0, 9999), st.sampled_from("dwmy"), st.dates(date(1970, 1, 1), date(2100, 1, 1)))
def test_a_horizon_is_never_before_today(number: int, unit: str, today: date) -> None:
    try:
        assert (parse_horizon(f"{number}{unit}", today) or date.min) >= today
    except UsageError:
        assert (number, unit) > (7000, "m")


def test_a_day_is_written_one_way() -> None:
    assert parse_day("2027-04-30") == date(2027, 4, 30)
    assert parse_day(None) >= date(2026, 1, 1)


@pytest.mark.parametrize(
    "day", ["", "today", "30.04.2027", "2027-4-30", "2027-02-30", "20270430", "2027-W17-5", "2027-04-30T00"]
)
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(UsageError, match="is no day; write it as 2027-04-30"):
        parse_day(day)


@pytest.mark.parametrize(
    ("formats", "outputs", "pairs"),
    [
        (["text"], [], [("text", None)]),
        (["json"], ["a"], [("json", "a")]),
        (["json"], ["-"], [("json", None)]),
        (["sarif", "text"], ["a"], [("sarif", "a"), ("text", None)]),
        (["sarif", "text"], ["-", "b"], [("sarif", None), ("text", "b")]),
        (["text", "text"], ["a", "b"], [("text", "a"), ("text", "b")]),
    ],
)
def test_formats_and_files_are_paired(
    formats: list[str], outputs: list[str], pairs: list[tuple[str, str | None]]
) -> None:
    assert pair_outputs(formats, outputs) == pairs


@pytest.mark.parametrize(
    ("formats", "outputs"), [(["a", "b"], []), (["a", "b"], ["-", "-"]), (["a"], ["b", "c"])]
)
def test_what_cannot_be_paired_is_refused(formats: list[str], outputs: list[str]) -> None:
    with pytest.raises(UsageError):
        pair_outputs(formats, outputs)
