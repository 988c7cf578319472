"""Does every Ubuntu release offer the own types that its packaging and pasted listings tell?"""

from __future__ import annotations

from typing import Any

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer
from tests.catalogue.small import offer
from tests.data.tables import names, table

LISTS = table("ubuntu_own_types.json", "lists")
# Types that came with a later update than a list that was whole when it was made.
CAME_LATER = {
    ("trusty", "x86_64"): {"pc-i440fx-1.5-qemu-kvm"},
    ("jammy", "x86_64"): {"pc-i440fx-jammy-maxcpus", "pc-q35-jammy-maxcpus"},
    ("mantic", "x86_64"): {"pc-i440fx-mantic-maxcpus", "pc-q35-mantic-maxcpus"},
}
# A page of the documentation has it, no packaging source does: it is no type.
NO_TYPES = {"virt-resolute"}
# Told of a release, and yet not certain: the catalogue knows them as unsure.
UNSURE = {
    # Defined in the patch, but guarded by QEMU's rule for deletion, which 10.1 switched on.
    ("questing", "ppc64"): {"pseries-disco", "pseries-eoan"},
    # Seen in an example of the documentation alone.
    ("stonking", "x86_64"): {"pc-i440fx-stonking"},
}
# Printed by trusty both as a type and as an alias of pc-1.0; the catalogue has the type.
TYPE_AND_ALIAS = {"pc-1.0-qemu-kvm"}


def rows(*, complete: bool) -> list[Any]:
    return [
        pytest.param(row, id=f"{row['release']} {row['arch']} by {row['seen']}")
        for row in LISTS
        if row["complete"] is complete
    ]


def own(found: Offer) -> set[str]:
    kinds = [entry.kind for entry in found.entries if entry.alias_of is None]
    return {kind.name for kind in kinds if kind is not None and kind.vendor == "ubuntu"}


@pytest.mark.parametrize("row", rows(complete=True))
def test_a_whole_list(shipped: Catalogue, row: dict[str, Any]) -> None:
    key = row["release"], row["arch"]
    found = offer(shipped, f"ubuntu:{row['release']}", row["arch"])
    expected = names(row["own"]) - UNSURE.get(key, set()) | CAME_LATER.get(key, set())
    assert own(found) == expected, f"{key}: correct the `own` of this release"
    assert UNSURE.get(key, set()) <= {kind.name for kind in found.unsure}


@pytest.mark.parametrize("row", rows(complete=False))
def test_an_excerpt(shipped: Catalogue, row: dict[str, Any]) -> None:
    key = row["release"], row["arch"]
    found = offer(shipped, f"ubuntu:{row['release']}", row["arch"])
    told = names(row["own"]) - UNSURE.get(key, set()) - NO_TYPES
    assert told <= own(found), f"{key}: add what was seen to the `own` of this release"
    assert UNSURE.get(key, set()) <= {kind.name for kind in found.unsure}


def test_every_exception_is_still_one() -> None:
    """An exception that no list needs any more only hides mistakes."""
    told: dict[tuple[str, str], set[str]] = {}
    for row in LISTS:
        told.setdefault((row["release"], row["arch"]), set()).update(names(row["own"]))
    assert all(types <= told[key] for key, types in UNSURE.items())
    assert set.union(*told.values()) >= NO_TYPES
    assert CAME_LATER.keys() <= {(row["release"], row["arch"]) for row in LISTS if row["complete"]}


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"{row['release']} {row['arch']}") for row in LISTS if "aliases" in row]
)
def test_aliases(shipped: Catalogue, row: dict[str, Any]) -> None:
    """wily has one alias twice, for vivid and for utopic: two targets in the table, two in the offer."""
    found = offer(shipped, f"ubuntu:{row['release']}", row["arch"])
    for alias, targets in row["aliases"].items():
        if alias not in TYPE_AND_ALIAS:
            stands_for = [entry.alias_of for entry in found.entries if entry.name == alias]
            assert stands_for == targets.split(), f"{row['release']}: {alias}"


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=f"{row['release']} {row['arch']}") for row in LISTS if "default" in row]
)
def test_default(shipped: Catalogue, row: dict[str, Any]) -> None:
    found = offer(shipped, f"ubuntu:{row['release']}", row["arch"])
    assert [entry.name for entry in found.entries if entry.default] == [row["default"]]


@pytest.mark.parametrize("arch", ["aarch64", "arm", "m68k", "riscv64", "loongarch64"])
def test_on_other_arches_ubuntu_has_no_types_of_its_own(shipped: Catalogue, arch: str) -> None:
    assert not [kind.name for kind in shipped.types if kind.vendor == "ubuntu" and arch in kind.arches]


@pytest.mark.parametrize(
    ("arch", "release", "deprecated"),
    [
        pytest.param("ppc64", "plucky", "", id="ppc64 before questing: none"),
        pytest.param("ppc64", "questing", "focal groovy hirsute impish jammy kinetic", id="ppc64: up to 7.1"),
        pytest.param("s390x", "plucky", "", id="s390x before questing: none"),
        pytest.param("s390x", "questing", "focal groovy hirsute impish jammy kinetic", id="s390x: up to 7.1"),
        pytest.param(
            "ppc64", "resolute", "groovy hirsute impish jammy kinetic lunar", id="ppc64 resolute: up to 7.2"
        ),
        pytest.param("x86_64", "resolute", "", id="x86 types are not deprecated"),
    ],
)
def test_deprecated_own_types(shipped: Catalogue, arch: str, release: str, deprecated: str) -> None:
    """From questing on QEMU's rule strikes the types of ppc64 and s390x by the version they are built on."""
    found = offer(shipped, f"ubuntu:{release}", arch)
    told = [
        entry.name
        for entry in found.entries
        if entry.deprecated and entry.alias_of is None and entry.kind and entry.kind.vendor == "ubuntu"
    ]
    assert [name.rpartition("-")[2] for name in told] == deprecated.split()
