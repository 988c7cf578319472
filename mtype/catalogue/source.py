"""What does a YAML text say, and on which line?

Every scalar stays text (`2.10` is not the number 2.1); nothing is constructed, so tags cannot execute.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mtype.model.errors import CatalogueError, Problem

MAX_BYTES = 8 * 1024 * 1024  # forty times the shipped catalogue
_PLAIN = {f"tag:yaml.org,2002:{kind}" for kind in (
    "str", "int", "float", "bool", "null", "timestamp", "seq", "map"
)}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Node:
    """A YAML value with its place: `value` is a str, a list of Node, or a dict of str to Node."""

    value: str | list[Node] | dict[str, Node]
    line: int
    column: int

    def strings(self) -> list[str]:
        """The values of a list of scalars, or of a single scalar; shape has been checked before."""
        if isinstance(self.value, list):
            return [str(item.value) for item in self.value]
        return [str(self.value)]

    def get(self, key: str) -> Node | None:
        """The child under `key` of a mapping."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def text(self, key: str) -> str | None:
        """The scalar under `key`, or None; the empty scalar, `null` and `~` are None."""
        child = self.get(key)
        if child is None or not isinstance(child.value, str) or child.value in ("", "null", "~"):
            return None
        return child.value

    def list(self, key: str) -> list[str]:
        """The scalars under `key`, an empty list where there is none."""
        child = self.get(key)
        return child.strings() if child is not None else []

    def items(self) -> Iterator[Node]:
        """The children of a sequence."""
        return iter(self.value if isinstance(self.value, list) else ())


def read_yaml(text: str, path: str) -> Node:
    """Parse `text`; raises CatalogueError with every problem (duplicate keys, tags, anchors, syntax)."""
    if len(text) > MAX_BYTES:
        raise CatalogueError([Problem(path, 1, 1, f"larger than {MAX_BYTES} bytes")])
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = " ".join(str(error.problem or error.context).split())
        raise CatalogueError([Problem(path, line, column, f"not YAML: {what}")]) from error
    except (YAMLError, ValueError) as error:
        raise CatalogueError([Problem(path, 1, 1, f"not YAML: {error}")]) from error
    except RecursionError as error:
        raise CatalogueError([Problem(path, 1, 1, "nested too deeply")]) from error
    if root is None:
        raise CatalogueError([Problem(path, 1, 1, "the file is empty")])
    problems: list[Problem] = []
    node = _convert(root, path, problems)
    if problems:
        raise CatalogueError(problems)
    return node


def _convert(root: Any, path: str, problems: list[Problem]) -> Node:
    seen: set[int] = set()

    def complain(node: Any, message: str, tip: str = "") -> None:
        mark = node.start_mark
        problems.append(Problem(path, mark.line + 1, mark.column + 1, message, tip))

    def convert(node: Any) -> Node:
        place = node.start_mark.line + 1, node.start_mark.column + 1
        if node.anchor is not None or id(node) in seen:
            complain(node, "anchors and aliases are not used in this file", "write the value again")
            return Node("", *place)
        seen.add(id(node))
        if node.tag and str(node.tag) not in _PLAIN:
            complain(node, f"the tag {node.tag} is not allowed", "only plain values are read")
        kind = type(node).__name__
        if kind == "ScalarNode":
            return Node(str(node.value), *place)
        if kind == "SequenceNode":
            return Node([convert(item) for item in node.value], *place)
        mapping: dict[str, Node] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in mapping:
                complain(key, f"the key {name!r} stands twice in one mapping")
            mapping[name] = convert(value)
        return Node(mapping, *place)

    return convert(root)
