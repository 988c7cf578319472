"""Does every release of Red Hat's lines offer the types that its build trees, patches and listings tell?"""

from __future__ import annotations

from typing import Any

import pytest

from mtype.catalogue.lookup import Catalogue
from tests.catalogue.small import names as offered
from tests.catalogue.small import offer
from tests.data.tables import names, table

# The list of rhel-av 8.2.0 shows q35 types alone; its i440fx types follow from 8.0.1 and 8.5.0.
I440FX = {f"pc-i440fx-rhel7.{minor}.0" for minor in range(7)}
NOT_LISTED = {("rhel-av", "8.2.0", "x86_64"): I440FX}
ROWS = [
    pytest.param(row["line"], release, row, id=f"{row['line']}:{release} {row['arch']}")
    for row in table("rhel_own_types.json", "lists")
    for release in row["releases"].split()
]


@pytest.mark.parametrize(("line", "release", "row"), ROWS)
def test_types(shipped: Catalogue, line: str, release: str, row: dict[str, Any]) -> None:
    found = offer(shipped, f"{line}:{release}", row["arch"])
    expected = names(row["own"]) | NOT_LISTED.get((line, release, row["arch"]), set())
    assert {*offered(found)} == expected, f"{line}:{release}: correct its `own`"


@pytest.mark.parametrize(("line", "release", "row"), [row for row in ROWS if "aliases" in row.values[2]])
def test_aliases(shipped: Catalogue, line: str, release: str, row: dict[str, Any]) -> None:
    found = offer(shipped, f"{line}:{release}", row["arch"])
    told = {entry.name: entry.alias_of for entry in found.entries if entry.alias_of}
    assert {alias: told.get(alias) for alias in row["aliases"]} == row["aliases"]


def deprecated(shipped: Catalogue, release: str, arch: str) -> set[str]:
    entries = offer(shipped, f"rhel:{release}", arch).entries
    return {entry.name for entry in entries if entry.deprecated and entry.alias_of is None}


@pytest.mark.parametrize("release", ["8.8", "8.9"])
@pytest.mark.parametrize("arch", ["x86_64", "aarch64", "s390x", "ppc64"])
def test_before_rhel_9_nothing_is_deprecated(shipped: Catalogue, release: str, arch: str) -> None:
    assert deprecated(shipped, release, arch) == set()


@pytest.mark.parametrize("release", ["9.2", "9.3", "9.4", "9.5", "9.6", "9.7", "9.8"])
@pytest.mark.parametrize("arch", ["x86_64", "s390x"])
def test_in_rhel_9_all_types_of_rhel_7_and_8_are_deprecated(
    shipped: Catalogue, release: str, arch: str
) -> None:
    there = offered(offer(shipped, f"rhel:{release}", arch))
    assert deprecated(shipped, release, arch) == {
        name for name in there if "rhel7" in name or "rhel8" in name
    }


@pytest.mark.parametrize(
    ("release", "expected"),
    [
        pytest.param("9.2", set(), id="not yet in 9.2"),
        pytest.param("9.3", set(), id="nor in 9.3"),
        pytest.param("9.4", {"virt-rhel9.0.0", "virt-rhel9.2.0"}, id="from 9.4 on"),
        pytest.param("9.5", {"virt-rhel9.0.0", "virt-rhel9.2.0"}, id="in 9.5"),
        pytest.param("9.8", {"virt-rhel9.0.0", "virt-rhel9.2.0"}, id="to the last"),
    ],
)
def test_on_aarch64_two_types_of_rhel_9_are_deprecated_as_well(
    shipped: Catalogue, release: str, expected: set[str]
) -> None:
    assert deprecated(shipped, release, "aarch64") == expected


@pytest.mark.parametrize("release", ["10.0", "10.1", "10.2"])
@pytest.mark.parametrize("arch", ["x86_64", "aarch64", "s390x"])
def test_in_rhel_10_all_types_of_rhel_9_and_i440fx_are_deprecated(
    shipped: Catalogue, release: str, arch: str
) -> None:
    there = offered(offer(shipped, f"rhel:{release}", arch))
    expected = {name for name in there if "rhel9" in name or name == "pc-i440fx-rhel10.0.0"}
    assert deprecated(shipped, release, arch) == expected


@pytest.mark.parametrize("arch", ["x86_64", "aarch64", "s390x"])
def test_rhel_10_2_has_two_more_types_than_10_0(shipped: Catalogue, arch: str) -> None:
    """Read in the packaging of 10.2, for which no list is pasted anywhere."""
    before, after = ({*offered(offer(shipped, f"rhel:10.{minor}", arch))} for minor in (0, 2))
    assert sorted(name.partition("-rhel")[2] for name in after - before) == ["10.2.0", "9.8.0"]
    assert before <= after
