"""Does a release offer every type of a vendor?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report


def unused_type(content: Content, report: Report) -> None:
    """What a vendor offers is listed by release; a type in no list is one that nobody can use."""
    named = {name for _, _, row in content.releases for name in (*row["own"], *row["unsure"])}
    for row, entry in content.types:
        if row["vendor"] != "upstream" and row["name"] not in named:
            message = f"no release offers {row['name']}"
            report.add(entry, message, "name it in `own` of a release, or remove it")
