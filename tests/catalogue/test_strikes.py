"""When does a type go by a policy that its line keeps?"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from mtype.catalogue.forecast import removal_forecast
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from tests.catalogue.small import (
    RULE,
    Facts,
    cadence,
    document,
    find,
    from_document,
    kind,
    line,
    release,
    rule,
)


def known(policy: Facts, zoo: Facts, own: list[Facts], **upstream: Any) -> Catalogue:
    """A line that keeps one policy; QEMU's releases have the days they had."""
    content = document(
        vendors={"zoo": {"name": "Zoo", "policies": {"one": policy}, "types": own}},
        lines={"zoo": {**zoo, "policy": "one"}},
        **upstream,
    )
    qemu = content["lines"]["qemu"]["releases"]
    qemu.insert(next(n for n, row in enumerate(qemu) if row["version"] == "8.2"), release("8.0", qemu="8.0"))
    content["lines"]["qemu"]["cadence"] = cadence("major.minor", [4, 8, 12])
    days = {"10.2": "2025-12-23", "11.1": "2026-08-11"}
    for row in content["lines"]["qemu"]["releases"]:
        row |= {"released": days[row["version"]]} if row["version"] in days else {}
    return from_document(content)


def going(of: Catalogue, name: str, at: str) -> tuple[str, date | None, bool, str] | None:
    """Release, day, whether that is a fact, and what is said of the policy."""
    found = removal_forecast(of, find(of, name), find_release(of, at), "x86_64")
    return None if found is None else (found.release, found.day, found.sure, found.by)


# Majors of the line.
MAJORS = rule("line-majors", deprecated_after_majors=1, removed_after_majors=2)
HATS = kind("pc-q35", "pc-q35-rhel{7.6.0,8.0.0,9.0.0,10.0.0}", release="8.0")
ALL = {"only": "pc-q35-rhel{7.6.0,8.0.0,9.0.0,10.0.0}"}
EVERY_THREE_YEARS = cadence("major", 5, every=3)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "pc-q35-rhel8.0.0", ("zoo:10", date(2028, 5, 31), False, "a rule"), id="the next but one"
        ),
        pytest.param("pc-q35-rhel9.0.0", ("zoo:11", date(2031, 5, 31), False, "a rule"), id="one later"),
        pytest.param(
            "pc-q35-rhel7.6.0",
            ("zoo:10", date(2028, 5, 31), False, "a rule; zoo:9.0 would have been the first without it"),
            id="it should be gone, and is there: not in the past but with the next",
        ),
        pytest.param("pc-q35-other", None, id="a name that tells no major"),
    ],
)
def test_by_majors_of_the_line(name: str, expected: tuple[Any, ...] | None) -> None:
    own = {"only": ["pc-q35-rhel{7.6.0,8.0.0,9.0.0,10.0.0}", "pc-q35-other"]}
    rows = [release("8.0", own=own), release("9.0", released="2025-05-20", own="same")]
    zoo = line("zoo", rows, cadence=EVERY_THREE_YEARS)
    of = known(MAJORS, zoo, [HATS, kind("pc-q35", "pc-q35-other")])
    assert going(of, name, "zoo:8.0") == expected


def test_a_release_whose_list_nobody_has_read_may_be_the_first_without_it() -> None:
    rows = [
        release("8.0", own=ALL),
        release("9.0", own={"unknown": True, "has": "pc-q35-rhel8.0.0"}),
        release("10.0", released="2025-05-20", own={"unknown": True}),
    ]
    of = known(MAJORS, line("zoo", rows, cadence=EVERY_THREE_YEARS), [HATS])
    unread = "a rule; the list of zoo:10.0 has not been read"
    assert going(of, "pc-q35-rhel8.0.0", "zoo:8.0") == ("zoo:10.0", date(2025, 5, 20), False, unread)
    at = find_release(of, "zoo:8.0")
    found = removal_forecast(of, find(of, "pc-q35-rhel8.0.0"), at, "x86_64", date(2026, 11, 21))
    assert found is not None and found.day is None, "what may have happened is not foretold"


def test_without_a_rhythm_the_major_is_named_and_no_day() -> None:
    of = known(MAJORS, line("zoo", [release("8.0", released="2020-01-01", own=ALL)]), [HATS])
    assert going(of, "pc-q35-rhel9.0.0", "zoo:8.0") == ("zoo:11", None, False, "a rule")


def test_a_rule_that_only_deprecates_foretells_nothing() -> None:
    deprecates = rule("line-majors", deprecated_after_majors=1)
    of = known(deprecates, line("zoo", [release("8.0", own=ALL)]), [HATS])
    assert going(of, "pc-q35-rhel8.0.0", "zoo:8.0") is None


# Majors of QEMU, counted from the base of a vendor's own type.
BY_BASE = rule("qemu-majors", boards="pc-q35", removed_after_majors=6, removed_since="10.1")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("young", ("qemu:13.2", date(2028, 12, 31), False, "a rule"), id="QEMU's, not yet out"),
        pytest.param("old", ("qemu:10.1", None, False, "a rule"), id="QEMU's, out: nobody knows who follows"),
        pytest.param("other", None, id="of another board"),
        pytest.param("baseless", None, id="of an unknown base"),
    ],
)
def test_by_the_base(name: str, expected: tuple[Any, ...] | None) -> None:
    types = [
        kind("pc-q35", "old", base="4.0"),
        kind("pc-q35", "young", base="7.2"),
        kind("pc-i440fx", "other", base="4.0"),
        kind("pc-q35", "baseless"),
    ]
    rows = [release("1", qemu="9.0", own={"only": "{old,young,other,baseless}"})]
    assert going(known(BY_BASE, line("zoo", rows), types), name, "zoo:1") == expected


# A baseline for each major.
BASELINE = rule("baseline", baselines={"9": "6.0", "10": "8.0"}, raised_by_majors=2, since="8.4")
RULED = {"board": "pc-q35", "versions": "4.0..11.1", "pattern": "pc-q35-VERSION", "policy": "rule"}
UPSTREAM = [{**RULED, "sources": "s"}, kind("pc-i440fx", "pc-i440fx-4.0", introduced="4.0")]
EVERY_TWO_YEARS = cadence("major", 7, every=2)
PROXMOX = [
    release("8.4", qemu="9.0", released="2025-04-09", own={"only": "{pve-4.0,pve-8.0,pve-9.0}"}),
    release("9.0", qemu="10.0", released="2025-08-05", own="same"),
]
WITH_11 = ("zoo:11", date(2029, 7, 31), False, "a rule; that of 11 is an expectation")
PVE = [kind("pc-q35", f"pve-{base}", base=base) for base in ("4.0", "8.0", "9.0")]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("pc-q35-7.2", ("zoo:10", date(2027, 7, 31), False, "a rule"), id="older than the next"),
        pytest.param("pc-q35-8.2", WITH_11, id="older than one that is only expected"),
        pytest.param("pve-8.0", WITH_11, id="as old as a baseline is not older"),
        pytest.param("pve-9.0", WITH_11, id="an own type goes by its base"),
        pytest.param(
            "pc-q35-5.2",
            ("qemu:11.2", date(2026, 12, 31), False, "the rule"),
            id="older than that of a major that is out: QEMU drops it in its course",
        ),
        pytest.param("pve-4.0", None, id="so an own one, of which QEMU says nothing"),
        pytest.param("pc-i440fx-4.0", None, id="one that QEMU's rule leaves alone"),
    ],
)
def test_by_a_baseline(name: str, expected: tuple[Any, ...] | None) -> None:
    zoo = line("zoo", PROXMOX, cadence=EVERY_TWO_YEARS, carries="upstream")
    of = known(BASELINE, zoo, PVE, types=UPSTREAM, policies={"rule": RULE})
    assert going(of, name, "zoo:8.4") == expected


def test_a_baseline_without_a_rhythm_names_the_major() -> None:
    zoo = line("zoo", PROXMOX, carries="upstream")
    of = known(BASELINE, zoo, PVE, policies={"rule": RULE}, types=UPSTREAM)
    assert going(of, "pc-q35-7.2", "zoo:8.4") == ("zoo:10", None, False, "a rule")


# A clean-up after each LTS, and at the end of its support.
TIDY = rule("clean-up", caveat="listings keep more")
BY_CALENDAR = cadence("calendar", [4, 10], lts={"month": 4, "every": 2})


def ubuntu(**last: Any) -> Catalogue:
    """20.04, 20.10, 22.04, 26.04 and what `last` says of 26.10; 20.04 and 22.04 are of long-term support."""
    rows = [
        release(
            "20.04",
            codename="focal",
            lts="true",
            released="2020-04-23",
            support={"standard": "2025-05-29", "extended": "2030-04-23"},
            own={"only": "{focal,impish,nameless,endless,old}"},
        ),
        release("20.10", codename="groovy", released="2020-10-22", own="same"),
        release("22.04", codename="jammy", lts="true", released="2022-04-21", own="same"),
        release("22.04-backports", codename="jammy-backports", pocket="backports", lts="true", own="same"),
        release("26.04", codename="resolute", lts="true", released="2026-04-23", own="same"),
        release("26.10", codename="stonking", released="2026-10-15", **last),
    ]
    types = [
        kind("pc-q35", "old", release="groovy"),
        kind("pc-q35", "focal", release="focal"),
        kind("pc-q35", "impish", release="stonking"),
        kind("pc-q35", "endless", release="jammy"),
        kind("pc-q35", "nameless"),
    ]
    return known(TIDY, line("zoo", rows, cadence=BY_CALENDAR), types)


KEEP = "a rule; listings keep more"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param(
            "focal",
            ("zoo:30.10", date(2030, 10, 31), False, KEEP),
            id="an LTS: with the first release of a later month than the end of its support",
        ),
        pytest.param(
            "impish",
            ("zoo:28.10", date(2028, 10, 31), False, KEEP),
            id="no LTS: with the release after the next one",
        ),
        pytest.param(
            "old",
            (
                "zoo:27.04",
                date(2027, 4, 30),
                False,
                f"{KEEP}; zoo:26.04 would have been the first without it",
            ),
            id="it should be gone, and is there: with the next release that comes",
        ),
        pytest.param("nameless", None, id="named after no release"),
        pytest.param("endless", None, id="an LTS whose support ends on no known day"),
    ],
)
def test_by_clean_up(name: str, expected: tuple[Any, ...] | None) -> None:
    of = ubuntu(own="same")
    assert going(of, name, "zoo:22.04") == expected


def test_a_clean_up_strikes_first_where_nobody_has_read_the_list() -> None:
    unread = f"{KEEP}; the list of zoo:26.10 has not been read"
    of = ubuntu(own={"unknown": True})
    assert going(of, "old", "zoo:22.04") == ("zoo:26.10", date(2026, 10, 15), False, unread)


def test_releases_up_to_the_target_do_not_count() -> None:
    of = ubuntu(own={"unknown": True})
    assert going(of, "old", "zoo:26.10") == (
        "zoo:27.04",
        date(2027, 4, 30),
        False,
        f"{KEEP}; zoo:26.04 would have been the first without it",
    )


def test_without_a_rhythm_a_clean_up_foretells_nothing() -> None:
    rows = [release("20.10", own={"only": "{old,nameless}"}), release("22.04", own="same")]
    of = known(TIDY, line("zoo", rows), [kind("pc-q35", "old", release="20.10"), kind("pc-q35", "nameless")])
    assert going(of, "old", "zoo:20.10") is None
    assert going(of, "nameless", "zoo:20.10") is None


# What holds for all of them.
def test_a_fact_wins_over_every_policy() -> None:
    rows = [release("8.0", own=ALL), release("9.0", released="2025-05-20", own={"drop": "pc-q35-rhel9.0.0"})]
    of = known(MAJORS, line("zoo", rows, cadence=EVERY_THREE_YEARS), [HATS])
    assert going(of, "pc-q35-rhel9.0.0", "zoo:8.0") == ("zoo:9.0", date(2025, 5, 20), True, "")


def test_a_policy_of_a_vendor_is_not_about_what_it_carries() -> None:
    zoo = line("zoo", [release("8.0", qemu="9.0")], carries="upstream", cadence=EVERY_THREE_YEARS)
    of = known(MAJORS, zoo, [], policies={"rule": RULE}, types=UPSTREAM)
    assert going(of, "pc-q35-7.2", "zoo:8.0") == ("qemu:13.2", date(2028, 12, 31), False, "the rule")


def test_the_first_policy_that_speaks_is_heard() -> None:
    zoo = line("zoo", [release("8.0", released="2022-05-20", own=ALL)], cadence=EVERY_THREE_YEARS)
    content = document(
        vendors={"zoo": {"name": "Zoo", "types": [HATS], "policies": {"base": BY_BASE, "majors": MAJORS}}},
        lines={"zoo": {**zoo, "policy": ["base", "majors"]}},
    )
    of = from_document(content)
    assert [one.key for one in of.line("zoo").policies] == ["base", "majors"]
    assert going(of, "pc-q35-rhel8.0.0", "zoo:8.0") == ("zoo:10", date(2028, 5, 31), False, "a rule")


def test_a_forecast_names_its_policy_and_where_that_stands() -> None:
    of = ubuntu(own="same")
    found = removal_forecast(of, find(of, "focal"), find_release(of, "zoo:22.04"), "x86_64")
    assert found is not None
    assert found.basis == "By a rule: it goes; listings keep more"
    assert found.sources == ("s",)
    assert found.expected
