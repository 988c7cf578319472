"""Is a file a catalogue, or an overlay, of a format that we read?"""

from __future__ import annotations

from mtype.catalogue.format import FORMAT
from mtype.catalogue.shape import Report
from mtype.catalogue.source import MAX_SIZE, Node
from mtype.catalogue.yaml_events import parse


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
    return root


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
