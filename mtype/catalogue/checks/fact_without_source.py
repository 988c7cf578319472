"""Has every fact a source?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node

# Facts of a vendor, a line, a type, a release. Other mappings (`own`, `support`) are parts of one.
_OF_VENDOR = ("own-types-only", "types", "boards-without-version", "aliases")
_OF_LINE = ("cadence", "breaks", "migration", "releases")
_INSIDE = ("quirk", "updates")


def fact_without_source(content: Content, report: Report) -> None:
    """No source, no fact: nobody can tell it from a guess, or find it wrong."""
    for what, node in _facts(content):
        if not node.list("sources"):
            report.add(node, f"{what} has no source", "cite where it is told: sources: [KEY]")


def _facts(content: Content) -> Iterator[tuple[str, Node]]:
    for name, board in content.root.mapping("boards").items():
        yield f"the board {name}", board
    for name, vendor in content.vendors.items():
        yield f"the vendor {name}", vendor
        for key, policy in vendor.mapping("policies").items():
            yield f"the policy {key}", policy
        yield from _under(vendor, _OF_VENDOR)
    for name, line in content.line_nodes.items():
        yield f"the line {name}", line
        yield from _under(line, _OF_LINE)


def _under(node: Node, keys: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
    """What stands under those keys, alone or in a list, and the facts inside it."""
    for key in keys:
        child = node.get(key)
        if child is not None:
            several = isinstance(child.value, list)
            for fact in child.items() if several else (child,):
                yield f"an entry of {key}" if several else key, fact
                yield from _under(fact, _INSIDE)
