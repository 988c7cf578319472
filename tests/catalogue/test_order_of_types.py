"""Which of two machine types is newer? Held for every pair of shipped types, not for examples alone."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtype.catalogue.load import load_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.model.machine_type import MachineType
from tests.catalogue.small import catalogue, find, kind

SHIPPED = load_catalogue()


def family(known: Catalogue, kind: MachineType) -> tuple[str, str]:
    return kind.board, known.vendors[kind.vendor].extends or kind.vendor


def families() -> list[list[MachineType]]:
    found: defaultdict[tuple[str, str], list[MachineType]] = defaultdict(list)
    for one in SHIPPED.types:
        found[family(SHIPPED, one)].append(one)
    return list(found.values())


def compare(one: MachineType, other: MachineType) -> int:
    order = SHIPPED.compare(one, other)
    assert order is not None
    return order


ONE_FAMILY = st.sampled_from([kinds for kinds in families() if len(kinds) > 1])
PAIRS = ONE_FAMILY.flatmap(lambda kinds: st.tuples(st.sampled_from(kinds), st.sampled_from(kinds)))
TRIPLES = ONE_FAMILY.flatmap(lambda kinds: st.tuples(*[st.sampled_from(kinds)] * 3))


@given(PAIRS)
def test_the_order_is_total_and_antisymmetric(pair: tuple[MachineType, MachineType]) -> None:
    one, other = pair
    assert compare(one, other) == -compare(other, one)
    assert (compare(one, other) == 0) is (one.name == other.name)


@given(TRIPLES)
def test_the_order_is_transitive(triple: tuple[MachineType, MachineType, MachineType]) -> None:
    one, two, three = triple
    if compare(one, two) <= 0 and compare(two, three) <= 0:
        assert compare(one, three) <= 0


@given(st.sampled_from(SHIPPED.types), st.sampled_from(SHIPPED.types))
def test_across_boards_and_vendors_there_is_no_order(one: MachineType, other: MachineType) -> None:
    same = family(SHIPPED, one) == family(SHIPPED, other)
    assert (SHIPPED.compare(one, other) is None) is not same


def test_every_pair_of_every_family() -> None:
    """What hypothesis samples above, for all of them: sorted by one comparison each is below the next."""
    for kinds in families():
        names = {one.name: one for one in kinds}
        below = {
            name: sum(compare(other, one) < 0 for other in names.values()) for name, one in names.items()
        }
        assert sorted(below.values()) == list(range(len(names)))
        for one, other in product(names.values(), repeat=2):
            assert (compare(one, other) < 0) is (below[one.name] < below[other.name])


@pytest.mark.parametrize(
    ("arch", "ascending"),
    [
        pytest.param("x86_64", "pc-q35-2.9 pc-q35-2.10 pc-q35-2.11 pc-q35-3.0", id="2.11 is newer than 2.9"),
        pytest.param("x86_64", "pc-q35-4.0 pc-q35-4.0.1 pc-q35-4.1", id="4.0.1 is between 4.0 and 4.1"),
        pytest.param(
            "x86_64",
            "pc-q35-11.0 pc-q35-11.0+pve1 pc-q35-11.0+pve2 pc-q35-11.1",
            id="Proxmox's increments come right after what they were added to",
        ),
        pytest.param(
            "x86_64", "pc-q35-mantic pc-q35-noble pc-q35-noble-v2 pc-q35-oracular", id="-v2 is newer"
        ),
        pytest.param(
            "x86_64",
            "pc-i440fx-trusty pc-i440fx-utopic pc-i440fx-bionic pc-i440fx-focal pc-i440fx-resolute",
            id="codenames go by their releases, not by the alphabet",
        ),
        pytest.param(
            "x86_64",
            "rhel6.0.0 rhel6.6.0 pc-i440fx-rhel7.0.0 pc-i440fx-rhel7.6.0 pc-i440fx-rhel10.0.0",
            id="rhel10 is newer than rhel7, which is newer than RHEL 6's names",
        ),
        pytest.param(
            "x86_64", "pc-q35-rhel8.6.0 pc-q35-rhel9.8.0 pc-q35-rhel10.0.0", id="rhel10 is newer than rhel9"
        ),
        pytest.param("x86_64", "pc-0.15 pc-1.0 pc-1.3 pc-i440fx-1.4", id="a board that was renamed is one"),
        pytest.param(
            "ppc64", "pseries-2.11 pseries-2.12 pseries-2.12-sxxm pseries-3.0", id="a variant comes after"
        ),
    ],
)
def test_design(arch: str, ascending: str) -> None:
    kinds = [find(SHIPPED, name, arch) for name in ascending.split()]
    assert [compare(one, other) for one, other in pairwise(kinds)] == [-1] * (len(kinds) - 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("pc-q35-9.2", "pc-i440fx-9.2", id="boards"),
        pytest.param("pc-q35-9.2", "pc-q35-noble", id="a vendor and upstream"),
        pytest.param("pc-q35-rhel9.0.0", "pc-q35-noble", id="two vendors"),
        pytest.param("pc-q35-rhel9.0.0", "pc-q35-11.0+pve1", id="a vendor and another's increments"),
    ],
)
def test_no_order(one: str, other: str) -> None:
    assert SHIPPED.compare(find(SHIPPED, one), find(SHIPPED, other)) is None


def test_a_type_without_a_version_in_its_name_is_ordered_by_when_it_came() -> None:
    known = catalogue(
        [
            kind("virt", "virt-later", introduced="≤9.0"),
            kind("virt", "virt-8.2", introduced="8.2"),
            kind("virt", "virt-10.0", introduced="10.0"),
            kind("virt", "eve", introduced="2.9"),
        ]
    )
    order = ["eve", "virt-8.2", "virt-later", "virt-10.0"]
    kinds = [find(known, name, "aarch64") for name in order]
    assert [known.compare(one, other) for one, other in pairwise(kinds)] == [-1, -1, -1]
