"""Where does a machine type stand among those of its board and vendor?

A rank is a list of numbers; ranks are compared number by number, a shorter one before what it begins.
"""

from __future__ import annotations

from typing import Any

from mtype.model.name import parse_type_name
from mtype.model.version import parse_bound, parse_version

Row = dict[str, Any]


def version_in(name: str) -> str | None:
    """The QEMU version in a name: `4.0.1` of `pc-q35-4.0.1`, None for `pc-q35-noble`."""
    parsed = parse_type_name(name)
    if parsed is None:
        return None
    try:
        parse_version(parsed.revision)
    except ValueError:
        return None
    return parsed.revision


def version_rank(row: Row) -> list[int]:
    """QEMU's types are ordered by the version they are made for, a variant after the plain type."""
    made = version_in(row["name"])
    version = parse_version(made) if made else parse_bound(row["introduced"]).by
    return [*version, len(row.get("variants", ()))]


def rank_increments(rows: list[Row]) -> None:
    """Put every increment right after what it was added to, wherever it is written and whoever added it:
    `noble-v2` comes after `noble` and before `oracular`, `11.0+pve1` after `11.0` and before `11.1`."""
    places = {(row["name"], arch): row for row in rows for arch in row["arches"]}
    ranked: set[int] = set()

    def rank(row: Row) -> list[int]:
        own: list[int] = row["rank"]
        if id(row) not in ranked:
            ranked.add(id(row))  # first, so that a circle of increments ends; it is reported elsewhere
            bases = [places.get((row["increment_of"], arch)) for arch in row["arches"]]
            base = next((base for base in bases if base and base["board"] == row["board"]), None)
            if base is not None:
                row["rank"] = [*rank(base), 1, *own]
        return list(row["rank"])

    for row in rows:
        rank(row)
