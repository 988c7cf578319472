"""Does the catalogue offer for each QEMU x.y what the source tree of that release builds?

The table was read in the trees, not made from the catalogue; tools/harvest/SOURCE_TREES.md says how.
"""

from __future__ import annotations

import functools
from typing import Any

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer
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
    """The names (of aliases: with the target) that `rows` have, for sure or where a build option is set."""
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
    for arch in emulators(version):
        found, where = _offer(shipped, version, arch), f"QEMU {version} on {arch}"
        sure = {entry for entry in found.entries if entry.name not in {kind.name for kind in found.unsure}}
        names = {entry.name for entry in sure if entry.alias_of is None}
        assert names == told(MACHINES, version, arch), where
        aliases = {(entry.name, entry.alias_of) for entry in sure if entry.alias_of is not None}
        assert aliases == told(ALIASES, version, arch), where
        defaults = {entry.name for entry in sure if entry.default}
        assert defaults == told(DEFAULTS, version, arch), where
        deprecated = {entry.name for entry in sure if entry.deprecated and entry.alias_of is None}
        assert deprecated == told(DEPRECATED, version, arch), where


def test_an_arch_has_nothing_before_its_first_emulator(shipped: Catalogue) -> None:
    for version in VERSIONS:
        target = Target(shipped, find_release(shipped, f"qemu:{version}"), version)
        offering = {arch for arch in ARCHES if target.offer(arch) is not None}
        assert offering == {*emulators(version)}, f"QEMU {version}: correct arch-since of the line"


@pytest.mark.parametrize("version", VERSIONS)
def test_what_needs_a_build_option_is_unsure(shipped: Catalogue, version: str) -> None:
    for arch in emulators(version):
        found, where = _offer(shipped, version, arch), f"QEMU {version} on {arch}"
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


# What came and went after the last tree: docs/about of 11.1.3, its emulators, and the sources of each entry.
AFTER = {
    "11.0": {
        "x86_64": ("nitro", ""),
        "aarch64": (
            "ast1060-evb ast2700a2-evb max78000fthr",
            "ast2700a0-evb highbank midway",
        ),
        "arm": ("ast1060-evb max78000fthr", "highbank midway"),
        "riscv64": ("boston-aia", ""),
    },
    "11.1": {
        "aarch64": (
            "anacapa-bmc ast1040-evb imx8mm-evk",
            "fby35 fp5280g2-bmc qcom-dc-scm-v1-bmc qcom-firework-bmc sonorapass-bmc",
        ),
        "arm": (
            "anacapa-bmc ast1040-evb",
            "fby35 fp5280g2-bmc qcom-dc-scm-v1-bmc qcom-firework-bmc sonorapass-bmc",
        ),
        "riscv64": ("k230 tt-atlantis", ""),
        "loongarch64": ("", "virt"),
    },
}


@pytest.mark.parametrize(("before", "version"), [("10.2", "11.0"), ("11.0", "11.1")])
@pytest.mark.parametrize("arch", ARCHES)
def test_what_came_and_went_after_the_last_tree(
    shipped: Catalogue, before: str, version: str, arch: str
) -> None:
    def boards(release: str) -> set[str]:
        found = _offer(shipped, release, arch)
        kinds = {entry.kind for entry in found.entries if entry.alias_of is None} - {*found.unsure}
        return {kind.name for kind in kinds if kind and not kind.versioned}

    came, went = AFTER[version].get(arch, ("", ""))
    assert boards(version) - boards(before) == set(came.split())
    assert boards(before) - boards(version) == set(went.split())


def test_max78000fthr_was_missing_in_10_2_0(shipped: Catalogue) -> None:
    """It lacked the interface by which 10.2 tells the machines of arm from others; 10.2.2 has it again."""
    having = {
        version
        for version in ("10.0", "10.1", "10.1.3", "10.2", "10.2.2", "11.0")
        if "max78000fthr"
        in {entry.name for entry in _offer(shipped, version, "arm").entries if entry.alias_of is None}
    }
    assert having == {"10.1", "10.1.3", "10.2.2", "11.0"}


def _offer(catalogue: Catalogue, version: str, arch: str) -> Offer:
    found = Target(catalogue, find_release(catalogue, f"qemu:{version}"), version).offer(arch)
    assert found is not None
    return found
