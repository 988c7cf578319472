"""Do the facts about vendors and their machine types agree with each other?"""

from __future__ import annotations

from itertools import pairwise

from mtype.catalogue.compile_types import Described
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.version import parse_bound

_LIFE = ("introduced", "deprecated", "removed")


def check_types(root: Node, types: list[Described], report: Report) -> None:
    """Report types that stand twice, lives that run backward, and names of what is not there."""
    vendors = root.mapping("vendors")
    seen: dict[tuple[str, str], str] = {}
    for row, entry in types:
        for arch in row["arches"]:
            if (row["name"], arch) in seen:
                report.add(entry, f"{row['name']} stands twice for {arch}")
            seen[row["name"], arch] = row["vendor"]
        _check_life(str(row["name"]), entry, {key: row[key] for key in _LIFE}, report)
    for row, entry in types:
        base, family = row.get("increment_of"), (row["vendor"], vendors[row["vendor"]].text("extends"))
        if base is not None and any(seen.get((base, arch), "") not in family for arch in row["arches"]):
            report.add(entry, f"{row['name']} is an increment of {base}, which its vendor does not have")
    for key, node in vendors.items():
        extends = node.text("extends")
        if extends is not None and extends not in vendors:
            report.add(node, f"{key} extends {extends!r}, which is not in vendors")
        for fact in node.nodes("aliases"):
            name = f"the alias {fact.text('alias')}"
            if any((fact.text("target"), arch) not in seen for arch in fact.list("arch")):
                report.add(fact, f"{name} points at {fact.text('target')}, which is not known on that arch")
            _check_life(name, fact, {part: fact.text(part) for part in _LIFE}, report)


def _check_life(name: str, entry: Node, life: dict[str, str | None], report: Report) -> None:
    steps = [(key, parse_bound(value)) for key, value in life.items() if value is not None]
    for (first, before), (second, after) in pairwise(steps):
        if before.by > after.by:
            message = f"{name} is {second} in {after} but {first} in {before}"
            report.add(entry, message, "introduced ≤ deprecated ≤ removed")
