"""What do the values of the options of `upgrade` mean?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.model.errors import UsageError
from mtype.upgrade.choice import Goal, Step
from mtype.upgrade.conduct import When


def parse_when(text: str) -> When:
    """`--when`"""
    known = {when.value: when for when in When}
    if text not in known:
        raise UsageError(f"--when {text!r} is none of {', '.join(known)}")
    return known[text]


def parse_preflight(text: str) -> bool:
    """`--preflight`: whether the new definition is started on trial."""
    if text not in ("define", "start"):
        raise UsageError(f"--preflight {text!r} is neither define nor start")
    return text == "start"


def parse_goal(catalogue: Catalogue, to: str | None, allowed: Sequence[str]) -> tuple[Goal, str | None]:
    """What was asked for, and the release where `--to` names one."""
    steps = {step.value: step for step in Step}
    for word in allowed:
        if word not in steps:
            raise UsageError(f"--allow {word!r} is none of {', '.join(steps)}")
    chosen = frozenset(steps[word] for word in allowed)
    if to is None or to == "latest":
        return Goal(None, chosen), None
    if not catalogue.named(to):
        with suppress(UsageError):
            return Goal(None, chosen), find_release(catalogue, to).id
    return Goal(to, chosen), None
