"""Which machine types are tried from one host to another, and in which order?

Those at the ends first: where the one knows a type and the other does not, it matters most what happens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cmp_to_key
from itertools import product, zip_longest

from mtype.catalogue.load import load_catalogue

Way = tuple[str, str, str]  # source, destination, machine type
Known = Mapping[str, frozenset[str]]  # the types that a suite has


def ways(known: Known, per_board: int | None) -> list[Way]:
    """All ordered pairs, a pair of two hosts of one release among them. None: every type.

    Round by round, one type of each pair and board: a run that ends early has tried all pairs alike.
    """
    rows = [
        [(source, destination, machine) for machine in chosen[:per_board]]
        for source, destination in product(known, repeat=2)
        for chosen in by_board(known[source], known[destination])
    ]
    return [way for round in zip_longest(*rows) for way in round if way is not None]


def by_board(source: frozenset[str], destination: frozenset[str]) -> Iterator[list[str]]:
    """The types that both or one of them has, of pc and of q35, in the order to try them in."""
    for is_q35 in (False, True):
        types = from_old_to_new(one for one in source | destination if ("-q35-" in one) is is_q35)
        yield list(dict.fromkeys([*_ends(types, source, destination), *_evenly(types)]))


def from_old_to_new(machines: Iterable[str]) -> list[str]:
    """Those of pc before those of q35; one that the catalogue does not know yet is newer than all others."""
    catalogue = load_catalogue()

    def compare(one: str, other: str) -> int:
        if ("-q35-" in one) is not ("-q35-" in other):
            return 1 if "-q35-" in one else -1
        first, second = catalogue.find(one, "x86_64"), catalogue.find(other, "x86_64")
        if first is None or second is None:
            return (first is None) - (second is None)
        return catalogue.compare(first, second) or 0

    return sorted(sorted(machines), key=cmp_to_key(compare))


def _ends(types: list[str], source: frozenset[str], destination: frozenset[str]) -> Iterator[str]:
    """Newest and oldest of those that both have, of those that the source only has, and one that it lacks."""
    both = [one for one in types if one in source and one in destination]
    leaves = [one for one in types if one in source and one not in destination]
    lacks = [one for one in types if one not in source]
    for end in (both[-1:], both[:1], leaves[-1:], leaves[:1], lacks[-1:]):
        yield from end


def _evenly(types: list[str]) -> Iterable[str]:
    """The one in the middle, those in the middles of both halves, and so on."""
    halves = [types]
    while halves:
        middles = [(half, len(half) // 2) for half in halves if half]
        yield from (half[middle] for half, middle in middles)
        halves = [part for half, middle in middles for part in (half[:middle], half[middle + 1 :])]
