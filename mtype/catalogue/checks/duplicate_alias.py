"""Is every alias stated once?"""

from __future__ import annotations

from collections.abc import Sequence

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.version import Bound, between, parse_bound

_TIP = "remove it here, or there"


def duplicate_alias(content: Content, report: Report) -> None:
    """QEMU may have one alias for two types; the same alias of the same type twice is a slip, and so are
    two boards that share an arch and an alias of a line."""
    for node in content.vendors.values():
        facts = node.nodes("aliases")
        for place, fact in enumerate(facts):
            if any(_same(fact, other) for other in facts[:place]):
                message = f"the alias {fact.text('alias')} of {fact.text('target')} stands twice"
                report.add(fact, message, _TIP)
    boards = content.root.mapping("boards")
    for node in content.line_nodes.values():
        seen: dict[tuple[str | None, str], Node] = {}
        for alias in node.nodes("aliases"):
            arches = [
                arch for key in alias.list("board") if key in boards for arch in boards[key].list("arch")
            ]
            if any((alias.text("alias"), arch) in seen for arch in arches):
                report.add(alias, f"the alias {alias.text('alias')} stands twice", _TIP)
            seen.update({(alias.text("alias"), arch): alias for arch in arches})


def _same(one: Node, other: Node) -> bool:
    """Whether two facts tell one alias of one type, on one arch at one time."""
    told = [(fact.text("alias"), fact.text("target")) for fact in (one, other)]
    arches = {*one.list("arch")} & {*other.list("arch")}
    lives = [[_bound(fact.text(key)) for key in ("introduced", "removed")] for fact in (one, other)]
    return told[0] == told[1] and bool(arches) and _overlap(lives)


def _overlap(lives: Sequence[Sequence[Bound | None]]) -> bool:
    later = max(came.by for came, _ in lives if came is not None)
    return all(between(came, gone, later) for came, gone in lives)


def _bound(text: str | None) -> Bound | None:
    return parse_bound(text) if text is not None else None
