"""Is every increment one of a type that is there?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, circle, nearest
from mtype.catalogue.shape import Report


def wrong_increment(content: Content, report: Report) -> None:
    """An increment stands in the order right after what it was added to, which must be of its board and of
    its vendor, or of the vendor that this one extends."""
    following = {row["name"]: base for row, _ in content.types if (base := row["increment_of"]) is not None}
    for row, entry in content.types:
        name, base = row["name"], row["increment_of"]
        if base is None:
            continue
        vendors = {row["vendor"], content.family(row["vendor"])}
        bases = [content.by_name.get((base, arch)) for arch in row["arches"]]
        if not all(one is not None and one["vendor"] in vendors for one in bases):
            known = [one for one, vendor in content.names.items() if vendor in vendors and one != name]
            tip = nearest(base, known, "add it under types, or say what it is with increment-of")
            report.add(entry, f"{name} is an increment of {base}, which its vendor does not have", tip)
        elif any(one is not None and one["board"] != row["board"] for one in bases):
            tip = "an increment is of the board of what it was added to"
            report.add(entry, f"{name} is an increment of {base}, which is another board", tip)
        elif way := circle(name, following):
            tip = "say with increment-of what was there first"
            report.add(entry, f"{' is an increment of '.join(way)}: a circle", tip)
