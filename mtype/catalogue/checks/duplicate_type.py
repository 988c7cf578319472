"""Is every machine type described once on each arch?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report


def duplicate_type(content: Content, report: Report) -> None:
    """Of two descriptions of one type only the first would be read."""
    seen: set[tuple[str, str]] = set()
    for row, entry in content.types:
        twice = [arch for arch in row["arches"] if (row["name"], arch) in seen]
        if twice:
            message = f"{row['name']} stands twice for {', '.join(twice)}"
            report.add(entry, message, "remove it here, or there")
        seen |= {(row["name"], arch) for arch in row["arches"]}
