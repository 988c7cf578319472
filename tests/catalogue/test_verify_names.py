"""Where do the catalogue and an emulator disagree about types and aliases, and what is only settled?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.catalogue.releases import find_release
from mtype.catalogue.verify import compare, verify
from mtype.catalogue.verify_values import Difference, Settled, Told
from mtype.model.machine_type import MachineType
from tests.catalogue.compared import LIBVIRT, QMP, a, names, offer
from tests.catalogue.small import catalogue, kind, line, release


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
