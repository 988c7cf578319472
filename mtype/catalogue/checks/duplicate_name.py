"""Does every list name a thing once?"""

from __future__ import annotations

from collections import Counter

from mtype.catalogue.checks.content import Content
from mtype.catalogue.expand import expand_all
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node

# These lists of machine types may be written with braces; others are taken as they stand.
_BRACES = {"only", "add", "drop", "has", "unsure", "without", "also", "deprecated", "supports"}


def duplicate_name(content: Content, report: Report) -> None:
    """What stands twice in a list, or both offers and lacks a type, was meant to be something else."""
    for _, key, node in content.below:
        for name, times in Counter(_names(key, node)).items():
            if times > 1:
                report.add(node, f"{name} stands twice in one list", "remove it, or correct one of the two")
    for _, entry, row in content.releases:
        there = {*row["own"], *row["also"]}
        maybe = {*row["unsure"], *row.get("unsure_upstream", ())}
        for name in sorted((there & maybe) | ((there | maybe) & {*row["without"]})):
            report.add(entry, f"offers {name}, and lacks it or may lack it", "name it in one list only")


def _names(key: str, node: Node) -> list[str]:
    if key == "names":  # of an entry of types: a type that stands twice is reported elsewhere
        return []
    if key in _BRACES and (isinstance(node.value, list) or "{" in node.value):
        return expand_all(node.strings())
    return node.strings() if isinstance(node.value, list) else []
