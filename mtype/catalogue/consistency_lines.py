"""Do the facts about releases agree with those about vendors and machine types?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.compile_types import Row
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node


def check_lines(root: Node, types: list[Row], lines: dict[str, Any], report: Report) -> None:
    """Report vendors, boards, aliases, releases and machine types that are named but not described."""
    vendors, boards = root.mapping("vendors"), root.mapping("boards")
    owned = {(row["vendor"], row["name"]) for row in types}
    known = {row["name"] for row in types}
    for name, line in lines.items():
        node = root.mapping("lines")[name]
        for vendor in (line["vendor"], *line["carries"]):
            if vendor not in vendors:
                report.add(node, f"the vendor {vendor!r} is not in vendors")
        for place, (_, board, _) in zip(node.nodes("aliases"), line["aliases"], strict=True):
            if board not in boards:
                report.add(place, f"the board {board!r} is not in boards")
        _check_default(node, line, boards, report)
        _check_words(node, report)
        told: set[str] = set()
        for place, release in zip(node.nodes("releases"), line["releases"], strict=True):
            new = [own for own in (*release["own"], *release["unsure"]) if own not in told]
            told |= {*new}
            for own in new:
                if (line["vendor"], own) not in owned:
                    message = f"names {own}, which the vendor {line['vendor']} does not describe"
                    report.add(place, message, "add it under vendors: types")
            targets = [target for _, target in release["aliases"]]
            told_of = (
                *release["without"],
                *release["also"],
                *release["unsure_upstream"],
                *release["supports"],
            )
            for other in dict.fromkeys((*told_of, *targets)):
                if other not in known:
                    report.add(
                        place, f"names {other}, which no vendor describes", "add it under vendors: types"
                    )


def _check_default(node: Node, line: Row, boards: dict[str, Node], report: Report) -> None:
    aliases = {alias for alias, _, _ in line["aliases"]} | {board.text("alias") for board in boards.values()}
    for arch, alias in line["default"].items():
        if alias not in aliases:
            report.add(node.mapping("default")[arch], f"the default {alias!r} is no alias of this line")


def _check_words(node: Node, report: Report) -> None:
    """A version or codename that two releases of a line share would find the wrong one."""
    seen: set[str] = set()
    for release in node.nodes("releases"):
        words = {word for key in ("version", "codename") if (word := release.text(key)) is not None}
        for word in sorted(words & seen):
            report.add(release, f"two releases are called {word}")
        seen |= words
