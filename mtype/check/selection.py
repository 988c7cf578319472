"""Which rules run, and which does a suppression mean?"""

from __future__ import annotations

import difflib
from collections.abc import Sequence

from mtype.model.errors import UsageError
from mtype.rules import RULES, Rule


def means(pattern: str, rule_id: str) -> bool:
    """Whether `MT202`, the group `MT2` or `MT2xx`, or `all` means the rule `rule_id`."""
    wanted = pattern.upper().rstrip("X")
    return wanted == "ALL" or (wanted.startswith("MT") and rule_id.startswith(wanted))


def rule_ids(patterns: Sequence[str]) -> frozenset[str]:
    """The ids that `patterns` (ids, groups, names, `all`) stand for.

    Raises UsageError for a pattern that means no rule, with the nearest one.
    """
    found: set[str] = set()
    for pattern in patterns:
        ids = {rule.id for rule in RULES if means(pattern, rule.id) or rule.name == pattern.lower()}
        if not ids:
            words = [word for rule in RULES for word in (rule.id, rule.name)]
            near = difflib.get_close_matches(pattern, words, 1)
            tip = f"; did you mean {near[0]}?" if near else ";"
            raise UsageError(f"no rule is called {pattern!r}{tip} `virt-machine-type list rules` shows all")
        found |= ids
    return frozenset(found)


def chosen_rules(select: Sequence[str], ignore: Sequence[str]) -> tuple[type[Rule], ...]:
    """The rules to run: those selected (all if none is named) less those ignored, in the order of ids.

    MT000 always stays: a rule that crashes must not be silent.
    """
    wanted = rule_ids(select) if select else frozenset(rule.id for rule in RULES)
    unwanted = rule_ids(ignore) - {"MT000"}
    return tuple(rule for rule in RULES if rule.id == "MT000" or rule.id in wanted - unwanted)
