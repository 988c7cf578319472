"""What does a YAML text say, and where does each value stand?

Every scalar stays text (`2.10` is not the number 2.1); nothing is constructed, so tags cannot execute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mtype.model.errors import CatalogueError, Problem

MAX_SIZE = 1 << 20  # eight times the shipped catalogue


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value with its place: `value` is a str, a list of Node, or a dict of str to Node.

    A question about a key that is not there, or that holds another kind of value, gets an empty answer:
    what has a wrong shape is told by others.
    """

    value: str | list[Node] | dict[str, Node]
    line: int
    column: int
    path: str = ""

    def holding(self, value: str | list[Node] | dict[str, Node]) -> Node:
        """Another value at the same place."""
        return Node(value, self.line, self.column, self.path)

    def having(self, **values: Node) -> Node:
        """A mapping with these values in it."""
        return self.holding({**dict(self.children()), **values})

    def without(self, *keys: str) -> Node:
        """A mapping without these keys; anything else as it is."""
        if not isinstance(self.value, dict):
            return self
        return self.holding({key: child for key, child in self.value.items() if key not in keys})

    def plain(self) -> object:
        """The value without its places, to be compared. A list of one text is that text."""
        if isinstance(self.value, list):
            items = [item.plain() for item in self.value]
            return items[0] if len(items) == 1 and isinstance(items[0], str) else items
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        return self.value

    def shown(self) -> str:
        """The value in one line, for a message."""
        if isinstance(self.value, list):
            return ", ".join(item.shown() for item in self.value)
        if isinstance(self.value, dict):
            return "{" + ", ".join(f"{key}: {child.shown()}" for key, child in self.value.items()) + "}"
        return self.value

    def strings(self) -> list[str]:
        """The values of a list of scalars, or of a single scalar."""
        items = [self] if isinstance(self.value, str) else self.items()
        return [item.value for item in items if isinstance(item.value, str)]

    def items(self) -> Iterator[Node]:
        """The children of a sequence."""
        return iter(self.value if isinstance(self.value, list) else ())

    def children(self) -> Iterable[tuple[str, Node]]:
        """The keys and children of a mapping."""
        return self.value.items() if isinstance(self.value, dict) else ()

    def get(self, key: str) -> Node | None:
        """The child under `key` of a mapping."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def text(self, key: str) -> str | None:
        """The scalar under `key`, None where there is none."""
        child = self.get(key)
        return child.value if child is not None and isinstance(child.value, str) else None

    def nodes(self, key: str) -> list[Node]:
        """The children of the sequence under `key`."""
        child = self.get(key)
        return [*child.items()] if child is not None else []

    def mapping(self, key: str) -> dict[str, Node]:
        """The mapping under `key`."""
        child = self.get(key)
        return child.value if child is not None and isinstance(child.value, dict) else {}

    def list(self, key: str) -> list[str]:
        """The scalars under `key`, an empty list where there is none."""
        child = self.get(key)
        return child.strings() if child is not None else []


def read_yaml(text: str, path: str) -> Node:
    """Parse `text`; raises CatalogueError with every problem (duplicate keys, tags, anchors, syntax)."""
    from mtype.catalogue.yaml_events import parse

    problems: list[Problem] = []
    node = parse(text, path, problems)
    if node is None or problems:
        raise CatalogueError(problems)
    return node
