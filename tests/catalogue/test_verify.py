"""Where do the catalogue and an emulator disagree, and what is only settled or not compared at all?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.catalogue.releases import find_release
from mtype.catalogue.verify import compare, verify
from mtype.catalogue.verify_values import (
    Comparison,
    Difference,
    Settled,
    Told,
    Unanswered,
    Verification,
    Verified,
)
from mtype.model.exit_code import ExitCode
from mtype.model.machine_type import MachineType
from tests.catalogue.small import catalogue, kind, line, release

QMP = Told("query-machines")
LIBVIRT = Told("libvirt", frozenset({"none"}))


def a(name: str, **facts: Any) -> Offered:
    """A type, or an alias of one."""
    return Offered(name, MachineType(name, "pc-q35", "upstream", ("x86_64",), (1,)), **facts)


def offer(*entries: Offered, **facts: Any) -> Offer:
    return Offer(entries, **facts)


def names(found: Comparison) -> tuple[list[str], list[str]]:
    return [entry.name for entry in found.missing], [entry.name for entry in found.extra]


def unsure(name: str, build: str | None = None) -> MachineType:
    return MachineType(name, "pc-q35", "upstream", ("x86_64",), (1,), build=build)


# -- types -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "missing", "extra"),
    [
        (["ant", "bee"], ["ant", "bee"], [], []),
        (["ant", "bee"], ["bee", "ant"], [], []),
        (["ant", "bee"], ["ant"], ["bee"], []),
        (["ant"], ["ant", "bee"], [], ["bee"]),
        (["ant"], ["bee"], ["ant"], ["bee"]),
    ],
)
def test_types_that_one_side_has(
    mine: list[str], theirs: list[str], missing: list[str], extra: list[str]
) -> None:
    found = compare(offer(*map(a, mine)), offer(*map(a, theirs)), QMP)
    assert names(found) == (missing, extra)
    assert found.differences == len(missing) + len(extra)
    assert "types" in found.compared


def test_what_the_source_leaves_out_is_not_missing_and_named() -> None:
    found = compare(offer(a("ant"), a("none")), offer(a("ant")), LIBVIRT)
    assert found.differences == 0
    assert ("none", "libvirt leaves it out") in found.not_compared


def test_types_that_emulators_take_and_do_not_list_are_not_missing() -> None:
    pve = {
        "name": "Pve",
        "extends": "upstream",
        "unlisted": "true",
        "types": [kind("pc-q35", "pc-q35-9.0+pve1")],
    }
    own = release("9", qemu="9.0", own={"only": "pc-q35-9.0+pve1"})
    known = catalogue(
        [kind("pc-q35", "pc-q35-9.0", introduced="9.0")],
        vendors={"pve": pve},
        lines={"pve": line("pve", [own], carries="upstream")},
    )
    there = offer(a("pc-q35-9.0", default=None), a("q35", alias_of="pc-q35-9.0"))
    found = verify(known, find_release(known, "pve:9"), "x86_64", there, QMP)
    assert names(found.comparison) == ([], [])
    assert "pc-q35-9.0+pve1" in [one.what for one in found.comparison.not_compared]


def test_what_the_source_lists_against_its_habit_is_compared() -> None:
    found = compare(offer(a("ant")), offer(a("ant"), a("none")), LIBVIRT)
    assert names(found) == ([], ["none"])
    assert "none" not in [entry.what for entry in found.not_compared]


def test_a_source_that_names_some_types_misses_none() -> None:
    theirs = offer(a("bee", default=None), a("cow", default=None), complete=False)
    told = Told("domcapabilities", unmarked=frozenset({"bee", "cow"}))
    found = compare(offer(a("ant"), a("bee"), a("q35", alias_of="ant")), theirs, told)
    assert names(found) == ([], ["cow"])
    assert found.compared == ["the types it names"]
    assert found.not_compared == [
        ("missing types and aliases", "domcapabilities names some only"),
        ("default", "domcapabilities does not tell"),
        ("deprecation", "domcapabilities marks none"),
    ]


def test_what_the_catalogue_is_unsure_of_is_settled() -> None:
    mine = offer(a("ant"), unsure=(unsure("bee"), unsure("cow"), unsure("dog", build="xen")))
    found = compare(mine, offer(a("ant"), a("bee")), QMP)
    assert found.differences == 0
    assert found.settled == [
        Settled("bee", "type", "is there"),
        Settled("cow", "type", "is not there"),
        Settled("dog", "type", "is not there", "needs the build option xen"),
    ]


def test_a_source_that_names_some_types_settles_only_what_it_names() -> None:
    mine = offer(a("ant"), unsure=(unsure("bee"), unsure("cow")), unsure_aliases=frozenset({"q35"}))
    found = compare(mine, offer(a("bee"), complete=False), QMP)
    assert found.settled == [Settled("bee", "type", "is there")]
    assert compare(mine, offer(a("ant"), a("bee"), a("cow")), Told("libvirt", frozenset({"cow"}))).settled


def test_a_source_that_leaves_a_type_out_does_not_settle_it() -> None:
    found = compare(offer(a("ant"), unsure=(unsure("none"),)), offer(a("ant")), LIBVIRT)
    assert found.settled == []
    assert ("none", "libvirt leaves it out") in found.not_compared


@pytest.mark.parametrize(
    ("mine", "theirs", "difference"),
    [
        ([a("virt")], [a("virt", alias_of="ant"), a("ant")], ("virt", "kind", "a type", "an alias of ant")),
        ([a("virt", alias_of="ant"), a("ant")], [a("virt")], ("virt", "kind", "an alias of ant", "a type")),
    ],
)
def test_a_type_here_and_an_alias_there(
    mine: list[Offered], theirs: list[Offered], difference: tuple[str, ...]
) -> None:
    found = compare(offer(*mine), offer(*theirs), QMP)
    assert found.different == [difference]
    missing, extra = names(found)
    assert "virt" not in (*missing, *extra)


# -- aliases -----------------------------------------------------------------------------------------

ONE, TWO, BOTH = ["ant"], ["bee"], ["ant", "bee"]


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (ONE, ONE, None),
        (ONE, TWO, ("ant", "bee")),
        (BOTH, BOTH, None),  # Ubuntu's wily: an alias that two types carry
        (BOTH, BOTH[::-1], None),
        (BOTH, ONE, ("ant, bee", "ant")),
        (ONE, BOTH, ("ant", "ant, bee")),
    ],
)
def test_what_an_alias_stands_for(mine: list[str], theirs: list[str], said: tuple[str, str] | None) -> None:
    def with_alias(targets: list[str]) -> Offer:
        return offer(*(a("q35", alias_of=target) for target in targets), a("ant"), a("bee"))

    found = compare(with_alias(mine), with_alias(theirs), QMP)
    assert found.different == ([Difference("q35", "alias", *said)] if said else [])


def test_an_alias_that_one_side_has() -> None:
    alias = a("q35", alias_of="ant")
    found = compare(offer(alias, a("ant")), offer(a("ant")), QMP)
    assert [(entry.name, entry.alias_of) for entry in found.missing] == [("q35", ("ant",))]
    found = compare(offer(a("ant")), offer(alias, a("ant")), QMP)
    assert [(entry.name, entry.alias_of) for entry in found.extra] == [("q35", ("ant",))]


@pytest.mark.parametrize(
    ("theirs", "settled", "different"),
    [
        (["ant"], ["stands for ant"], []),
        (["bee"], ["stands for bee"], []),
        (["cow"], [], [Difference("q35", "alias", "one of ant, bee", "cow")]),
    ],
)
def test_an_alias_of_which_only_the_candidates_are_known(
    theirs: list[str], settled: list[str], different: list[Difference]
) -> None:
    types = [a(name) for name in ("ant", "bee", "cow")]
    open_ = [a("q35", alias_of="ant"), a("q35", alias_of="bee")]
    mine = offer(*open_, *types, open_aliases=frozenset({"q35"}))
    found = compare(mine, offer(*(a("q35", alias_of=name) for name in theirs), *types), QMP)
    assert [entry.emulator for entry in found.settled] == settled
    assert found.different == different


@pytest.mark.parametrize(("there", "said"), [(True, "stands for ant"), (False, "is not there")])
def test_an_alias_that_may_be_there(there: bool, said: str) -> None:
    mine = offer(a("ant"), unsure_aliases=frozenset({"q35"}))
    theirs = offer(a("ant"), *([a("q35", alias_of="ant")] if there else []))
    found = compare(mine, theirs, QMP)
    assert (found.settled, found.differences) == ([Settled("q35", "alias", said)], 0)


def test_an_excerpt_with_an_alias_compares_what_it_has() -> None:
    mine = offer(a("q35", alias_of="ant"), a("q35", alias_of="bee"), a("ant"), a("bee"))
    found = compare(mine, offer(a("q35", alias_of="ant"), a("ant"), complete=False), QMP)
    assert "aliases" in found.compared
    assert found.different == []
    found = compare(mine, offer(a("q35", alias_of="cow"), a("ant"), complete=False), QMP)
    assert [entry.what for entry in found.different] == ["alias"]


# -- the default -------------------------------------------------------------------------------------


def types(**defaults: bool | None) -> Offer:
    return offer(*(a(name, default=default) for name, default in defaults.items()))


@pytest.mark.parametrize(
    ("mine", "theirs", "said"),
    [
        (types(ant=True, bee=False), types(ant=True, bee=False), None),
        (types(ant=True, bee=False), types(ant=False, bee=True), ("ant", "bee")),
        (types(ant=False), types(ant=True), ("none", "ant")),
        (types(ant=True), types(ant=False), ("ant", "none")),
        (types(ant=True, bee=False), types(ant=True, bee=True), ("ant", "ant, bee")),  # Ubuntu's first xenial
        (
            types(ant=None, bee=None, cow=False),
            types(ant=False, bee=False, cow=True),
            ("one of ant, bee", "cow"),
        ),
        (types(ant=True, bee=None), types(ant=False, bee=True), ("ant", "bee")),
    ],
)
def test_the_default(mine: Offer, theirs: Offer, said: tuple[str, str] | None) -> None:
    found = compare(mine, theirs, QMP)
    assert found.different == ([Difference(None, "default", *said)] if said else [])
    assert "default" in found.compared


@pytest.mark.parametrize("theirs", [types(ant=True, bee=False), types(ant=False, bee=False)])
def test_a_default_that_the_catalogue_does_not_know_is_settled(theirs: Offer) -> None:
    found = compare(types(ant=None, bee=None), theirs, QMP)
    said = ", ".join(name for name, entry in theirs.types.items() if entry.default) or "none"
    assert (found.settled, found.differences) == ([Settled(None, "default", said)], 0)


def test_a_source_that_names_no_default_is_not_compared_for_it() -> None:
    found = compare(types(ant=True), types(ant=None), LIBVIRT)
    assert found.differences == 0
    assert ("default", "libvirt does not tell") in found.not_compared
    assert "default" not in found.compared


def test_a_default_that_one_of_two_sources_names_is_compared() -> None:
    found = compare(types(ant=False, bee=True), types(ant=True, bee=None), LIBVIRT)
    assert found.different == [Difference(None, "default", "bee", "ant")]


def test_an_excerpt_without_the_default_does_not_tell_it() -> None:
    theirs = replace(types(bee=False), complete=False)
    found = compare(types(ant=True, bee=False), theirs, QMP)
    assert ("default", "it is not among the types named") in found.not_compared
    assert found.different == []


# -- deprecation -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "different", "settled"),
    [
        (False, False, [], []),
        (True, True, [], []),
        (True, False, [Difference("ant", "deprecated", "yes", "no")], []),
        (False, True, [Difference("ant", "deprecated", "no", "yes")], []),
        (None, True, [], [Settled("ant", "deprecated", "yes")]),
        (None, False, [], [Settled("ant", "deprecated", "no")]),
    ],
)
def test_deprecation(
    mine: bool | None, theirs: bool, different: list[Difference], settled: list[Settled]
) -> None:
    found = compare(offer(a("ant", deprecated=mine)), offer(a("ant", deprecated=theirs)), QMP)
    assert (found.different, found.settled) == (different, settled)
    assert "deprecation" in found.compared


def test_a_source_that_does_not_mark_is_not_compared_for_it() -> None:
    told = QMP._replace(unmarked=frozenset({"ant"}))
    found = compare(offer(a("ant", deprecated=True)), offer(a("ant")), told)
    assert found.different == []
    assert ("deprecation", "query-machines marks none") in found.not_compared


def test_what_part_of_the_sources_marks_is_compared_for_that_part() -> None:
    mine = offer(a("ant", deprecated=True), a("bee", deprecated=True))
    told = LIBVIRT._replace(unmarked=frozenset({"bee"}))
    found = compare(mine, offer(a("ant"), a("bee")), told)
    assert [entry.name for entry in found.different] == ["ant"]
    assert "deprecation" in found.compared
    assert ("deprecation of 1 of 2 types", "libvirt marks none") in found.not_compared


# -- a release ---------------------------------------------------------------------------------------

KNOWN = catalogue(
    [kind("pc-q35", "pc-q35-8.2", introduced="8.2"), kind("pc-q35", "pc-q35-10.0", introduced="10.0")],
    lines={
        "debian": line(
            "upstream",
            [
                release("12", qemu="8.2.3"),
                release("13", qemu="10.0"),
                release("14"),
            ],
        ),
        "bounded": line("upstream", [release("1", qemu={"from": "8.2", "to": "9.1"})]),
        "nowhere": line("upstream", [release("1", qemu="8.2")], arch=[]),
    },
)


def verified(name: str, arch: str = "x86_64", **told: Any) -> Comparison:
    theirs = offer(a("q35", alias_of="pc-q35-8.2"), a("pc-q35-8.2"))
    return verify(KNOWN, find_release(KNOWN, name), arch, theirs, QMP._replace(**told)).comparison


@pytest.mark.parametrize("version", ["8.2.0", "8.2.10"])
def test_a_stable_update_is_the_same_qemu(version: str) -> None:
    assert verified("debian:12", versions=(version,)).differences == 0


def test_another_qemu_is_said_first() -> None:
    found = verified("debian:13", versions=("8.2.2",))
    assert found.different[0] == Difference(None, "version", "QEMU 10.0", "QEMU 8.2.2")
    assert names(found) == (["pc-q35-10.0"], [])


def test_a_qemu_that_the_catalogue_does_not_know_is_settled() -> None:
    found = verified("debian:14", versions=("8.2.2",))
    assert found.settled[0] == Settled(None, "version", "ships QEMU 8.2.2")
    assert Settled("pc-q35-8.2", "type", "is there") in found.settled
    assert found.differences == 0


@pytest.mark.parametrize(
    ("version", "different", "settled"),
    [
        ("8.1.9", [Difference(None, "version", "QEMU 8.2 to 9.1", "QEMU 8.1.9")], []),
        ("8.2.0", [], [Settled(None, "version", "ships QEMU 8.2.0")]),
        ("9.1.3", [], [Settled(None, "version", "ships QEMU 9.1.3")]),
        ("9.2.0", [Difference(None, "version", "QEMU 8.2 to 9.1", "QEMU 9.2.0")], []),
    ],
)
def test_a_qemu_of_which_the_catalogue_knows_bounds(
    version: str, different: list[Difference], settled: list[Settled]
) -> None:
    found = verified("bounded:1", versions=(version,))
    assert [entry for entry in found.different if entry.what == "version"] == different
    assert [entry for entry in found.settled if entry.what == "version"] == settled


def test_an_arch_that_is_not_shipped_is_one_difference() -> None:
    found = verified("debian:12", "sparc")
    assert found.different == [Difference(None, "arch", "ships no emulator", "lists 1 types")]
    assert (found.missing, found.extra, found.compared) == ([], [], [])


def test_an_emulator_of_a_release_whose_arches_nobody_knows_is_compared_all_the_same() -> None:
    found = verified("nowhere:1")
    assert found.settled == [Settled(None, "arch", "there is an emulator of x86_64")]
    assert (found.differences, "types" in found.compared) == (0, True)


# -- the sum -----------------------------------------------------------------------------------------


def arch(name: str, found: Comparison) -> Verified:
    return Verified(name, QMP, found)


SAME, OTHER = Comparison(), Comparison(extra=compare(offer(), offer(a("x")), QMP).extra)
LOST = (Unanswered("/usr/bin/qemu", "is gone"),)


@pytest.mark.parametrize(
    ("arches", "unanswered", "code"),
    [
        ([SAME], (), ExitCode.CLEAN),
        ([SAME, OTHER], (), ExitCode.FINDINGS),
        ([OTHER], LOST, ExitCode.INCOMPLETE),
        ([SAME], LOST, ExitCode.INCOMPLETE),
        ([], LOST, ExitCode.INCOMPLETE),
        ([], (), ExitCode.INCOMPLETE),
        ([Comparison(settled=[Settled("x", "type", "is there")])], (), ExitCode.CLEAN),
    ],
)
def test_the_exit_code(arches: list[Comparison], unanswered: tuple[Unanswered, ...], code: ExitCode) -> None:
    found = tuple(arch("x86_64", one) for one in arches)
    debian = find_release(KNOWN, "debian:12")
    assert Verification(debian, "catalogue", "a file", found, unanswered).exit_code is code


def test_the_arches_that_nobody_was_asked_about() -> None:
    ships = find_release(KNOWN, "debian:12")._replace(arches=("x86_64", "arm", "s390x"))
    assert Verification(ships, "catalogue", "", (arch("arm", SAME),)).not_asked == ("x86_64", "s390x")
