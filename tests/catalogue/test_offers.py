"""Which machine types does a release offer on one arch?"""

from __future__ import annotations

from typing import Any

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer, Offered, offer_of_release
from mtype.catalogue.releases import all_releases, find_release
from tests.catalogue.small import Facts, catalogue, find, kind, line, names, offer, release

Q35 = kind("pc-q35", "pc-q35-4.0", introduced="4.0")


@pytest.mark.parametrize(
    ("facts", "versions"),
    [
        pytest.param({"introduced": "4.0"}, "4.0 4.0.1 4.1 5.2 7.2 8.2", id="it came and never went"),
        pytest.param({"introduced": "4.0", "removed": "8.2"}, "4.0 4.0.1 4.1 5.2 7.2", id="it went"),
        pytest.param(
            {"introduced": "4.1", "also-in": "4.0.1"}, "4.0.1 4.1 5.2 7.2 8.2", id="also in a stable release"
        ),
        pytest.param(
            {"introduced": "≤5.2"}, "2.9? 4.0? 4.0.1? 4.1? 5.2 7.2 8.2", id="maybe it was there before"
        ),
        pytest.param(
            {"introduced": "4.1", "removed": ">5.2 ≤8.2"}, "4.1 5.2 7.2?", id="maybe it was gone before"
        ),
    ],
)
def test_upstream_types_by_version(facts: Facts, versions: str) -> None:
    known = catalogue([kind("pc-q35", "pc-q35-x", **facts)])
    told = []
    for version in ("2.9", "4.0", "4.0.1", "4.1", "5.2", "7.2", "8.2"):
        found = offer(known, f"qemu:{version}")
        told += [version] if names(found) else [f"{version}?"] if found.unsure else []
    assert " ".join(told) == versions


def debian(facts: Facts, **kinds: Any) -> Offer:
    """What a distribution of upstream types offers, on 7.2 unless `facts` say otherwise."""
    types = [Q35, kind("pc-q35", "pc-q35-11.1", introduced="11.1"), kind("pc-q35", "pc-q35-x", **kinds)]
    facts = {"qemu": "7.2", **facts}
    rows = [release("1", **{key: value for key, value in facts.items() if value})]
    return offer(catalogue(types, lines={"debian": line("upstream", rows)}), "debian:1")


@pytest.mark.parametrize(
    ("facts", "kinds", "there", "unsure"),
    [
        pytest.param({}, {}, ["pc-q35-4.0", "pc-q35-x"], [], id="the types of its QEMU"),
        pytest.param({"without": "pc-q35-x"}, {}, ["pc-q35-4.0"], [], id="minus what it dropped"),
        pytest.param(
            {"also": "pc-q35-11.1"},
            {},
            ["pc-q35-4.0", "pc-q35-11.1", "pc-q35-x"],
            [],
            id="plus what it has against its version",
        ),
        pytest.param({"qemu": None}, {}, [], ["pc-q35-4.0", "pc-q35-11.1", "pc-q35-x"], id="unknown QEMU"),
        pytest.param(
            {}, {"build": "xen"}, ["pc-q35-4.0"], ["pc-q35-x"], id="a build option nobody knows about"
        ),
        pytest.param(
            {"builds": ["xen"]}, {"build": "xen"}, ["pc-q35-4.0", "pc-q35-x"], [], id="built with it"
        ),
        pytest.param({"builds": "none"}, {"build": "xen"}, ["pc-q35-4.0"], [], id="built without options"),
        pytest.param({"builds": ["sdl"]}, {"build": "xen"}, ["pc-q35-4.0"], [], id="built with another one"),
        pytest.param(
            {"builds": "none", "qemu": None},
            {"build": "xen"},
            [],
            ["pc-q35-4.0", "pc-q35-11.1"],
            id="not built, whatever the version",
        ),
        pytest.param(
            {}, {"build": "xen", "removed": "7.2"}, ["pc-q35-4.0"], [], id="gone, whatever is built in"
        ),
    ],
)
def test_a_distribution_of_upstream_types(
    facts: Facts, kinds: Facts, there: list[str], unsure: list[str]
) -> None:
    found = debian(facts, introduced="4.0", **kinds)
    assert names(found) == there
    assert [one.name for one in found.unsure] == unsure


def vendor(carries: list[str], own: Any) -> Catalogue:
    return catalogue(
        [Q35],
        vendors={"zoo": {"name": "Zoo", "types": [kind("pc-q35", "pc-q35-{ant,bee}")]}},
        lines={"zoo": line("zoo", [release("1", qemu="7.2", own=own)], carries=carries)},
    )


def test_a_vendor_that_carries_upstream_offers_both() -> None:
    found = offer(vendor(["upstream"], {"only": "pc-q35-ant", "unsure": "pc-q35-bee"}), "zoo:1")
    assert names(found) == ["pc-q35-4.0", "pc-q35-ant"]
    assert [one.name for one in found.unsure] == ["pc-q35-bee"]
    assert found.vendors == {"upstream", "zoo"}


def test_a_vendor_of_its_own_offers_its_own() -> None:
    assert names(offer(vendor([], {"only": "pc-q35-ant"}), "zoo:1")) == ["pc-q35-ant"]


def test_an_arch_without_an_emulator_has_no_offer() -> None:
    known = vendor([], "none")
    assert offer_of_release(known, find_release(known, "zoo:1"), "aarch64") is None


def test_only_types_of_the_arch_are_offered() -> None:
    known = catalogue(
        [Q35, kind("virt", "virt-4.0", introduced="4.0")],
        lines={"zoo": line("upstream", [release("1", qemu="7.2", arch=["aarch64", "x86_64"])])},
    )
    assert names(offer(known, "zoo:1", "aarch64")) == ["virt-4.0"]


def test_deprecation_and_description_come_along() -> None:
    known = catalogue([kind("pc-q35", "pc-q35-4.0", introduced="4.0", deprecated="8.2", description="A PC")])
    before, after = offer(known, "qemu:7.2").by_name, offer(known, "qemu:8.2").by_name
    assert (before["pc-q35-4.0"].deprecated, after["pc-q35-4.0"].deprecated) == (False, True)
    assert (after["q35"].deprecated, after["q35"].description) == (True, "A PC")


@pytest.mark.parametrize(
    ("version", "default"),
    [
        pytest.param("2.9", None, id="maybe it was the default then"),
        pytest.param("5.2", True, id="it is the default"),
        pytest.param("8.2", None, id="maybe it is no longer"),
        pytest.param("10.0", False, id="it is no longer"),
    ],
)
def test_a_board_without_versions_can_be_the_default(version: str, default: bool | None) -> None:
    board = {
        "arch": "x86_64",
        "introduced": "2.9",
        "boards": {"spike": "A spike"},
        "default": "≤4.0",
        "default-until": ">7.2 ≤9.0",
        "sources": "s",
    }
    entry = offer(catalogue(boards_without_version=[board]), f"qemu:{version}").by_name["spike"]
    assert entry.default is default
    assert entry.kind is not None and not entry.kind.versioned


def test_a_board_without_versions_can_have_been_away() -> None:
    board = {"arch": "x86_64", "introduced": "5.2", "also-in": ["2.9", "4.1.2"], "sources": "s"}
    known = catalogue(boards_without_version=[{**board, "boards": {"spike": "A spike"}}])
    asked = ("2.9", "2.11", "4.0", "4.1", "4.1.2", "5.2", "7.2")
    having = [version for version in asked if names(offer(known, f"qemu:{version}"))]
    assert having == ["2.9", "4.1.2", "5.2", "7.2"]


def test_where_the_qemu_is_not_known_nor_is_the_default() -> None:
    board = {
        "arch": "x86_64",
        "introduced": "2.9",
        "boards": {"spike": "A"},
        "default": "2.9",
        "sources": "s",
    }
    lines = {"debian": line("upstream", [release("1", also="spike")])}
    known = catalogue(boards_without_version=[board], lines=lines)
    assert offer(known, "debian:1").by_name["spike"].default is None


def test_by_name_the_first_entry_of_a_name_counts() -> None:
    first, second = Offered("q35", None, "a"), Offered("q35", None, "b")
    assert Offer((first, second)).by_name == {"q35": first}
    assert Offer((first,)).vendors == frozenset()


def test_every_release_offers_something_sensible_on_each_of_its_arches(shipped: Catalogue) -> None:
    for one in all_releases(shipped):
        for arch in one.arches:
            found = offer_of_release(shipped, one, arch)
            where = f"{one.id} {arch}"
            assert found is not None, where
            there, unsure = names(found), [kind.name for kind in found.unsure]
            assert len({*there, *unsure}) == len(there) + len(unsure), f"{where}: a type stands twice"
            assert sum(entry.default is True for entry in found.entries) <= 1, f"{where}: several defaults"
            aliases = {entry.name: entry for entry in found.entries if entry.alias_of}
            assert not aliases.keys() & {*there}, f"{where}: a type and an alias of one name"
            for entry in found.entries:
                assert entry.kind is not None and arch in entry.kind.arches, where
                target = entry.alias_of or entry.name
                assert target == entry.kind.name and target in {*there, *unsure}, where
                assert entry.kind.vendor in shipped.line(one.line).vendors or entry.name in one.also, where


def test_every_type_of_the_shipped_catalogue_is_found_by_name(shipped: Catalogue) -> None:
    for one in shipped.types:
        for arch in one.arches:
            assert find(shipped, one.name, arch) is one
