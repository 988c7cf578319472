"""Is a file a catalogue, or an overlay, of a format that we read?"""

from __future__ import annotations

from collections.abc import Iterator
from math import prod

from mtype.catalogue.format import FORMAT
from mtype.catalogue.shape import Report
from mtype.catalogue.source import MAX_SIZE, Node
from mtype.catalogue.yaml_events import parse

_MOST_NAMES = 100_000  # twenty times the shipped catalogue; compiling so many takes two seconds
_WEIGHT = 300  # a range of versions stands for so many names at most, or nearly


def read_document(path: str, data: bytes, report: Report) -> Node | None:
    """What a file says, a mapping of our format; None where it is none, which `report` then knows."""
    text = _text(path, data, report)
    root = parse(text, path, report.problems) if text is not None else None
    if root is None:
        return None
    if not isinstance(root.value, dict):
        report.add(root, "the catalogue must be a mapping")
        return None
    told = root.get("format")
    if told is not None and told.value != FORMAT:
        report.add(told, f"the catalogue: format must be one of {FORMAT}")
        return None
    versions = root.mapping("lines").get("qemu", root).nodes("releases")
    if sum(_names(root)) + len(versions) * _WEIGHT > _MOST_NAMES:
        message = f"the catalogue stands for more than {_MOST_NAMES} names"
        report.add(root, message, "make several files of it")
        return None
    return root


def _names(node: Node) -> Iterator[int]:
    """For how many names the parts of `node` stand, about: some short texts stand for thousands."""
    if isinstance(node.value, str) and "{" in node.value:
        yield prod(choice.count(",") + 1 for choice in node.value.split("{")[1:])
    if node.get("versions") is not None:
        yield _WEIGHT
    for child in (*node.items(), *(child for _, child in node.children())):
        yield from _names(child)


def _text(path: str, data: bytes, report: Report) -> str | None:
    if len(data) > MAX_SIZE:
        report.add(Node("", 1, 1, path), f"larger than {MAX_SIZE} bytes")
        return None
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        report.add(Node("", line, 1, path), f"not UTF-8: {error.reason}", "save it as UTF-8")
        return None
