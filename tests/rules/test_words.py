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


RULE = Forecast("x:2", None, False, "By a rule: it goes", by="a rule")
FACT = Forecast("x:2", None, True, "x:2 does not offer it")
EARLIER, LATER = date(2026, 11, 20), date(2027, 4, 30)


@pytest.mark.parametrize(
    ("forecast", "words"),
    [
        pytest.param(FACT, "x:2 does not offer it (fact, its date is not known)", id="a fact without a date"),
        pytest.param(
            FACT._replace(day=TODAY), "x:2, out since 2026-11-21, does not offer it (fact)", id="a fact"
        ),
        pytest.param(
            FACT._replace(day=LATER), "x:2, due 2027-04-30, does not offer it (fact)", id="a fact ahead"
        ),
        pytest.param(
            FACT._replace(day=LATER, expected=True),
            "x:2, expected 2027-04, does not offer it (fact)",
            id="a fact whose day is expected",
        ),
        pytest.param(
            FACT._replace(basis="x:2 ships no emulator for ppc64", day=TODAY),
            "x:2, out since 2026-11-21, ships no emulator for ppc64 (fact)",
            id="a fact about an arch",
        ),
        pytest.param(RULE, "x:2 is to lack it (forecast by a rule)", id="a forecast without a date"),
        pytest.param(
            RULE._replace(release="qemu:9.1"),
            "QEMU 9.1 drops it, so a later release will lack it (forecast by a rule)",
            id="QEMU has done it, the line has not followed",
        ),
        pytest.param(
            RULE._replace(release="qemu:9.1", by=""),
            "QEMU 9.1 drops it, so a later release will lack it (forecast)",
            id="QEMU has done it by no rule",
        ),
        pytest.param(
            RULE._replace(day=LATER, expected=True),
            "x:2 will drop it (forecast: expected 2027-04 by a rule)",
            id="a forecast",
        ),
        pytest.param(
            RULE._replace(day=EARLIER, expected=True),
            "x:2 is to lack it (forecast by a rule)",
            id="a forecast that is too old to be told",
        ),
    ],
)
def test_ending(forecast: Forecast, words: str) -> None:
    assert ending(forecast, TODAY) == words


def test_a_qemu_release_is_called_as_people_call_it() -> None:
    assert ending(RULE._replace(release="qemu:12.0"), TODAY).startswith("QEMU 12.0 ")


def test_quoted_keeps_a_name_of_sixty_characters_and_cuts_a_longer_one() -> None:
    assert quoted("x" * 60) == repr("x" * 60)
    assert quoted("x" * 61) == repr("x" * 57 + "...")
