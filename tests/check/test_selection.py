"""Which rules does a word mean?"""

from __future__ import annotations

import pytest

from mtype.check.selection import chosen_rules, means, rule_ids
from mtype.model.errors import UsageError
from mtype.rules import RULES

ALL = [rule.id for rule in RULES]


def chosen(select: tuple[str, ...] = (), ignore: tuple[str, ...] = ()) -> list[str]:
    return [rule.id for rule in chosen_rules(select, ignore)]


@pytest.mark.parametrize(
    ("word", "rule", "answer"),
    [
        ("MT202", "MT202", True),
        ("mt202", "MT202", True),
        ("MT2", "MT202", True),
        ("MT2xx", "MT202", True),
        ("MT20X", "MT202", True),
        ("MT", "MT202", True),
        ("all", "MT202", True),
        ("MT20", "MT301", False),
        ("MT2021", "MT202", False),
        ("M", "MT202", False),
        ("", "MT202", False),
        ("X", "MT202", False),
        ("202", "MT202", False),
    ],
)
def test_a_word_means_a_rule_its_group_or_all(word: str, rule: str, answer: bool) -> None:
    assert means(word, rule) is answer


def test_a_name_means_its_rule() -> None:
    assert rule_ids(["Floating-Alias", "MT202"]) == {"MT103", "MT202"}


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("floting-alias", "no rule is called 'floting-alias'; did you mean floating-alias? `virt-"),
        ("MT99", "no rule is called 'MT99'; `virt-machine-type list rules` shows all"),
        ("", "no rule is called ''; `virt-"),
    ],
)
def test_a_word_that_means_none_is_refused(word: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        rule_ids([word])
    assert str(refused.value).startswith(message)


def test_all_rules_run_unless_some_are_selected() -> None:
    assert chosen() == ALL
    assert chosen(("MT103", "MT6")) == ["MT000", "MT103", *(i for i in ALL if i.startswith("MT6"))]


def test_what_is_ignored_does_not_run() -> None:
    assert chosen((), ("MT1",)) == [rule for rule in ALL if not rule.startswith("MT1")]
    assert chosen(("MT1",), ("MT103",)) == ["MT000", "MT101", "MT102", "MT104"]


def test_the_crash_of_a_rule_cannot_be_deselected() -> None:
    assert chosen((), ("all",)) == ["MT000"]
    assert chosen((), ("MT000",)) == ALL
