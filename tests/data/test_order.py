"""Is the order of the shipped machine types total and strict, and as their names and releases say?"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cmp_to_key
from itertools import permutations, product

import pytest

from mtype.catalogue.load import load_catalogue
from mtype.model.machine_type import MachineType
from mtype.model.name import TypeName, parse_type_name

SHIPPED = load_catalogue()


def compare(one: MachineType, other: MachineType) -> int:
    order = SHIPPED.compare(one, other)
    assert order is not None
    return order


def families() -> dict[str, list[MachineType]]:
    """The types of each board and vendor, with the increments that other vendors add to them, oldest first.
    Two types of one name, on arches of their own, count as one."""
    found: defaultdict[str, dict[str, MachineType]] = defaultdict(dict)
    for one in SHIPPED.types:
        vendor = SHIPPED.vendors[one.vendor].extends or one.vendor
        found[f"{one.board} of {vendor}"].setdefault(one.name, one)
    return {name: sorted(kinds.values(), key=cmp_to_key(compare)) for name, kinds in found.items()}


FAMILIES = families()
ORDERS = [pytest.param(kinds, id=name) for name, kinds in FAMILIES.items() if len(kinds) > 1]


@pytest.mark.parametrize("kinds", ORDERS)
def test_the_order_is_total_and_strict(kinds: list[MachineType]) -> None:
    """Each is newer than all before it and older than all after it: no two are equal, none go in circles."""
    for place, one in enumerate(kinds):
        assert [compare(one, other) for other in kinds] == [1] * place + [0] + [-1] * (len(kinds) - place - 1)


@pytest.mark.parametrize("kinds", ORDERS)
def test_increments_and_variants_come_right_after_what_they_are_of(kinds: list[MachineType]) -> None:
    """Between `noble` and `noble-v2`, or `jammy` and `jammy-hpb`, there are only others of that type."""
    names = [one.name for one in kinds]
    of = {one.name: one.increment_of or plain(one) for one in kinds}
    for one in kinds:
        base = of[one.name]
        if base in names:
            between = kinds[names.index(base) + 1 : names.index(one.name)]
            assert names.index(base) < names.index(one.name)
            assert {of[other.name] for other in between} <= {base}, f"{one.name} after {base}"


def plain(kind: MachineType) -> str | None:
    """The type that a variant is one of."""
    parsed = parse_type_name(kind.name)
    return str(TypeName(parsed.prefix, parsed.revision)) if parsed and kind.variants else None


@pytest.mark.parametrize("kinds", ORDERS)
def test_numbers_and_releases_ascend(kinds: list[MachineType]) -> None:
    """A type for QEMU 2.11 comes after one for 2.9, and one of rhel10 after one of rhel9; a type that is
    named after a release comes no earlier than those of the releases before it."""
    for told in (numbers, named_after):
        known = [value for one in kinds if (value := told(one)) is not None]
        assert known == sorted(known)


def numbers(kind: MachineType) -> list[int] | None:
    """The version in a name, of QEMU or of RHEL: RHEL 6 named its types without a board."""
    parsed = parse_type_name(kind.name)
    found = re.fullmatch(r"(?:rhel)?([0-9]+(?:\.[0-9]+)+)", parsed.revision) if parsed else None
    return [int(number) for number in found[1].split(".")] if found else None


def named_after(kind: MachineType) -> int | None:
    """The place of the release that a type is named after, in the line that its vendor is called after."""
    releases = SHIPPED.line(kind.vendor).releases if kind.vendor in SHIPPED.line_names else ()
    words = {word: one.place for one in releases for word in (one.version, one.codename)}
    return words.get(kind.release) if kind.release else None


def test_across_boards_and_vendors_there_is_no_order() -> None:
    for some, others in permutations(FAMILIES.values(), 2):
        assert all(SHIPPED.compare(one, other) is None for one, other in product(some, others))
