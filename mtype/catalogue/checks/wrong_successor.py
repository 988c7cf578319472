"""Can a guest be lifted from every type to its successor?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, circle, nearest
from mtype.catalogue.compile_types import Row
from mtype.catalogue.shape import Report


def wrong_successor(content: Content, report: Report) -> None:
    """`upgrade` follows a stated successor: it must never lead to another board, to an arch that lacks it,
    to an older type, out of a variant, or round in a circle."""
    following = {row["name"]: name for row, _ in content.types if (name := row.get("successor")) is not None}
    for row, entry in content.types:
        name, successor = row["name"], row.get("successor")
        if successor is None:
            continue
        if successor not in content.names:
            tip = nearest(successor, content.names, "add it under vendors: types")
            report.add(entry, f"the successor of {name} is {successor}, which no vendor describes", tip)
        elif way := circle(name, following):
            report.add(entry, f"a circle of successors: {' to '.join(way)}", "leave one of them out")
        else:
            for arch in row["arches"]:
                fault = _fault(content, row, content.by_name.get((successor, arch)), arch)
                if fault:
                    tip = "same board, arches and variant, and newer; or leave `successor` out"
                    report.add(entry, f"the successor of {name} is {successor}, which {fault}", tip)


def _fault(content: Content, row: Row, successor: Row | None, arch: str) -> str | None:
    if successor is None:
        return f"is not known on {arch}"
    if successor["board"] != row["board"]:
        return f"is of the board {successor['board']}"
    if successor.get("variants") != row.get("variants"):
        return "is another variant"
    return "is not newer" if content.newer(successor, row) is False else None
