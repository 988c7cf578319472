"""Is a removal within the horizon found, with its date and how sure it is?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.rules.mt203_removal_ahead import RemovalAhead
from mtype.rules.mt302_upstream_on_vendor import UpstreamTypeOnVendor
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
        "pc-q35-jammy goes away: ubuntu:zany, due 2028-04-20, does not offer it (fact); lift it to "
        "pc-q35-noble-v2 while it is shut off",
        "pc-q35-noble-v2",
        id="gone from a release that is announced",
    ),
    pytest.param(
        "pc-q35-4.2",
        "debian:13",
        "pc-q35-4.2 goes away: debian:14, expected 2027-08, does not offer it (fact); lift it to pc-q35-10.0 "
        "while it is shut off",
        "pc-q35-10.0",
        id="gone from a release that has no date yet",
    ),
    pytest.param(
        "glass-1",
        "glassworks:1",
        "glass-1 goes away: glassworks:2 does not offer it (fact, its date is not known); "
        "glassworks:1 has no "
        "newer type for glass",
        None,
        id="gone from a release of which nobody knows when it came",
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
    pytest.param("isapc", "debian:14", IN_TWO_YEARS, id="nothing says that it will go"),
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


# Each policy of the small catalogue: the type, the target, what is said of its end, and the last day of a
# horizon that does not reach it; None where nobody knows the day, so every horizon does.
POLICIES = [
    pytest.param(
        "pc-q35-6.2",
        "qemu:11.1",
        "QEMU 12.2 will drop it (forecast: expected 2027-12 by QEMU's policy)",
        date(2027, 12, 30),
        id="QEMU's own, three majors and six",
    ),
    pytest.param(
        "pc-q35-6.2",
        "ubuntu:zany",
        "QEMU 12.2 will drop it (forecast: expected 2027-12 by QEMU's policy)",
        date(2027, 12, 30),
        id="QEMU's own, in a distribution that has a rule for its own types only",
    ),
    pytest.param(
        "pc-q35-rhel9.4.0",
        "rhel:9.5",
        "rhel:11 will drop it (forecast: expected 2030-05 by Red Hat's policy)",
        date(2030, 5, 30),
        id="Red Hat's, two of its majors",
    ),
    pytest.param(
        "pc-q35-7.2",
        "proxmox:9.0",
        "proxmox:10 will drop it (forecast: expected 2027-07 by Proxmox's baseline)",
        date(2027, 7, 30),
        id="Proxmox's, of an upstream type",
    ),
    pytest.param(
        "pc-q35-10.0+pve1",
        "proxmox:9.0",
        "proxmox:12 will drop it (forecast: expected 2031-07 by Proxmox's baseline; that of 12 is an "
        "expectation)",
        date(2031, 7, 30),
        id="Proxmox's, of its own, by a baseline that is only expected",
    ),
    pytest.param(
        "pc-q35-noble",
        "ubuntu:noble",
        "ubuntu:29.10 will drop it (forecast: expected 2029-10 by Ubuntu's clean-up rule; listings "
        "have kept more)",
        date(2029, 10, 30),
        id="Ubuntu's, of an LTS",
    ),
    pytest.param(
        "pc-i440fx-wily",
        "ubuntu:noble",
        "ubuntu:28.10 will drop it (forecast: expected 2028-10 by Ubuntu's clean-up rule; listings have kept "
        "more; ubuntu:jammy would have been the first without it)",
        date(2028, 10, 30),
        id="Ubuntu's, where listings have kept it long after its time",
    ),
    pytest.param(
        "pc-q35-4.2",
        "proxmox:9.0",
        "QEMU 10.2 drops it, so a later release will lack it (forecast by QEMU's policy)",
        None,
        id="QEMU's, which is out: nobody knows who follows when",
    ),
]


@pytest.mark.parametrize(("name", "target", "end", "short"), POLICIES)
def test_a_forecast_within_the_horizon_is_found(name: str, target: str, end: str, short: date | None) -> None:
    horizon = short + timedelta(days=1) if short else TODAY
    assert one(RemovalAhead, define(name), target, horizon=horizon).message.startswith(
        f"{name} goes away: {end}; "
    )


@pytest.mark.parametrize(
    ("name", "target", "end", "short"), [policy for policy in POLICIES if policy.values[3]]
)
def test_a_forecast_beyond_the_horizon_is_silent(
    name: str, target: str, end: str, short: date | None
) -> None:
    assert check(RemovalAhead, define(name), target, horizon=short) == []


@pytest.mark.parametrize(
    ("today", "horizon", "words"),
    [
        pytest.param(date(2027, 12, 31), date(2027, 12, 31), "expected 2027-12 by", id="on its day"),
        pytest.param(
            date(2028, 1, 1), date(2028, 1, 2), "drops it, so a later release will lack it", id="a day later"
        ),
    ],
)
def test_what_is_expected_depends_on_the_day_of_the_question(today: date, horizon: date, words: str) -> None:
    found = one(RemovalAhead, define("pc-q35-6.2"), "debian:14", today, horizon)
    assert words in found.message


@pytest.mark.parametrize("name", ["pc-q35-6.2", "pc-q35-8.2", "pc-i440fx-8.2"])
def test_it_suggests_what_the_rule_for_the_vendors_own_types_suggests(name: str) -> None:
    far = date(2040, 1, 1)
    own = one(UpstreamTypeOnVendor, define(name), "ubuntu:noble")
    assert one(RemovalAhead, define(name), "ubuntu:noble", horizon=far).suggestion == own.suggestion
