"""Is every source described once?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report


def duplicate_source(content: Content, report: Report) -> None:
    """Two keys for one source let one fact look like two that agree."""
    seen: dict[tuple[str | None, str | None], str] = {}
    for key, node in content.root.mapping("sources").items():
        told = node.text("text"), node.text("where")
        if told in seen:
            report.add(node, f"{key} is the source {seen[told]} again", f"cite {seen[told]} instead")
        seen.setdefault(told, key)
