"""Are facts said plainly, and no surer than they are?"""

from __future__ import annotations

from datetime import date

import pytest

from mtype.catalogue.forecast import Forecast
from mtype.model.version import parse_bound
from mtype.rules.words import ending, qemu_versions, quoted
from tests.rules.build import TODAY


@pytest.mark.parametrize(
    ("bound", "words"),
    [
        pytest.param("9.1", "QEMU 9.1", id="exact"),
        pytest.param(">10.2 ≤11.1", "a QEMU after 10.2, at the latest 11.1", id="between two"),
        pytest.param("≤5.2", "QEMU 5.2 or an earlier one", id="at the latest"),
    ],
)
def test_qemu_versions(bound: str, words: str) -> None:
    assert qemu_versions(parse_bound(bound)) == words


@pytest.mark.parametrize(
    ("day", "sure", "words"),
    [
        pytest.param(
            None, True, "x:2 does not offer it (fact, its date is not known)", id="a fact without a date"
        ),
        pytest.param(TODAY, True, "x:2, out since 2026-11-21, does not offer it (fact)", id="a fact"),
        pytest.param(
            date(2027, 1, 1), True, "x:2, due 2027-01-01, will not offer it (fact)", id="a fact ahead"
        ),
        pytest.param(
            None, False, "x:2 will drop it (forecast by QEMU's policy)", id="a forecast without a date"
        ),
        pytest.param(
            TODAY,
            False,
            "x:2 dropped it in 2026-11, so a later release will lack it (forecast by QEMU's policy)",
            id="QEMU has done it, the line has not followed",
        ),
        pytest.param(
            date(2027, 4, 30),
            False,
            "x:2 will drop it (forecast: expected 2027-04 by QEMU's policy)",
            id="a forecast",
        ),
    ],
)
def test_ending(day: date | None, sure: bool, words: str) -> None:
    assert ending(Forecast("x:2", day, sure, ""), TODAY) == words


def test_a_qemu_release_is_called_as_people_call_it() -> None:
    assert ending(Forecast("qemu:12.0", None, False, ""), TODAY).startswith("QEMU 12.0 ")


def test_quoted_keeps_a_name_of_sixty_characters_and_cuts_a_longer_one() -> None:
    assert quoted("x" * 60) == repr("x" * 60)
    assert quoted("x" * 61) == repr("x" * 57 + "...")
