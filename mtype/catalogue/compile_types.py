"""How do the facts about types become one row a type?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from mtype.catalogue.compile_policies import apply_policy
from mtype.catalogue.compile_quirks import quirk_row
from mtype.catalogue.expand import expand_all, split_range
from mtype.catalogue.rank import rank_increments, version_in, version_rank
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.name import parse_type_name
from mtype.model.version import parse_version

Row = dict[str, Any]


class Described(NamedTuple):
    """The row of one machine type and the entry of the YAML that describes it."""

    row: Row
    entry: Node


@dataclass(frozen=True, slots=True)
class _Vendor:
    root: Node
    key: str
    node: Node
    boards: dict[str, Node]
    versions: list[str]
    report: Report


def compile_types(root: Node, report: Report) -> list[Described]:
    """Rows of all machine types of all vendors, oldest first within a vendor and board.

    A row has the fields of `MachineType`. Problems go to `report`.
    """
    boards = root.mapping("boards")
    qemu = root.mapping("lines")["qemu"]
    versions = [release.text("version") or "" for release in qemu.nodes("releases")]
    vendors = [
        _Vendor(root, key, node, boards, versions, report) for key, node in root.mapping("vendors").items()
    ]
    described = [described for vendor in vendors for described in _types(vendor)]
    rank_increments([row for row, _ in described])
    return described


def _types(vendor: _Vendor) -> Iterator[Described]:
    place: Counter[str] = Counter()
    for entry in vendor.node.nodes("types"):
        for row in _rows(vendor, entry):
            place[row["board"]] += 1
            row["rank"] = version_rank(row) if vendor.key == "upstream" else [place[row["board"]]]
            yield Described(row, entry)
    for entry in vendor.node.nodes("boards-without-version"):
        for name, description in entry.mapping("boards").items():
            row = _row(vendor, entry, name, name, entry.list("arch"))
            row |= {"description": description.value, "rank": [0], "versioned": False}
            row |= {"default": entry.text("default"), "default_until": entry.text("default-until")}
            yield Described(row, entry)


def _rows(vendor: _Vendor, entry: Node) -> Iterator[Row]:
    board = entry.text("board") or ""
    if board not in vendor.boards:
        tip = f"known boards: {', '.join(vendor.boards)}"
        return vendor.report.add(entry, f"the board {board!r} is not in boards", tip)
    about = vendor.boards[board]
    named = _names(entry, vendor.versions)
    if not named:
        tip = "give names, or versions and a pattern with VERSION in it"
        vendor.report.add(entry, "the entry names no machine type", tip)
    for name, made_for in named:
        row = _row(vendor, entry, name, board, entry.list("arch") or about.list("arch"))
        row["introduced"] = row["introduced"] or made_for
        if vendor.key == "upstream":
            row["description"] = row["description"] or about.text("description")
            if row["introduced"] is None:
                vendor.report.add(entry, f"{name} lacks 'introduced'", "if only a bound is known: ≤5.2")
                continue
        if made_for and row["description"]:
            row["description"] = row["description"].replace("VERSION", made_for)
        if entry.get("policy"):
            apply_policy(row, entry, vendor.node, made_for or version_in(name), vendor.report)
        yield row
    return None


def _names(entry: Node, versions: list[str]) -> list[tuple[str, str | None]]:
    """The names of an entry, each with the QEMU version it is made for where the entry has a range."""
    span = entry.text("versions")
    if span is None:
        return [(name, None) for name in expand_all(entry.list("names"))]
    pattern = entry.text("pattern") or ""
    if "VERSION" not in pattern:
        return []
    first, last = split_range(span)
    chosen = [version for version in versions if first <= parse_version(version) <= last]
    return [(pattern.replace("VERSION", version), version) for version in chosen]


def _row(vendor: _Vendor, entry: Node, name: str, board: str, arches: list[str]) -> Row:
    parsed = parse_type_name(name)
    row: Row = {"name": name, "board": board, "vendor": vendor.key, "arches": arches, "versioned": True}
    for key in (
        "introduced",
        "deprecated",
        "removed",
        "base",
        "release",
        "build",
        "description",
        "successor",
    ):
        row[key] = entry.text(key)
    row["also_in"], row["sources"] = entry.list("also-in"), entry.list("sources")
    row["increment_of"] = entry.text("increment-of")
    if parsed is not None:
        row["variants"] = list(parsed.variants)
        if parsed.increment:
            row["increment_of"] = row["increment_of"] or str(parsed.without_increment)
    quirk = entry.get("quirk")
    if quirk is not None:
        row["quirk"] = quirk_row(vendor.root, vendor.key, quirk, vendor.report)
    return row
