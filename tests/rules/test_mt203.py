"""Is a removal within the horizon found, with its date and how sure it is?"""

from __future__ import annotations

from datetime import date

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.rules.mt203_removal_ahead import RemovalAhead
from tests.rules.build import CATALOGUE, TODAY, check, define, emulator, one

IN_TWO_YEARS = date(2028, 11, 21)

FINDS = [
    pytest.param(
        "pc-q35-xenial",
        "ubuntu:noble",
        "pc-q35-xenial goes away: ubuntu:resolute, out since 2026-04-23, does not offer it (fact); lift it "
        "to pc-q35-noble-v2 while it is shut off",
        "pc-q35-noble-v2",
        id="gone from a release that is out",
    ),
    pytest.param(
        "pc-q35-jammy",
        "ubuntu:noble",
        "pc-q35-jammy goes away: ubuntu:zany, due 2028-04-20, will not offer it (fact); lift it to "
        "pc-q35-noble-v2 while it is shut off",
        "pc-q35-noble-v2",
        id="gone from a release that is announced",
    ),
    pytest.param(
        "pc-q35-4.2",
        "debian:13",
        "pc-q35-4.2 goes away: debian:14 does not offer it (fact, its date is not known); lift it to "
        "pc-q35-10.0 while it is shut off",
        "pc-q35-10.0",
        id="gone from a release without a date",
    ),
    pytest.param(
        "pc-q35-6.2",
        "debian:14",
        "pc-q35-6.2 goes away: QEMU 12.2 will drop it (forecast: expected 2027-12 by QEMU's policy); lift "
        "it to pc-q35-11.1 while it is shut off",
        "pc-q35-11.1",
        id="gone by the policy",
    ),
    pytest.param(
        "pc-q35-jammy-maxcpus",
        "ubuntu:noble",
        "pc-q35-jammy-maxcpus goes away: ubuntu:resolute, out since 2026-04-23, does not offer it (fact); "
        "no newer type at ubuntu:noble keeps -maxcpus, so its owner must choose",
        None,
        id="no type keeps the variant",
    ),
]

STAYS_SILENT = [
    pytest.param("pc-q35-8.2", "debian:14", IN_TWO_YEARS, id="the forecast is beyond the horizon"),
    pytest.param("pc-q35-jammy", "ubuntu:noble", date(2028, 4, 19), id="a day beyond the horizon"),
    pytest.param("pc-q35-6.2", "debian:14", None, id="no horizon is asked for"),
    pytest.param("pc-q35-noble", "ubuntu:noble", IN_TWO_YEARS, id="nothing says that it will go"),
    pytest.param("pc-i440fx-2.0", "debian:13", IN_TWO_YEARS, id="gone already"),
    pytest.param("q35", "debian:13", IN_TWO_YEARS, id="an alias"),
    pytest.param("toaster", "debian:13", IN_TWO_YEARS, id="unknown"),
    pytest.param(None, "debian:13", IN_TWO_YEARS, id="a missing attribute"),
]


@pytest.mark.parametrize(("name", "target", "message", "suggestion"), FINDS)
def test_finds(name: str, target: str, message: str, suggestion: str | None) -> None:
    found = one(RemovalAhead, define(name), target, horizon=IN_TWO_YEARS)
    assert found.message == message
    assert found.suggestion == suggestion
    assert found.target == target


@pytest.mark.parametrize(("name", "target", "horizon"), STAYS_SILENT)
def test_stays_silent(name: str | None, target: str, horizon: date | None) -> None:
    assert check(RemovalAhead, define(name), target, horizon=horizon) == []


def test_finds_what_goes_on_the_last_day_of_the_horizon() -> None:
    assert one(RemovalAhead, define("pc-q35-jammy"), "ubuntu:noble", horizon=date(2028, 4, 20))


@pytest.mark.parametrize("name", ["pc-q35-4.2", "pc-private-1"])
def test_stays_silent_about_an_emulator_of_unknown_release(name: str) -> None:
    asked = emulator({"x86_64": Offer((Offered(name, CATALOGUE.find(name, "x86_64")),))})
    assert check(RemovalAhead, define(name), asked, TODAY, IN_TWO_YEARS) == []
