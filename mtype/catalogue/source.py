"""What does a YAML text say, and on which line?

Every scalar stays text (`2.10` is not the number 2.1); nothing is constructed, so tags cannot execute.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from mtype.model.errors import CatalogueError, Problem

MAX_SIZE = 4 * 1024 * 1024  # more than thirty times the shipped catalogue
_PLAIN = {f"tag:yaml.org,2002:{kind}" for kind in (
    "str", "int", "float", "bool", "null", "timestamp", "seq", "map"
)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value with its place: `value` is a str, a list of Node, or a dict of str to Node.

    A question about a key that is not there, or that holds another kind of value, gets an empty answer:
    the shape has been checked before.
    """

    value: str | list[Node] | dict[str, Node]
    line: int
    column: int

    def strings(self) -> list[str]:
        """The values of a list of scalars, or of a single scalar."""
        if isinstance(self.value, list):
            return [str(item.value) for item in self.value]
        return [str(self.value)]

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
    if len(text) > MAX_SIZE:
        raise CatalogueError([Problem(path, 1, 1, f"larger than {MAX_SIZE} characters")])
    from ruamel.yaml import YAML

    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except Exception as error:  # whatever the parser stumbles over: `"\\UFFFFFFFF"` is an OverflowError
        raise CatalogueError([_syntax_problem(error, text, path)]) from error
    if root is None:
        raise CatalogueError([Problem(path, 1, 1, "the file is empty")])
    problems: list[Problem] = []
    node = _convert(root, path, problems)
    if problems:
        raise CatalogueError(problems)
    return node


def _syntax_problem(error: Exception, text: str, path: str) -> Problem:
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    line = column = 1
    what = str(error)
    if isinstance(error, RecursionError):
        return Problem(path, line, column, "nested too deeply")
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, column, what = mark.line + 1, mark.column + 1, str(error.problem or error.context)
    elif isinstance(error, ReaderError):
        at = error.position
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        what = f"the character U+{error.character:04X} is not allowed"
    return Problem(path, line, column, f"not YAML: {' '.join(what.split())}")


def _convert(root: Any, path: str, problems: list[Problem]) -> Node:
    from ruamel.yaml.nodes import ScalarNode, SequenceNode

    def complain(node: Any, message: str, tip: str = "") -> None:
        mark = node.start_mark
        problems.append(Problem(path, mark.line + 1, mark.column + 1, message, tip))

    def convert(node: Any) -> Node:
        place = node.start_mark.line + 1, node.start_mark.column + 1
        if node.anchor is not None:
            complain(node, "anchors and aliases are not used in this file", "write the value again")
            return Node("", *place)
        if str(node.tag) not in _PLAIN:
            complain(node, f"the tag {node.tag} is not allowed", "only plain values are read")
        if isinstance(node, ScalarNode):
            if not node.value.replace("\n", "").isprintable():
                complain(node, "a control character is not allowed", "only text that can be shown is read")
            return Node(node.value, *place)
        if isinstance(node, SequenceNode):
            return Node([convert(item) for item in node.value], *place)
        mapping: dict[str, Node] = {}
        for key, value in node.value:
            name = convert(key).value
            if not isinstance(name, str):
                complain(key, "a key must be a text")
            elif name in mapping:
                complain(key, f"the key {name!r} stands twice in one mapping")
            else:
                mapping[name] = convert(value)
        return Node(mapping, *place)

    return convert(root)
