"""Which ways between the releases of one line are supported, all at once?"""

from __future__ import annotations

from typing import NamedTuple

from mtype.catalogue.facts import Migration
from mtype.catalogue.lookup import Catalogue
from mtype.migration.support import is_told, supported_way
from mtype.model.release import Release


class Matrix(NamedTuple):
    """The ways between `releases`, in order of release: `ways` are those that are supported, from and to, by
    the statements `policies`. `left_out` are the releases that none of them tells of; `key` is the line,
    `line` its name."""

    key: str
    line: str
    policies: tuple[Migration, ...]
    releases: tuple[Release, ...]
    ways: frozenset[tuple[Release, Release]]
    left_out: tuple[Release, ...]

    def supports(self, source: Release, destination: Release) -> bool:
        """Whether the way is supported."""
        return (source, destination) in self.ways


def support_matrix(catalogue: Catalogue, key: str) -> Matrix | None:
    """The table of a line; None where no statement on its ways is known.

    It shows ways of every release, those out of support too, as the page of the Ubuntu wiki does: it is the
    same on every day. What holds on a day says `supported_way` with that day.
    """
    line = catalogue.line(key)
    policies = line.migrations
    if not policies:
        return None
    told = tuple(release for release in line.releases if any(is_told(one, release) for one in policies))
    ways = frozenset(
        (source, destination)
        for source in told
        for destination in told
        if supported_way(catalogue, source, destination).supported
    )
    left_out = tuple(release for release in line.releases if release not in told)
    return Matrix(key, line.name, policies, told, ways, left_out)
