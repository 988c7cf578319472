"""How does what a vendor supports between the releases of a line become a row?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.policy import major_of
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node

Row = dict[str, Any]
_BY_MAJOR = ("minors", "next-minor")


def migration_rows(line: Node, places: dict[str, int], report: Report) -> list[Row]:
    """A row for each statement in a line's `migration`, releases as places."""
    node = line.get("migration")
    if node is None:
        return []
    said = node.items() if isinstance(node.value, list) else (node,)
    return [_row(line, one, places, report) for one in said]


def _row(line: Node, node: Node, places: dict[str, int], report: Report) -> Row:
    last = len(line.nodes("releases")) - 1
    since, until = _place(node, "since", places, 0, report), _place(node, "until", places, last, report)
    if since > until:
        report.add(node, f"the statement runs backward: it ends with {node.text('until')}, before it begins")
    if node.text("kind") in _BY_MAJOR:
        for release in line.nodes("releases")[since : until + 1]:
            if major_of(release.text("version") or "") is None:
                report.add(release, "the version has no major, which the migration of the line counts by")
    return {
        **{key: node.text(key) for key in ("kind", "name", "what", "caveat")},
        "sources": node.list("sources"),
        "since": since,
        "until": until,
        "backward": node.text("backward") == "true",
        "own_vendor_only": node.text("own-vendor-only") == "true",
        "also": _ways(node, places, report),
        "qemu_since": node.text("qemu-since"),
    }


def _place(node: Node, key: str, places: dict[str, int], otherwise: int, report: Report) -> int:
    word = node.text(key)
    if word is not None and word not in places:
        report.add(node, f"{key} names {word!r}, which is no release of this line")
    return places.get(word or "", otherwise)


def _ways(node: Node, places: dict[str, int], report: Report) -> list[list[int]]:
    ways = []
    for start, ends in node.mapping("also").items():
        for word in (start, *ends.strings()):
            if word not in places:
                report.add(ends, f"a way names {word!r}, which is no release of this line")
        ways += [[places.get(start, 0), places.get(end, 0)] for end in ends.strings()]
    return ways
