"""Do the facts of a catalogue agree with each other?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mtype.catalogue.compile_types import Described
from mtype.catalogue.consistency_lines import check_lines
from mtype.catalogue.consistency_types import check_types
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node


def check_consistency(root: Node, types: list[Described], lines: dict[str, Any], report: Report) -> None:
    """Report dangling references, duplicates and lives that run backward."""
    known = root.mapping("sources")
    for source in _citations(root, top=True):
        if source.value not in known:
            report.add(source, f"the source {source.value!r} is not in sources", "no source, no fact")
    check_types(root, types, report)
    check_lines(root, [described.row for described in types], lines, report)


def _citations(node: Node, *, top: bool = False) -> Iterator[Node]:
    """Every source that is cited below `node`."""
    for item in node.items():
        yield from _citations(item)
    for key, child in node.children():
        if key != "sources":
            yield from _citations(child)
        elif not top:
            yield from child.items() if isinstance(child.value, list) else (child,)
