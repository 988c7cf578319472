"""Which of its own types is told by name that the emulator of each release marks them as deprecated?"""

from __future__ import annotations

from mtype.catalogue.compile_types import Row
from mtype.catalogue.expand import expand_all
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node


def fill_deprecated(line: Node, rows: list[Row], report: Report) -> None:
    """Fill `deprecated` of each release row: what is told by name, in that release or an earlier one. What
    a policy says is worked out where it is asked for (`deprecation.py`)."""
    named: list[str] = []
    for node, row in zip(line.nodes("releases"), rows, strict=True):
        offered = [*row["own"], *row["unsure"]]
        told = expand_all(node.list("deprecated"))
        for name in told:
            if name not in offered:
                report.add(node, f"deprecates {name}, which it does not offer")
        named += told
        row["deprecated"] = [name for name in offered if name in named]
