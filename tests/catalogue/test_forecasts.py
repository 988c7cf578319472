"""When will a line of releases stop offering a machine type, and how sure is that?"""

from __future__ import annotations

from datetime import date

import pytest

from mtype.catalogue.forecast import Forecast, expected_day, removal_forecast
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.model.version import parse_version
from tests.catalogue.small import (
    RULE,
    alias,
    catalogue,
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
            "short": line(
                "upstream", [release("1", qemu="7.2"), release("2", qemu="9.0", without="pc-i440fx-4.0")]
            ),
            "moving": line("upstream", [release("1", qemu="7.2"), release("2", qemu="9.0", arch="aarch64")]),
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
    for row in content["lines"]["qemu"]["releases"]:
        row |= {"released": days[row["version"]]} if row["version"] in days else {}
    return from_document(content)


KNOWN = known()


@pytest.mark.parametrize(
    ("at", "name", "expected"),
    [
        pytest.param(
            "debian:1",
            "pc-q35-4.1",
            Forecast("debian:4", date(2027, 5, 4), True, "debian:4 does not offer it"),
            id="a release of the line lacks it: no backports, and none of which nothing is known",
        ),
        pytest.param(
            "debian:1",
            "pc-q35-5.2",
            Forecast("qemu:11.2", date(2026, 12, 31), False, "three majors, then six"),
            id="beyond the last release the rule speaks",
        ),
        pytest.param("debian:1", "pc-i440fx-4.0", None, id="nothing says that it will"),
        pytest.param(
            "moving:1",
            "pc-i440fx-2.9",
            Forecast("qemu:9.0", date(2024, 4, 23), False, "qemu:9.0 does not have it"),
            id="the arch ends before the type; QEMU itself has dropped it",
        ),
        pytest.param(
            "qemu:7.2",
            "new",
            None,
            id="a board whose name goes on as an alias",
        ),
        pytest.param("debian:2", "new", None, id="even where nothing is known of the next release"),
        pytest.param(
            "short:1",
            "new",
            Forecast("short:2", None, True, "short:2 does not offer it"),
            id="a board whose name is an alias elsewhere",
        ),
        pytest.param(
            "zoo:1",
            "ant",
            Forecast("zoo:3", date(2028, 1, 2), True, "zoo:3 does not offer it"),
            id="a vendor's list lacks it: not one that may have it",
        ),
        pytest.param("zoo:1", "cow", None, id="a vendor's own, of which there is no rule"),
    ],
)
def test_removal(at: str, name: str, expected: Forecast | None) -> None:
    assert removal_forecast(KNOWN, find(KNOWN, name), find_release(KNOWN, at), "x86_64") == expected


@pytest.mark.parametrize(
    ("version", "day"),
    [
        pytest.param("11.1", date(2026, 8, 11), id="it came out"),
        pytest.param("11.2", date(2026, 12, 31), id="the third of a year comes in December"),
        pytest.param("12.0", date(2027, 4, 30), id="a major comes in April"),
        pytest.param("13.1", date(2028, 8, 31), id="the second of a year comes in August"),
        pytest.param("12.7", date(2027, 12, 31), id="more than three a year have never been"),
    ],
)
def test_expected_day(version: str, day: date) -> None:
    assert expected_day(KNOWN, parse_version(version)) == day


def test_without_a_single_date_nothing_is_expected() -> None:
    assert expected_day(catalogue(), parse_version("12.0")) is None
