"""Does every alias point at a machine type, and none at another alias?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, circle
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node


def alias_of_alias(content: Content, report: Report) -> None:
    """QEMU looks an alias up once: what points at an alias points at nothing, and two that point at each
    other never end."""
    for node in content.vendors.values():
        facts = node.nodes("aliases")
        _check(
            content, [(fact.text("alias") or "", fact.text("target") or "", fact) for fact in facts], report
        )
    for _, entry, row in content.releases:
        _check(content, [(alias, target, entry) for alias, target in row["aliases"]], report)


def _check(content: Content, stated: list[tuple[str, str, Node]], report: Report) -> None:
    following = {alias: target for alias, target, _ in stated}
    for alias, target, place in stated:
        if target in content.aliases and target not in content.names:
            way = circle(alias, following)
            why = f", and {' to '.join(way)} is a circle" if way else ""
            tip = "name the machine type that it stands for"
            report.add(place, f"the alias {alias} points at the alias {target}{why}", tip)
