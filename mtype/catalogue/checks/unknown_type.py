"""Is every machine type that a release names described by its vendor?"""

from __future__ import annotations

from collections import defaultdict

from mtype.catalogue.checks.content import Content, nearest
from mtype.catalogue.shape import Report

_UPSTREAM = ("without", "also", "unsure_upstream", "supports")
_TIP = "add it under vendors: types"


def unknown_type(content: Content, report: Report) -> None:
    """A misspelt name would be a type that no guest has, while the real one would be missing."""
    owned: defaultdict[str, set[str]] = defaultdict(set)
    for row, _ in content.types:
        owned[row["vendor"]].add(row["name"])
    told: set[tuple[str, str]] = set()
    for line, entry, row in content.releases:
        vendor = content.lines[line]["vendor"]
        for name in (*row["own"], *row["unsure"]):
            if (line, name) not in told and name not in owned[vendor]:
                message = f"names {name}, which the vendor {vendor} does not describe"
                report.add(entry, message, nearest(name, owned[vendor], _TIP))
            told.add((line, name))
        for name in dict.fromkeys(name for key in _UPSTREAM for name in row.get(key, ())):
            if name not in content.names:
                message = f"names {name}, which no vendor describes"
                report.add(entry, message, nearest(name, content.names, _TIP))
