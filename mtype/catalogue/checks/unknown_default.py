"""Is the default of every arch an alias?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, nearest
from mtype.catalogue.shape import Report


def unknown_default(content: Content, report: Report) -> None:
    """A line says by an alias what its default is; one that is no alias would leave it without."""
    boards = content.root.mapping("boards")
    of_boards = {alias for board in boards.values() if (alias := board.text("alias")) is not None}
    for key, node in content.line_nodes.items():
        known = {alias for alias, _, _ in content.lines[key]["aliases"]} | of_boards
        for place in node.mapping("default").values():
            named = str(place.value)
            if named not in known:
                tip = nearest(named, known, "name one of `aliases`, or of a board")
                report.add(place, f"the default {named!r} is no alias of this line", tip)
