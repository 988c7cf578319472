"""Does every machine type come before it is deprecated, and is that before it goes?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.version import Bound, parse_bound

_LIFE = ("introduced", "deprecated", "removed")
_DEFAULT = ("default", "default_until")


def backward_life(content: Content, report: Report) -> None:
    """A type that goes before it comes is offered by no release, or judged by the wrong ones."""
    for row, entry in content.types:
        for steps in (_LIFE, _DEFAULT):
            _check(row["name"], row, steps, entry, report)
    for node in content.vendors.values():
        for fact in node.nodes("aliases"):
            life = {key: fact.text(key) for key in _LIFE}
            _check(f"the alias {fact.text('alias')}", life, _LIFE, fact, report)


def _check(
    name: str, life: Mapping[str, str | None], steps: tuple[str, ...], entry: Node, report: Report
) -> None:
    told = [(key, parse_bound(text)) for key in steps if (text := life.get(key)) is not None]
    for (first, before), (second, after) in pairwise(told):
        if not _possible(before, after):
            message = f"{name} is {second} in {after} but {first} in {before}".replace("_", "-")
            report.add(entry, message, f"{', then '.join(steps)}: each in a later release".replace("_", "-"))


def _possible(before: Bound, after: Bound) -> bool:
    """Whether `before` can have happened in an earlier release than `after`, for all that is known."""
    if before.exact:
        return before.by < after.by
    return before.after is None or before.after < after.by
