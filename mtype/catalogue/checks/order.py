"""Which two releases of a line follow each other?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from mtype.catalogue.source import Node

Value = TypeVar("Value")


def in_order(
    releases: Sequence[Node], value: Callable[[Node], Value | None]
) -> Iterator[tuple[Node, Value, Node, Value]]:
    """A release, a later one, and what `value` says of each; pockets and releases without one are aside.

    A major may begin (`9.0`) while the former one still gets minors (`8.10`): it is held against the
    beginning of that one, every other release against the one before it.
    """
    first: tuple[Node, Value | None] | None = None
    before: tuple[Node, Value | None] | None = None
    for release in releases:
        if release.get("pocket"):
            continue
        here = release, value(release)
        former = before
        if first is None or _begins(release):
            former, first, before = first, here, None
        if former is not None and former[1] is not None and here[1] is not None:
            yield former[0], former[1], here[0], here[1]
        if here[1] is not None:
            before = here


def _begins(release: Node) -> bool:
    return (release.text("version") or "").partition(".")[2] == "0"
