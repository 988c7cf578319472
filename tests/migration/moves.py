"""What do tests of migrations start from? The shipped catalogue, and short ways to a move."""

from __future__ import annotations

from datetime import date
from functools import cache, partial

from mtype.catalogue.load import load_catalogue
from mtype.catalogue.releases import find_release
from mtype.catalogue.target import Target
from mtype.migration.assess import remembering
from mtype.migration.support import supported_way
from mtype.migration.way import Move

CATALOGUE = load_catalogue()
TODAY = date(2026, 11, 21)
WAYS = remembering(partial(supported_way, CATALOGUE, today=None))


@cache
def target(release: str) -> Target:
    """A release of the shipped catalogue."""
    found = find_release(CATALOGUE, release)
    return Target(CATALOGUE, found, found.id)


def move(source: str, destination: str, machine_type: str | None, arch: str = "x86_64") -> Move:
    """A guest with this type is to go from one release to the other."""
    return Move(target(source), target(destination), machine_type, arch, WAYS, lambda one: target(one.id))
