"""Where do the catalogue and an emulator disagree about the default and about what is deprecated?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from mtype.catalogue.offer import Offer
from mtype.catalogue.verify import compare
from mtype.catalogue.verify_values import Difference, Settled
from tests.catalogue.compared import LIBVIRT, QMP, a, offer

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
