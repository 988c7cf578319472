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
        names = _names(key, node)
        if len(names) != len(set(names)):
            twice = [name for name, times in Counter(names).items() if times > 1]
            tip = "remove it, or correct one of the two"
            report.add(node, f"{', '.join(twice)} stands twice in one list", tip)
    for _, entry, row in content.releases:
        there = {*row["own"], *row["also"]}
        maybe = {*row["unsure"], *row.get("unsure_upstream", ())}
        for name in sorted((there & maybe) | ((there | maybe) & {*row["without"]})):
            report.add(entry, f"offers {name}, and lacks it or may lack it", "name it in one list only")


def _names(key: str, node: Node) -> list[str]:
    """What a list names; nothing for a list of entries, or for the names of an entry of types: what stands
    twice there is told by other checks."""
    if isinstance(node.value, list):
        names = [item.value for item in node.value if isinstance(item.value, str)]
    else:
        names = [node.value] if isinstance(node.value, str) and "{" in node.value else []
    if key == "names":
        return []
    return expand_all(names) if key in _BRACES else names
