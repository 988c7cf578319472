"""Where in the file is an element of a tree, and how is it called?"""

from __future__ import annotations

from codecs import BOM_UTF8
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

if TYPE_CHECKING:
    from lxml.etree import _Element

Places = dict[Any, tuple[int, int | None, str]]  # element: line, column, path


def places_of(data: bytes, root: _Element) -> Places:
    """Return where each element of the tree starts: lxml itself knows where a start tag ends."""
    starts: list[tuple[int, int | None]] = []

    def start(_name: str, _attributes: dict[str, str]) -> None:
        starts.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.DefaultHandler = lambda _data: None  # expat then leaves entities alone, as _parse does
    with suppress(expat.ExpatError, LookupError, ValueError):  # an encoding only libxml2 has
        parser.Parse(data.removeprefix(BOM_UTF8), True)
    elements: list[Any] = list(root.iter("*"))
    if len(starts) != len(elements):
        starts = [(element.sourceline or 1, None) for element in elements]
    return {
        element: (line, column, _path(element))
        for element, (line, column) in zip(elements, starts, strict=True)
    }


def _path(element: _Element) -> str:
    """Return `/domain/devices/disk[2]`: a number only where there are several of that name."""
    steps = []
    for node in (element, *element.iterancestors()):
        before = sum(1 for _ in node.itersiblings(node.tag, preceding=True))
        alone = before == 0 and next(node.itersiblings(node.tag), None) is None
        steps.append(name_of(node) if alone else f"{name_of(node)}[{before + 1}]")
    return "/" + "/".join(reversed(steps))


def name_of(element: _Element) -> str:
    """Return the name as it was written, prefix and all."""
    name = str(element.tag).rpartition("}")[2]
    return f"{element.prefix}:{name}" if element.prefix else name


def quoted(text: str, limit: int = 60) -> str:
    """Text of the file for a message: on one line, not too long."""
    shown = " ".join(text.splitlines())
    return f"'{shown}'" if len(shown) <= limit else f"'{shown[:limit]}…'"
