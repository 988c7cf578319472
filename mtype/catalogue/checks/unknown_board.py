"""Is every board that is named described?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, nearest
from mtype.catalogue.shape import Report


def unknown_board(content: Content, report: Report) -> None:
    """An alias of a board that is not there stands for nothing, a rule for it decides nothing. Boards of
    machine types are looked up where these are compiled."""
    known = content.root.mapping("boards")
    places = [(alias, "board") for line in content.line_nodes.values() for alias in line.nodes("aliases")]
    for vendor in content.vendors.values():
        places += [(policy, "boards") for policy in vendor.mapping("policies").values()]
    for place, key in places:
        for board in place.list(key):
            if board not in known:
                report.add(place, f"the board {board!r} is not in boards", nearest(board, known))
