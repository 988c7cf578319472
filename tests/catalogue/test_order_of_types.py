"""Which of two machine types is newer? `tests/data/test_order.py` holds it for every pair that is shipped."""

from __future__ import annotations

from functools import cmp_to_key
from itertools import pairwise
from typing import Any

import pytest

from mtype.catalogue.load import load_catalogue
from tests.catalogue.small import catalogue, find, kind, line

SHIPPED = load_catalogue()


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
    assert [SHIPPED.compare(one, other) for one, other in pairwise(kinds)] == [-1] * (len(kinds) - 1)


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


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        pytest.param(["{ant,bee}", "ant-v2"], "ant ant-v2 bee", id="an increment that is written later"),
        pytest.param(["ant-v2", "{ant,bee}"], "ant ant-v2 bee", id="or earlier"),
        pytest.param(["{ant,bee}", "ant-v10", "ant-v2"], "ant ant-v10 ant-v2 bee", id="two, as written"),
        pytest.param(["{ant,bee}", ("fix", "ant")], "ant fix bee", id="one whose name does not say it"),
        pytest.param(
            ["{ant,bee}", ("fix", "ant"), ("mend", "fix")], "ant fix mend bee", id="one of an increment"
        ),
        pytest.param(["{ant,ant-hpb,bee}", "ant-v2"], "ant ant-v2 ant-hpb bee", id="before the variants"),
    ],
)
def test_where_increments_stand(types: list[Any], expected: str) -> None:
    told = [(one, None) if isinstance(one, str) else one for one in types]
    entries = [
        kind("pc-q35", f"pc-q35-{name}", **({"increment_of": f"pc-q35-{of}"} if of else {}))
        for name, of in told
    ]
    known = catalogue(vendors={"zoo": {"name": "Zoo", "types": entries}}, lines={"zoo": line("zoo", [])})
    kinds = sorted(known.types, key=cmp_to_key(lambda one, other: known.compare(one, other) or 0))
    assert [one.name.removeprefix("pc-q35-") for one in kinds] == expected.split()


def test_an_increment_that_another_vendor_adds() -> None:
    known = catalogue(
        [
            kind("pc-q35", "pc-q35-{4.0,4.0.1}", introduced="4.1"),
            kind("pc-q35", "pc-q35-4.1", introduced="4.1"),
        ],
        vendors={
            "farm": {
                "name": "Farm",
                "extends": "upstream",
                "types": [kind("pc-q35", "pc-q35-4.0+pve{2,1}"), kind("pc-q35", "pc-q35-4.0.1+pve1")],
            }
        },
        lines={"farm": line("farm", [])},
    )
    kinds = sorted(known.types, key=cmp_to_key(lambda one, other: known.compare(one, other) or 0))
    expected = ["4.0", "4.0+pve2", "4.0+pve1", "4.0.1", "4.0.1+pve1", "4.1"]
    assert [one.name.removeprefix("pc-q35-") for one in kinds] == expected
