"""How is the catalogue's YAML changed so that comments, order and quotes stay as they are?"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.resolver import VersionedResolver
from ruamel.yaml.scalarstring import DoubleQuotedScalarString, PlainScalarString

from mtype.catalogue.source import read_yaml

LONGEST = 400  # characters of an entry on one line; tests/data/test_formatting.py holds it
_BLANKS = re.compile(r"[ \t]+$", re.MULTILINE)  # at the end of comments
# What reads the same with and without quotes, wherever it stands.
_PLAIN = re.compile(r"[A-Za-z0-9(/+][A-Za-z0-9 ._+/()~-]*")


class _Text(VersionedResolver):
    """Every value is text: 2.10 is not 2.1, and is written back as 2.10."""

    @property
    def versioned_resolver(self) -> dict[str, Any]:
        return {}


class Document:
    """The catalogue as a tree that can be changed. `root` holds ruamel's mappings and sequences, every
    scalar a str. Raises CatalogueError where the text is no YAML; `name` is what messages call it."""

    def __init__(self, text: str, name: str = "the catalogue") -> None:
        self.original = text
        try:
            self.root: CommentedMap = _yaml().load(text)
        except YAMLError:
            read_yaml(text, name)  # says what is wrong in the words of the loader
            raise

    def text(self) -> str:
        """The whole YAML in its canonical form."""
        stream = io.StringIO()
        _yaml().dump(self.root, stream)
        return _BLANKS.sub("", stream.getvalue())

    def state(self) -> str:
        """What it says, without how that is written: two equal states are of equal content."""
        return json.dumps(self.root)

    def place(self, node: Any) -> int | None:
        """The line on which `node` was read, counted from 1; None for what has been added since."""
        line = getattr(getattr(node, "lc", None), "line", None)
        return None if line is None else line + 1

    def written(self, node: Any) -> str:
        """The line on which `node` was read, short enough for a message."""
        place = self.place(node)
        line = self.original.splitlines()[place - 1].strip() if place else "proposed here"
        return line if len(line) <= 160 else f"{line[:160]}…"


def canonical(text: str) -> str:
    """`text` as the shipped YAML is written: read and written back."""
    return Document(text).text()


def entry(facts: Mapping[str, Any]) -> CommentedMap:
    """A mapping on one line, or in block style if that line were too long; what is None is left out."""
    made = block(facts)
    made.fa.set_flow_style()
    return fit(made)


def block(facts: Mapping[str, Any]) -> CommentedMap:
    """A mapping with a line for each key; what is None is left out."""
    made = CommentedMap({key: value(fact) for key, fact in facts.items() if fact is not None})
    made.fa.set_block_style()
    return made


def fit(node: CommentedMap) -> CommentedMap:
    """`node`, with what would be too long for a line in block style: lists and mappings in it, or all."""
    if _width(node) > LONGEST:
        node.fa.set_block_style()
        for fact in node.values():
            if isinstance(fact, CommentedMap):
                fit(fact)
            elif isinstance(fact, CommentedSeq) and _width(fact) > LONGEST:
                fact.fa.set_block_style()
    return node


def _width(node: Any) -> int:
    """Of the longest line, with the indentation of an entry and its key."""
    stream = io.StringIO()
    _yaml().dump([node], stream)
    return max(len(line) for line in stream.getvalue().splitlines()) + 16


def value(fact: Any) -> Any:
    """A fact as it is written: text with quotes where it needs them, lists and mappings on one line."""
    if isinstance(fact, (CommentedMap, CommentedSeq)):
        return fact
    if isinstance(fact, str):
        return (PlainScalarString if _PLAIN.fullmatch(fact) else DoubleQuotedScalarString)(fact)
    if isinstance(fact, Mapping):
        return entry(fact)
    made = CommentedSeq([value(item) for item in fact])
    made.fa.set_flow_style()
    return made


def append(mapping: CommentedMap, key: str, fact: Any) -> None:
    """Add a last key. What stands below the last one so far, a blank line or the heading of what follows,
    stays below."""
    last = mapping[[*mapping][-1]] if mapping else None
    mapping[key] = fact
    before, after = _last_line(last), _last_line(fact)
    if before is not None and after is not None:
        (node, place), (fresh, end) = before, after
        comments = [one for one in node.ca.items.get(place, ()) if one is not None]
        if comments and comments[0].value.startswith("\n"):  # else it is of the last line itself
            fresh.ca.items[end] = node.ca.items.pop(place)


def _last_line(node: Any) -> tuple[Any, Any] | None:
    """The mapping or list that a value ends with, and the key of its last item."""
    if not isinstance(node, (CommentedMap, CommentedSeq)) or not node:
        return None
    key = [*node][-1] if isinstance(node, CommentedMap) else len(node) - 1
    return _last_line(node[key]) or (node, key)


def one_or_list(texts: Iterable[str]) -> Any:
    """A single text as such, several as a list."""
    items = [*texts]
    return value(items[0] if len(items) == 1 else items)


def put(mapping: CommentedMap, key: str, fact: Any) -> None:
    """Replace a fact, or add it before those that say how all the others are known."""
    if key not in mapping:
        keys = [*mapping]
        last = [keys.index(one) for one in ("evidence", "note", "sources") if one in keys]
        mapping.insert(min(last, default=len(keys)), key, "")
    mapping[key] = fact


def texts(node: Any) -> list[str]:
    """The texts of a list, or the single one; an empty list for what is not there."""
    if node is None:
        return []
    return [str(node)] if isinstance(node, str) else [str(item) for item in node]


def _yaml() -> YAML:
    yaml = YAML()
    yaml.Resolver = _Text
    yaml.preserve_quotes = True
    yaml.width = 1_000_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
