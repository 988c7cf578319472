"""What can still be judged of a file with mistakes in it, and which complaints would only follow from them?

A mistake in one entry hides no mistake in another: what has a wrong shape is left empty and the rest is
judged. A complaint that may be a mere echo is kept back until the mistake is mended: nothing is called sound
that was not judged, for with one problem the file is refused in any case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from mtype.catalogue.expand import expand_braces
from mtype.catalogue.source import Node
from mtype.model.errors import Problem

_Place = tuple[str, int, int]
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
_CUT = re.compile(r"\{|VERSION")  # from here on it is not told what a name is
_SHORTEST = 3  # a shorter beginning would keep back too much
_MOST = 100  # with more of them nearly every name is in doubt, and asking takes long


def place(of: Node | Problem) -> _Place:
    """Where a node or a problem stands."""
    return of.path, of.line, of.column


@dataclass(slots=True)
class Damage:
    """What has been told at `places`, and which `names` and names with certain `beginnings` were lost."""

    places: set[_Place] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    beginnings: tuple[str, ...] = ()

    def explains(self, node: Node, message: str) -> bool:
        """Whether a complaint about `node` may only follow from what has been told."""
        if place(node) in self.places or len(self.beginnings) > _MOST:
            return True
        words = _WORD.findall(message) if self.names else ()
        return any(word in self.names or word.startswith(self.beginnings) for word in words)

    def lose(self, texts: Iterable[str]) -> None:
        """Note that the names which `texts` stand for are lost."""
        for text in texts:
            beginning, *cut = _CUT.split(text, maxsplit=1)
            try:
                self.names.update(expand_braces(text))
            except ValueError:
                self.names.add(text)
            if cut and len(beginning) >= _SHORTEST and len(self.beginnings) <= _MOST:
                self.beginnings = (*self.beginnings, beginning)


def leave_out(root: Node, problems: Iterable[Problem]) -> tuple[Node, Damage]:
    """`root` with the values that `problems` are about left empty, and what is damaged by that: the
    mappings around them, up to an entry of a list."""
    told = {place(problem) for problem in problems}
    damage = Damage()

    def cleaned(node: Node) -> Node:
        if place(node) in told:
            damage.places.add(place(node))
            if not isinstance(node.value, dict):
                damage.lose(_texts(node))
                return node.holding({})
        if isinstance(node.value, str):
            return node
        if isinstance(node.value, list):
            left = node.holding([cleaned(item) for item in node.value])
            damage.lose(name for item in node.value if place(item) in damage.places for name in _names(item))
            inside = [item for item in node.value if not isinstance(item.value, dict)]
        else:
            left = node.holding({key: cleaned(child) for key, child in node.value.items()})
            inside = [*node.value.values()]
        if any(place(child) in damage.places for child in inside):
            damage.places.add(place(node))
        return left

    sound = cleaned(root)
    for name, board in sound.mapping("boards").items():
        arch = board.get("arch")
        if arch is None or place(arch) in damage.places:  # then its types are on no arch
            damage.lose([f"{name}-VERSION"])
    return sound, damage


def _texts(node: Node) -> Iterator[str]:
    """Every text in `node`."""
    if isinstance(node.value, str):
        yield node.value
    for child in (*node.items(), *(child for _, child in node.children())):
        yield from _texts(child)


def _names(entry: Node) -> Iterator[str]:
    """What an entry is called by: lost with the entry, and then missed elsewhere."""
    yield from entry.mapping("boards")
    for key in ("names", "pattern", "version", "codename", "alias"):
        yield from _texts(entry.get(key) or Node([], 0, 0))
