"""What does a YAML text say, and on which line?

Every scalar stays text (`2.10` is not the number 2.1); nothing is constructed, so tags cannot execute.
"""

from __future__ import annotations

from collections.abc import Iterator
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

    def get(self, key: str) -> Node | None:
        """The child under `key` of a mapping."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def text(self, key: str) -> str | None:
        """The scalar under `key`, None where there is none."""
        child = self.get(key)
        return child.value if child is not None and isinstance(child.value, str) else None

    def list(self, key: str) -> list[str]:
        """The scalars under `key`, an empty list where there is none."""
        child = self.get(key)
        return child.strings() if child is not None else []

    def nodes(self, key: str) -> list[Node]:
        """The children of the sequence under `key`."""
        child = self.get(key)
        return [*child.items()] if child is not None else []

    def mapping(self, key: str) -> dict[str, Node]:
        """The mapping under `key`."""
        child = self.get(key)
        return child.value if child is not None and isinstance(child.value, dict) else {}


def read_yaml(text: str, path: str) -> Node:
    """Parse `text`; raises CatalogueError with every problem (duplicate keys, tags, anchors, syntax)."""
    if len(text) > MAX_SIZE:
        raise CatalogueError([Problem(path, 1, 1, f"larger than {MAX_SIZE} characters")])
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
