"""Is there a machine type of every board?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report


def unused_board(content: Content, report: Report) -> None:
    """A board without types has an alias that stands for nothing."""
    used = {row["board"] for row, _ in content.types}
    for name, node in content.root.mapping("boards").items():
        if name not in used:
            report.add(node, f"no machine type is of the board {name}", "add its types, or remove it")
