"""Does support end after the release, and one kind of it after the other?"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report

_TIP = "released < standard ≤ extended ≤ legacy"


def backward_support(content: Content, report: Report) -> None:
    """Extended support begins where the standard one ends, legacy support after both; a year that is
    mistyped would call a release unsupported, or supported for ever."""
    for _, entry, row in content.releases:
        days = zip(
            ("released", "standard", "extended", "legacy"), (row["released"], *row["support"]), strict=True
        )
        told = [(key, date.fromisoformat(day)) for key, day in days if day is not None]
        for (first, before), (second, after) in pairwise(told):
            if after < before or (after == before and first == "released"):
                report.add(entry, f"{second} ({after}) is before {first} ({before})", _TIP)
