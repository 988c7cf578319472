"""Does the catalogue offer for each QEMU x.y what the source tree of that release builds?

The table was read in the trees, not made from the catalogue; tools/README.md says how.
"""

from __future__ import annotations

import functools
from typing import Any

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.catalogue.target import Target
from mtype.model.version import parse_version
from tests.data.tables import table

MACHINES, DEPRECATED, ALIASES, DEFAULTS = (
    table("upstream_boards.json", kind) for kind in ("machines", "deprecated", "aliases", "defaults")
)
ARCHES = ("x86_64", "i386", "aarch64", "arm", "ppc64", "s390x", "m68k", "riscv64", "loongarch64")
VERSIONS = sorted({row[place] for row in MACHINES for place in (1, 2)}, key=parse_version)


def told(rows: list[list[Any]], version: str, arch: str, *, optional: bool = False) -> set[Any]:
    """The names (of aliases: with the target) that `rows` have, for certain or where a build option is set."""
    found: set[Any] = set()
    for arches, first, last, option, *names in rows:
        there = parse_version(first) <= parse_version(version) <= parse_version(last)
        if there and arch in arches.split() and (option is not None) == optional:
            found.update([tuple(names)] if len(names) == 2 else names[0].split())
    return found


@functools.cache
def emulators(version: str) -> tuple[str, ...]:
    return tuple(arch for arch in ARCHES if told(MACHINES, version, arch))


def test_the_table_has_every_release_that_the_catalogue_has_up_to_its_end(shipped: Catalogue) -> None:
    known = [release.version for release in shipped.line("qemu").releases]
    assert known[: len(VERSIONS)] == VERSIONS and VERSIONS[-1] == "10.2"


@pytest.mark.parametrize("version", VERSIONS)
def test_every_arch_offers_what_its_tree_builds(shipped: Catalogue, version: str) -> None:
    target = Target(shipped, find_release(shipped, f"qemu:{version}"), version)
    for arch in emulators(version):
        found, where = target.offer(arch), f"QEMU {version} on {arch}"
        assert found is not None, where
        sure = {entry for entry in found.entries if entry.name not in {kind.name for kind in found.unsure}}
        names = {entry.name for entry in sure if entry.alias_of is None}
        assert names == told(MACHINES, version, arch), where
        aliases = {(entry.name, entry.alias_of) for entry in sure if entry.alias_of is not None}
        assert aliases == told(ALIASES, version, arch), where
        defaults = {entry.name for entry in sure if entry.default}
        assert defaults == told(DEFAULTS, version, arch), where
        deprecated = {entry.name for entry in sure if entry.deprecated and entry.alias_of is None}
        assert deprecated == told(DEPRECATED, version, arch), where


@pytest.mark.parametrize("version", VERSIONS)
def test_what_needs_a_build_option_is_unsure(shipped: Catalogue, version: str) -> None:
    target = Target(shipped, find_release(shipped, f"qemu:{version}"), version)
    for arch in emulators(version):
        found, where = target.offer(arch), f"QEMU {version} on {arch}"
        assert found is not None, where
        assert {kind.name for kind in found.unsure} == told(MACHINES, version, arch, optional=True), where
        aliases = {alias for alias, _ in told(ALIASES, version, arch, optional=True)}
        assert found.unsure_aliases == aliases, where


@pytest.mark.parametrize(
    ("option", "arches"),
    [
        ("xen", {"x86_64", "i386", "aarch64"}),
        ("multiprocess", {"x86_64", "i386"}),
        ("libcbor", {"x86_64", "i386"}),
        ("native", {"aarch64", "ppc64", "s390x", "riscv64", "loongarch64"}),
    ],
)
def test_the_build_option_is_the_one_that_the_tree_asks_for(
    shipped: Catalogue, option: str, arches: set[str]
) -> None:
    tabled = {
        (name, arch)
        for row in MACHINES
        if row[3] == option
        for name in row[4].split()
        for arch in row[0].split()
    }
    known = {(kind.name, arch) for kind in shipped.types if kind.build == option for arch in kind.arches}
    assert known == tabled
    assert {arch for _, arch in known} == arches
