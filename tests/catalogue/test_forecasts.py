"""When will a line of releases stop offering a machine type, and how sure is that?"""

from __future__ import annotations

from datetime import date

import pytest

from mtype.catalogue.forecast import Forecast, removal_forecast
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from tests.catalogue.small import (
    RULE,
    alias,
    cadence,
    document,
    find,
    from_document,
    kind,
    line,
    release,
)

RULED = {"board": "pc-q35", "versions": "4.1..7.2", "pattern": "pc-q35-VERSION", "policy": "rule"}


def known() -> Catalogue:
    content = document(
        [
            {**RULED, "sources": "s"},
            kind("pc-i440fx", "pc-i440fx-2.9", introduced="2.9", removed="9.0"),
            kind("pc-i440fx", "pc-i440fx-4.0", introduced="4.0"),
            kind("virt", "virt-2.9", introduced="2.9", removed="9.0"),
        ],
        policies={"rule": RULE},
        boards_without_version=[
            {
                "arch": "x86_64",
                "introduced": "2.9",
                "removed": "8.2",
                "boards": {"new": "New"},
                "sources": "s",
            }
        ],
        aliases=[alias("new", "pc-i440fx-4.0", "8.2")],
        vendors={"zoo": {"name": "Zoo", "types": [kind("pc-q35", "{ant,bee,cow}")]}},
        lines={
            "debian": line(
                "upstream",
                [
                    release("1", qemu="5.2"),
                    release("1-backports", qemu="11.1", pocket="backports"),
                    release("2", qemu="7.2"),
                    release("3"),
                    release("4", qemu="10.2", released="2027-05-04"),
                ],
            ),
            "rhythm": line(
                "upstream",
                [release("1", qemu="7.2", released="2025-08-09"), release("2", qemu="10.2")],
                cadence=cadence("major", 8, every=2),
            ),
            "short": line(
                "upstream", [release("1", qemu="7.2"), release("2", qemu="9.0", without="pc-i440fx-4.0")]
            ),
            "moving": line("upstream", [release("1", qemu="7.2"), release("2", qemu="9.0", arch="aarch64")]),
            "silent": line(
                "upstream", [release("1", qemu="7.2", arch="x86_64"), release("2", qemu="9.0")], arch=[]
            ),
            "zoo": line(
                "zoo",
                [
                    release("1", own={"only": "{ant,bee,cow}"}),
                    release("2", own={"unknown": True, "unsure": "ant"}),
                    release("3", own={"only": "cow"}, released="2028-01-02"),
                ],
            ),
        },
    )
    days = {"10.0": "2025-04-22", "10.2": "2025-12-23", "11.1": "2026-08-11", "9.0": "2024-04-23"}
    content["lines"]["qemu"]["cadence"] = cadence("major.minor", [4, 8, 12])
    for row in content["lines"]["qemu"]["releases"]:
        row |= {"released": days[row["version"]]} if row["version"] in days else {}
    return from_document(content)


KNOWN = known()


def fact(release: str, day: date | None = None, lacks: str = "does not offer it") -> Forecast:
    return Forecast(release, day, True, f"{release} {lacks}", ("s",))


def by_rule(release: str, day: date | None = None) -> Forecast:
    basis = "By the rule: three majors, then six"
    return Forecast(release, day, False, basis, ("s",), "the rule", day is not None)


@pytest.mark.parametrize(
    ("at", "name", "expected"),
    [
        pytest.param(
            "debian:1",
            "pc-q35-4.1",
            fact("debian:4", date(2027, 5, 4)),
            id="a release of the line lacks it: no backports, and none of which nothing is known",
        ),
        pytest.param(
            "rhythm:1",
            "pc-q35-4.1",
            fact("rhythm:2", date(2027, 8, 31))._replace(expected=True),
            id="one without a day, which the rhythm tells",
        ),
        pytest.param(
            "debian:1",
            "pc-q35-5.2",
            by_rule("qemu:11.2", date(2026, 12, 31)),
            id="beyond the last release the rule speaks",
        ),
        pytest.param("debian:1", "pc-i440fx-4.0", None, id="nothing says that it will"),
        pytest.param(
            "moving:1",
            "pc-i440fx-4.0",
            fact("moving:2", lacks="ships no emulator for x86_64"),
            id="the arch ends before the type",
        ),
        pytest.param(
            "silent:1",
            "pc-i440fx-2.9",
            Forecast("qemu:9.0", None, False, "qemu:9.0 does not have it", ("s",)),
            id="of later arches nothing is known: QEMU itself has dropped it, nobody knows who follows when",
        ),
        pytest.param("qemu:7.2", "new", None, id="a board whose name goes on as an alias"),
        pytest.param("debian:2", "new", None, id="even where nothing is known of the next release"),
        pytest.param("short:1", "new", fact("short:2"), id="a board whose name is an alias elsewhere"),
        pytest.param(
            "zoo:1",
            "ant",
            fact("zoo:3", date(2028, 1, 2)),
            id="a vendor's list lacks it: not one that may have it",
        ),
        pytest.param("zoo:1", "cow", None, id="a vendor's own, of which there is no rule"),
    ],
)
def test_removal(at: str, name: str, expected: Forecast | None) -> None:
    assert removal_forecast(KNOWN, find(KNOWN, name), find_release(KNOWN, at), "x86_64") == expected


@pytest.mark.parametrize(
    ("at", "name", "today", "day"),
    [
        pytest.param("debian:1", "pc-q35-5.2", date(2026, 12, 31), date(2026, 12, 31), id="on its day"),
        pytest.param("debian:1", "pc-q35-5.2", date(2027, 1, 1), None, id="a forecast that has passed"),
        pytest.param("rhythm:1", "pc-q35-4.1", date(2027, 9, 1), None, id="an expected day of a fact"),
        pytest.param("debian:1", "pc-q35-4.1", date(2028, 1, 1), date(2027, 5, 4), id="a fact stays"),
    ],
)
def test_what_is_expected_is_never_in_the_past(at: str, name: str, today: date, day: date | None) -> None:
    found = removal_forecast(KNOWN, find(KNOWN, name), find_release(KNOWN, at), "x86_64", today)
    assert found is not None
    assert found.day == day
    assert found.expected is (day == date(2026, 12, 31))


def test_a_guest_of_another_arch_runs_on_the_emulator_that_goes_on() -> None:
    at = find_release(KNOWN, "short:1")
    assert removal_forecast(KNOWN, find(KNOWN, "pc-i440fx-4.0", "i386"), at, "i386") == fact("short:2")


def test_without_a_rhythm_there_is_a_release_and_no_day() -> None:
    content = document([{**RULED, "sources": "s"}], policies={"rule": RULE})
    known = from_document(content)
    found = removal_forecast(known, find(known, "pc-q35-7.2"), find_release(known, "qemu:11.1"), "x86_64")
    assert found == by_rule("qemu:13.2")
