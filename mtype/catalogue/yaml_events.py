"""How does a YAML text become nodes, in one pass and in bounded time, whoever wrote it?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mtype.catalogue.source import MAX_SIZE, Node
from mtype.model.errors import Problem

_MAX_EVENTS = 60_000  # five times the shipped catalogue; reading so many takes two seconds
_MAX_DEPTH = 40


class _RefusalError(Exception):
    """The rest of the text is not looked at."""


def parse(text: str, path: str, problems: list[Problem]) -> Node | None:
    """What `text` says, with everything that is wrong with it added to `problems`.

    None where nothing could be read. A value that is refused is left empty.
    """
    if len(text) > MAX_SIZE:
        problems.append(Problem(path, 1, 1, f"larger than {MAX_SIZE} characters"))
        return None
    from ruamel.yaml import YAML

    reader = _Reader(path, problems)
    try:
        return reader.document(YAML(typ="safe", pure=True).parse(text))
    except _RefusalError:
        return None
    except Exception as error:  # whatever the parser stumbles over: `"\\UFFFFFFFF"` is an OverflowError
        problems.append(_syntax_problem(error, text, path))
        return None


def _syntax_problem(error: Exception, text: str, path: str) -> Problem:
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    line = column = 1
    what = str(error)
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, column, what = mark.line + 1, mark.column + 1, str(error.problem or error.context)
    elif isinstance(error, ReaderError):
        at = error.position
        line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
        what = f"the character U+{error.character:04X} is not allowed"
    return Problem(path, line, column, f"not YAML: {' '.join(what.split())}")


class _Reader:
    """Reads the events of one file."""

    def __init__(self, path: str, problems: list[Problem]) -> None:
        self._path = path
        self._problems = problems
        self._events: Iterator[Any] = iter(())

    def document(self, events: Iterator[Any]) -> Node | None:
        """The one document of a stream of events."""
        self._events = self._counted(events)
        next(self._events)  # the start of the stream
        event = next(self._events)
        if not _is(event, "DocumentStart"):
            self._problems.append(Problem(self._path, 1, 1, "the file is empty"))
            return None
        node = self._node(next(self._events), 0)
        next(self._events)  # the end of the document
        event = next(self._events)
        if _is(event, "DocumentStart"):
            self._complain(event, "a second document begins here", "write another file")
        return node

    def _counted(self, events: Iterator[Any]) -> Iterator[Any]:
        for count, event in enumerate(events):
            if count == _MAX_EVENTS:
                self._refuse(event, f"more than {_MAX_EVENTS // 2} values")
            yield event

    def _complain(self, event: Any, message: str, tip: str = "") -> None:
        mark = event.start_mark
        self._problems.append(Problem(self._path, mark.line + 1, mark.column + 1, message, tip))

    def _refuse(self, event: Any, message: str) -> None:
        self._complain(event, message)
        raise _RefusalError

    def _node(self, event: Any, depth: int) -> Node:
        if depth > _MAX_DEPTH:
            self._refuse(event, "nested too deeply")
        told = len(self._problems)
        if event.anchor is not None:  # an anchor, or an alias
            self._complain(event, "anchors and aliases are not used in this file", "write the value again")
        elif event.tag is not None:
            self._complain(event, f"the tag {event.tag} is not allowed", "only plain values are read")
        sound = len(self._problems) == told
        value = self._value(event, depth)
        place = event.start_mark.line + 1, event.start_mark.column + 1
        return Node(value if sound else {}, *place, self._path)

    def _value(self, event: Any, depth: int) -> str | list[Node] | dict[str, Node]:
        if _is(event, "SequenceStart"):
            return [self._node(item, depth + 1) for item in self._until("SequenceEnd")]
        if _is(event, "MappingStart"):
            return self._mapping(depth + 1)
        text: str = getattr(event, "value", "")  # an alias has none
        if not text.replace("\n", "").isprintable():
            self._complain(event, "a control character is not allowed", "only text that can be shown is read")
            return {}
        return text

    def _mapping(self, depth: int) -> dict[str, Node]:
        mapping: dict[str, Node] = {}
        for event in self._until("MappingEnd"):
            told = len(self._problems)
            key = self._node(event, depth).value
            value = self._node(next(self._events), depth)
            if isinstance(key, str) and key not in mapping:
                mapping[key] = value
            elif isinstance(key, str):
                self._complain(event, f"the key {key!r} stands twice in one mapping")
            elif len(self._problems) == told:
                self._complain(event, "a key must be a text")
        return mapping

    def _until(self, end: str) -> Iterator[Any]:
        while not _is(event := next(self._events), end):
            yield event


def _is(event: Any, kind: str) -> bool:
    """By name: the classes of ruamel.yaml are loaded where they are needed."""
    return type(event).__name__ == f"{kind}Event"
