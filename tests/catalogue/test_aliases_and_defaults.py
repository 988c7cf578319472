"""Which types do the aliases of a release stand for, and which type is the default?"""

from __future__ import annotations

from typing import Any

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offer, newest_type
from mtype.catalogue.releases import all_releases
from tests.catalogue.small import Facts, alias, catalogue, find, kind, line, offer, release

OLD = kind("pc-q35", "pc-q35-4.0", introduced="4.0")
MID = kind("pc-q35", "pc-q35-5.2", introduced="5.2", removed="≤9.0")
NEW = kind("pc-q35", "pc-q35-7.2", introduced="7.2")


def aliases(found: Offer) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for entry in found.entries:
        if entry.alias_of is not None:
            told.setdefault(entry.name, []).append(entry.alias_of)
    return told | {name: [] for name in found.unsure_aliases}


def defaults(found: Offer) -> dict[str, bool | None]:
    return {entry.name: entry.default for entry in found.entries if entry.default is not False}


@pytest.mark.parametrize(
    ("facts", "version", "expected"),
    [
        pytest.param([], "2.9", {}, id="no type, no alias"),
        pytest.param([], "4.0", {"q35": ["pc-q35-4.0"]}, id="an alias points at the newest type"),
        pytest.param(
            [alias("q35", "pc-q35-4.0", "4.0")], "7.2", {"q35": ["pc-q35-4.0"]}, id="a fact wins over that"
        ),
        pytest.param(
            [alias("q35", "pc-q35-4.0", "4.0", removed="7.2")],
            "7.2",
            {"q35": ["pc-q35-7.2"]},
            id="unless it is over",
        ),
        pytest.param(
            [alias("q35", "pc-q35-4.0", "9.0")], "7.2", {"q35": ["pc-q35-7.2"]}, id="or not yet one"
        ),
        pytest.param(
            [alias("new", "pc-q35-4.0", "4.0"), alias("new", "pc-q35-7.2", "7.2")],
            "7.2",
            {"new": ["pc-q35-4.0", "pc-q35-7.2"], "q35": ["pc-q35-7.2"]},
            id="an alias can stand twice",
        ),
        pytest.param(
            [alias("new", "pc-q35-4.0", "≤8.2")],
            "7.2",
            {"new": [], "q35": ["pc-q35-7.2"]},
            id="maybe it is one, and nobody knows",
        ),
        pytest.param(
            [alias("new", "pc-q35-4.0", "4.0", arch="i386")],
            "7.2",
            {"q35": ["pc-q35-7.2"]},
            id="it is one of another arch",
        ),
    ],
)
def test_upstream_aliases(facts: list[Facts], version: str, expected: dict[str, list[str]]) -> None:
    known = catalogue([OLD, NEW], aliases=facts)
    assert aliases(offer(known, f"qemu:{version}")) == expected


def test_an_upstream_alias_of_what_a_release_leaves_out_is_not_there() -> None:
    lines = {"debian": line("upstream", [release("1", qemu="7.2", without="pc-q35-7.2")])}
    known = catalogue([OLD, NEW], aliases=[alias("new", "pc-q35-7.2", "7.2")], lines=lines)
    assert aliases(offer(known, "debian:1")) == {"q35": ["pc-q35-4.0"]}


def zoo(own: Any, carries: str = "upstream", **facts: Any) -> Offer:
    """What a vendor's release offers on QEMU 7.2, where pc-q35-5.2 may be gone already."""
    rows = [
        release("0", own={"unknown": True}),
        release("1", qemu="7.2", own=own, aliases=facts.pop("stated", {})),
    ]
    facts.setdefault("aliases", [{"alias": "zoo", "board": "pc-q35"}])
    known = catalogue(
        [OLD, MID],
        vendors={
            "zoo": {
                "name": "Zoo",
                "types": [
                    kind("pc-q35", "pc-q35-{ant,bee,cow,cow-hpb}"),
                    kind("pc-i440fx", "dog"),
                    kind("virt", "eel"),
                ],
            }
        },
        lines={"zoo": line("zoo", rows, carries=carries, **facts)},
    )
    return offer(known, "zoo:1")


@pytest.mark.parametrize(
    ("own", "facts", "expected"),
    [
        pytest.param({"only": "pc-q35-{ant,bee}"}, {}, ["pc-q35-bee"], id="the newest of its own"),
        pytest.param({"only": "pc-q35-{ant,cow-hpb}"}, {}, ["pc-q35-ant"], id="no variant"),
        pytest.param({"unknown": True, "has": "dog"}, {}, None, id="none of another board"),
        pytest.param(
            {"only": "pc-q35-{ant,bee}"},
            {"stated": {"zoo": "pc-q35-ant"}},
            ["pc-q35-ant"],
            id="unless it is stated",
        ),
        pytest.param(
            {"only": "pc-q35-{ant,bee}"},
            {"stated": {"zoo": ["pc-q35-bee", "pc-q35-ant"]}},
            ["pc-q35-bee", "pc-q35-ant"],
            id="stated twice, in that order",
        ),
        pytest.param(
            {"only": ["pc-q35-{ant,bee}", "eel"]},
            {"stated": {"zoo": "eel"}, "arch": ["x86_64", "aarch64"]},
            ["pc-q35-bee"],
            id="stated for another arch",
        ),
        pytest.param(
            {"only": "pc-q35-ant", "unsure": "pc-q35-bee"},
            {"stated": {"zoo": "pc-q35-bee"}},
            [],
            id="stated as what is not sure",
        ),
        pytest.param(
            {"only": "pc-q35-ant", "unsure": "pc-q35-{bee,cow,cow-hpb}"},
            {},
            ["pc-q35-ant", "pc-q35-bee", "pc-q35-cow"],
            id="any of those that may be newer",
        ),
        pytest.param(
            {"only": "pc-q35-cow", "unsure": "pc-q35-bee"}, {}, ["pc-q35-cow"], id="an older doubt is none"
        ),
        pytest.param(
            {"unknown": True, "unsure": "pc-q35-bee"}, {}, [], id="nobody knows whether it is there"
        ),
        pytest.param(
            {"only": "pc-q35-ant"},
            {"aliases": [{"alias": "zoo", "board": "pc-q35", "since": "1"}]},
            ["pc-q35-ant"],
            id="it began with this release",
        ),
        pytest.param(
            {"only": "dog"},
            {"aliases": [{"alias": "dog", "board": "pc-i440fx"}]},
            None,
            id="a type, no alias",
        ),
    ],
)
def test_aliases_of_a_vendor(own: Any, facts: Facts, expected: list[str] | None) -> None:
    assert aliases(zoo(own, **facts)).get("zoo") == expected


def test_an_alias_that_begins_later_is_not_there_yet() -> None:
    known = catalogue(
        vendors={"zoo": {"name": "Zoo", "types": [kind("pc-q35", "ant")]}},
        lines={
            "zoo": line(
                "zoo",
                [release("1", codename="one", own={"only": "ant"}), release("2", codename="two", own="same")],
                aliases=[{"alias": "zoo", "board": "pc-q35", "since": "two"}],
            )
        },
    )
    assert (aliases(offer(known, "zoo:1")), aliases(offer(known, "zoo:2"))) == ({}, {"zoo": ["ant"]})


def test_upstream_aliases_stay_upstreams_where_they_are_carried() -> None:
    assert aliases(zoo({"only": "pc-q35-ant"}))["q35"] == ["pc-q35-4.0", "pc-q35-5.2"]
    assert "q35" not in aliases(zoo({"only": "pc-q35-ant"}, carries="zoo"))


def test_an_alias_of_what_may_be_there_is_not_sure() -> None:
    facts = [alias("new", "pc-q35-5.2", "5.2"), alias("new", "pc-q35-4.0", "4.0")]
    known = catalogue([OLD, kind("pc-q35", "pc-q35-5.2", introduced="5.2", build="xen")], aliases=facts)
    assert aliases(offer(known, "qemu:7.2"))["new"] == ["pc-q35-4.0"]
    assert not offer(known, "qemu:7.2").unsure_aliases


def test_of_an_unknown_qemu_no_alias_is_sure() -> None:
    lines = {"debian": line("upstream", [release("1")])}
    known = catalogue([OLD], aliases=[alias("new", "pc-q35-4.0", "4.0")], lines=lines)
    assert offer(known, "debian:1").unsure_aliases == {"q35", "new"}


@pytest.mark.parametrize(
    ("own", "facts", "expected"),
    [
        pytest.param({"only": "pc-q35-ant"}, {}, {}, id="no default is told"),
        pytest.param(
            {"only": "pc-q35-ant"}, {"default": {"x86_64": "zoo"}}, {"pc-q35-ant": True}, id="by an alias"
        ),
        pytest.param(
            {"only": "pc-q35-{ant,bee}"},
            {"default": {"x86_64": "zoo"}, "stated": {"zoo": ["pc-q35-bee", "pc-q35-ant"]}},
            {"pc-q35-bee": True},
            id="by an alias that stands twice: the first",
        ),
        pytest.param(
            {"only": "pc-q35-ant", "unsure": "pc-q35-bee"},
            {"default": {"x86_64": "zoo"}},
            {"pc-q35-ant": None},
            id="by an alias that may be a newer one's: not known",
        ),
        pytest.param(
            {"only": "pc-q35-ant", "unsure": "pc-q35-bee"},
            {"default": {"x86_64": "zoo"}, "stated": {"zoo": ["pc-q35-ant", "pc-q35-bee"]}},
            {"pc-q35-ant": None},
            id="by an alias that may stand for another one too: not known",
        ),
        pytest.param(
            {"unknown": True, "has": "dog"},
            {"default": {"x86_64": "zoo"}},
            {},
            id="by an alias that is not there",
        ),
        pytest.param(
            {"only": "pc-q35-ant"}, {"default": {"aarch64": "zoo"}}, {}, id="of another arch"
        ),
    ],
)  # fmt: skip
def test_default_of_a_vendor(own: Any, facts: Facts, expected: dict[str, bool | None]) -> None:
    assert defaults(zoo(own, **facts)) == expected


PC = kind("pc-i440fx", "pc-i440fx-4.0", introduced="4.0")


def test_the_default_of_upstream_is_that_of_a_board() -> None:
    assert defaults(offer(catalogue([OLD, PC]), "qemu:7.2")) == {"pc-i440fx-4.0": True}


@pytest.mark.parametrize(
    ("carries", "expected"),
    [
        pytest.param("upstream", {"pc-i440fx-4.0": True}, id="upstream's where it is carried"),
        pytest.param("zoo", {}, id="none where it is not"),
    ],
)
def test_without_a_default_of_its_own(carries: str, expected: dict[str, bool | None]) -> None:
    rows = [release("1", qemu="7.2")]
    known = catalogue(
        [PC],
        vendors={"zoo": {"name": "Zoo", "types": []}},
        lines={"zoo": line("zoo", rows, carries=carries, default={"x86_64": "q35"})},
    )
    assert defaults(offer(known, "zoo:1")) == expected


def test_the_newest_type_of_a_board_vendor_and_variant() -> None:
    types = [OLD, NEW, PC, kind("pc-q35", "pc-q35-8.2-hpb", introduced="8.2")]
    known = catalogue(types)
    q35 = (known.types, "pc-q35", "upstream")
    assert newest_type(known, *q35, ()) == find(known, "pc-q35-7.2")
    assert newest_type(known, *q35, ("hpb",)) == find(known, "pc-q35-8.2-hpb")
    assert newest_type(known, *q35, ("maxcpus",)) is None
    assert newest_type(known, known.types, "pc-q35", "zoo", ()) is None


def test_what_an_alias_of_a_shipped_release_may_stand_for(shipped: Catalogue) -> None:
    """An alias of several targets is stated twice, or everything but its first target is not sure."""
    for one in all_releases(shipped):
        stated = {name for name, _ in one.aliases} | {"powernv"}  # powernv is upstream's, twice in 10.0
        for arch in one.arches:
            found = offer(shipped, one.id, arch)
            unsure = {kind.name for kind in found.unsure}
            for name, targets in aliases(found).items():
                assert name in stated or {*targets[1:]} <= unsure, f"{one.id} {arch} {name}"
