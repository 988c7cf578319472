"""Is the life of every versioned machine type of QEMU as its source trees tell it?"""

from __future__ import annotations

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.catalogue.target import Target
from mtype.model.version import Bound, parse_version
from tests.catalogue.small import find
from tests.data.tables import table

TYPES = table("upstream_types.json", "types")
NEWEST = (11, 1, 0)  # the table ends there; what lies ahead is the rule's forecast
# Still in master of 2026-02-13, which became 11.0 or 11.1, and gone in the emulator of 11.1.3.
AS_BOUND = {"11.0 or 11.1": ">10.2 ≤11.1"}


def told(bound: Bound | None) -> str | None:
    """A bound as a fact; one that lies ahead is none."""
    return str(bound) if bound is not None and bound.by <= NEWEST else None


@pytest.mark.parametrize(
    ("name", "arches", "introduced", "deprecated", "removed"),
    [pytest.param(*row, id=f"{row[0]} on {row[1]}") for row in TYPES],
)
def test_life(
    shipped: Catalogue, name: str, arches: str, introduced: str, deprecated: str | None, removed: str | None
) -> None:
    removed = AS_BOUND.get(removed or "", removed)
    for arch in arches.split():
        kind = find(shipped, name, arch)
        life = str(kind.introduced), told(kind.deprecated), told(kind.removed)
        assert life == (introduced, deprecated, removed), f"{name} on {arch}: correct its entry"


def test_the_catalogue_has_no_other_versioned_type_of_qemu(shipped: Catalogue) -> None:
    tabled = {(name, arch) for name, arches, *_ in TYPES for arch in arches.split()}
    known = {
        (kind.name, arch)
        for kind in shipped.types
        if kind.vendor == "upstream" and kind.versioned
        for arch in kind.arches
    }
    assert known - tabled == set(), "add it to upstream_types.json with its source"


@pytest.mark.parametrize(
    ("majors", "field", "since"),
    [
        pytest.param(3, "deprecated", "9.1", id="deprecated three majors after"),
        pytest.param(6, "removed", "10.1", id="removed six majors after"),
    ],
)
def test_the_rule_of_qemu(shipped: Catalogue, majors: int, field: str, since: str) -> None:
    """include/hw/boards.h: x.y goes in (x+majors).y, once the rule had been switched on."""
    for kind in shipped.types:
        if kind.policy is not None and kind.name != "pc-q35-4.0.1":
            made = parse_version(kind.name.rpartition("-")[2])
            expected = max((made[0] + majors, made[1], 0), parse_version(since))
            bound = getattr(kind, field)
            assert bound is not None and bound.by == expected, f"{kind.name} is {field} in {bound}"


def test_pc_q35_4_0_1_goes_with_4_0(shipped: Catalogue) -> None:
    stable, plain = find(shipped, "pc-q35-4.0.1"), find(shipped, "pc-q35-4.0")
    assert (stable.deprecated, stable.removed) == (plain.deprecated, plain.removed)


@pytest.mark.parametrize(
    ("version", "arch", "alias", "stands_for"),
    [
        pytest.param("0.12.1", "x86_64", "pc", "pc-0.11", id="pc-0.12 came with 0.12.2"),
        pytest.param("0.12.2", "x86_64", "pc", "pc-0.12", id="and was the alias from then on"),
        pytest.param("0.15.1", "x86_64", "pc", "pc-0.14", id="pc-0.15 came with 1.0.1"),
        pytest.param("1.3.1", "x86_64", "q35", "q35-next", id="q35 had no versions before 1.4"),
        pytest.param("1.4", "x86_64", "q35", "pc-q35-1.4", id="and has them since"),
        pytest.param("4.0", "x86_64", "q35", "pc-q35-4.0", id="4.0 before its stable release"),
        pytest.param("4.0.1", "x86_64", "q35", "pc-q35-4.0.1", id="4.0.1 made a type of its own"),
        pytest.param("6.1", "m68k", "virt", "virt-6.0", id="m68k's virt-6.1 was missing in 6.1.0"),
        pytest.param("6.1.1", "m68k", "virt", "virt-6.1", id="and came with 6.1.1"),
        pytest.param("2.11.1", "ppc64", "pseries", "pseries-2.11", id="pseries before pseries-2.12"),
        pytest.param("2.11.2", "ppc64", "pseries", "pseries-2.11", id="2.11.2 has 2.12 but points at 2.11"),
        pytest.param("2.12", "ppc64", "pseries", "pseries-2.12", id="2.12 points at its own"),
        pytest.param("11.1.3", "x86_64", "q35", "pc-q35-11.1", id="the newest stable release"),
        pytest.param("11.1", "loongarch64", "virt", "virt-11.1", id="LoongArch has versions since 11.1"),
    ],
)
def test_aliases_at_the_edges(
    shipped: Catalogue, version: str, arch: str, alias: str, stands_for: str
) -> None:
    release = find_release(shipped, f"qemu:{version}")
    offered = Target(shipped, release, release.id).judge(alias, arch).offered
    assert offered is not None and offered.alias_of == stands_for


def test_2_11_2_has_the_pseries_type_of_the_next_release(shipped: Catalogue) -> None:
    offers = [
        Target(shipped, find_release(shipped, f"qemu:{version}"), version).offer("ppc64")
        for version in ("2.11.1", "2.11.2")
    ]
    assert ["pseries-2.12" in offer.by_name for offer in offers if offer] == [False, True]
