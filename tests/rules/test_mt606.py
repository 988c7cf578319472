"""Is a suppression found that suppresses nothing?"""

from __future__ import annotations

import pytest

from mtype.model.definition import Position, Suppression
from mtype.rules.mt606_void_suppression import VoidSuppression
from tests.rules.build import check, define, one

PLACE = Position(2, 3, 40)

FINDS = [
    pytest.param(
        ("MT202",),
        "",
        "the suppression of MT202 gives no reason, so it has no effect: write why after a colon",
        id="no reason",
    ),
    pytest.param(
        ("MT202", "MT3"), "  ", "the suppression of MT202, MT3 gives no reason, so", id="a blank reason"
    ),
    pytest.param(
        ("MT999x", "MT202"),
        "soon",
        "no rule is called MT999x, so nothing is suppressed by it: `virt-machine-type list rules` shows all",
        id="a rule that does not exist",
    ),
    pytest.param(("MT7",), "soon", "no rule is called MT7, so", id="a group without rules"),
    pytest.param(("mt202", "MT20"), "soon", "no rule is called mt202, MT20, so", id="misspelt"),
    pytest.param((), "soon", "this suppression names no rule, so nothing is suppressed", id="no rule at all"),
]

STAYS_SILENT = [
    pytest.param(("MT202",), "soon", id="a rule"),
    pytest.param(("MT2", "MT3"), "soon", id="groups"),
    pytest.param(("MT9", "MT901"), "soon", id="rules of users"),
]


@pytest.mark.parametrize(("rules", "reason", "words"), FINDS)
def test_finds(rules: tuple[str, ...], reason: str, words: str) -> None:
    found = one(VoidSuppression, define(suppressions=(Suppression(rules, reason, PLACE),)))
    assert words in found.message
    assert (found.line, found.column) == PLACE[:2]
    assert (found.suggestion, found.target) == (None, None)


@pytest.mark.parametrize(("rules", "reason"), STAYS_SILENT)
def test_stays_silent(rules: tuple[str, ...], reason: str) -> None:
    assert check(VoidSuppression, define(suppressions=(Suppression(rules, reason, PLACE),))) == []


def test_stays_silent_about_a_definition_without_comments() -> None:
    assert check(VoidSuppression, define()) == []


def test_two_faults_are_two_findings() -> None:
    suppressions = (Suppression((), "", PLACE), Suppression(("MT202",), "soon", PLACE))
    found = check(VoidSuppression, define(suppressions=suppressions))
    assert [f.message.split(",")[0] for f in found] == [
        "the suppression of nothing gives no reason",
        "this suppression names no rule",
    ]
