"""How do the facts about types become one row a type?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.expand import expand_all, expand_braces, split_range
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.name import parse_type_name
from mtype.model.version import Bound, Version, format_version, parse_bound, parse_version

Row = dict[str, Any]


def compile_types(root: Node, report: Report) -> list[Row]:
    """Rows of all machine types of all vendors, oldest first within a vendor and board.

    A row has the fields of `MachineType`; what is empty is left out. Problems go to `report`.
    """
    boards = _mapping(root, "boards")
    versions = _qemu_versions(root)
    rows: list[Row] = []
    for vendor, node in _mapping(root, "vendors").items():
        ranks: dict[str, int] = {}
        for entry in _items(node, "types"):
            _one_entry(entry, vendor, node, boards, versions, ranks, rows, report)
        for entry in _items(node, "boards-without-version"):
            _boards_without_version(entry, vendor, rows, report)
    return rows


def _mapping(node: Node, key: str) -> dict[str, Node]:
    child = node.get(key)
    return child.value if child is not None and isinstance(child.value, dict) else {}


def _items(node: Node, key: str) -> list[Node]:
    child = node.get(key)
    return list(child.items()) if child is not None else []


def _qemu_versions(root: Node) -> list[str]:
    line = _mapping(root, "lines").get("qemu")
    return [str(item.text("version")) for item in _items(line, "releases")] if line else []


def _one_entry(
    entry: Node,
    vendor: str,
    vendor_node: Node,
    boards: dict[str, Node],
    versions: list[str],
    ranks: dict[str, int],
    rows: list[Row],
    report: Report,
) -> None:
    board = entry.text("board") or ""
    if board not in boards:
        return report.add(entry, f"the board {board!r} is not in boards")
    arches = entry.list("arch") or boards[board].list("arch")
    try:
        named = _names(entry, versions)
    except ValueError as error:
        return report.add(entry, str(error))
    for name, version in named:
        row = _row(entry, vendor, name, board, arches, report)
        if version is not None:
            row.setdefault("introduced", version)
            row["description"] = row["description"] and row["description"].replace("VERSION", version)
        if row["description"] is None and vendor == "upstream":
            row["description"] = boards[board].text("description")
        if entry.text("policy"):
            _apply_policy(row, entry, vendor_node, version, report)
        if vendor == "upstream":
            row["rank"] = _version_rank(name, version, row)
        else:
            ranks[board] = ranks.get(board, 0) + 1
            row["rank"] = [ranks[board]]
        rows.append(row)
    return None


def _names(entry: Node, versions: list[str]) -> list[tuple[str, str | None]]:
    """The names of an entry, each with the QEMU version it is made for where the entry has a range."""
    span = entry.text("versions")
    if span is None:
        return [(name, None) for name in expand_all(entry.list("names"))]
    first, last = (parse_version(end) for end in split_range(span))
    pattern = entry.text("pattern") or ""
    if "VERSION" not in pattern:
        raise ValueError("an entry with versions needs a pattern with VERSION in it")
    chosen = [version for version in versions if first <= parse_version(version) <= last]
    return [(pattern.replace("VERSION", version), version) for version in chosen]


def _row(
    entry: Node, vendor: str, name: str, board: str, arches: list[str], report: Report
) -> Row:
    parsed = parse_type_name(name)
    row: Row = {"name": name, "board": board, "vendor": vendor, "arches": arches}
    for key in ("introduced", "deprecated", "removed"):
        if (value := entry.text(key)) is not None:
            try:
                row[key] = str(parse_bound(value))
            except ValueError as error:
                report.add(entry, f"{key}: {error}")
    row["also_in"] = entry.list("also-in")
    for key in ("base", "release", "build", "description"):
        row[key] = entry.text(key)
    if parsed is not None:
        row["variants"] = list(parsed.variants)
        if parsed.increment:
            row["increment_of"] = entry.text("increment-of") or str(parsed.without_increment)
    quirk = entry.get("quirk")
    if quirk is not None:
        row["quirk"] = [quirk.text("what"), quirk.list("sources")]
    row["sources"] = entry.list("sources")
    row["versioned"] = True
    return row


def _apply_policy(
    row: Row, entry: Node, vendor: Node, version: str | None, report: Report
) -> None:
    """Deprecated and removed follow from the rule: N majors after, but not before it took effect."""
    name = entry.text("policy") or ""
    policies = vendor.get("policies")
    policy = policies.get(name) if policies is not None else None
    if policy is None:
        return report.add(entry, f"the policy {name!r} is not among the vendor's policies")
    made = version or _version_in(str(row["name"]))
    if made is None:
        return report.add(entry, f"{row['name']}: no version to apply the policy to")
    for key in ("deprecated", "removed"):
        after, since = policy.text(f"{key}-after-majors"), policy.text(f"{key}-since")
        if after and since and key not in row:
            row[key] = format_version(by_policy(parse_version(made), int(after), parse_version(since)))
    row["policy"] = name
    return None


def by_policy(made: Version, majors: int, since: Version) -> Version:
    """The release in which a rule 'N majors after' strikes a type made for `made` (x.y, micro dropped).

    QEMU 9.1 include/hw/boards.h: MACHINE_VER_DEPRECATION compares major and minor only.
    """
    return max((made[0] + majors, made[1], 0), since)


def _version_in(name: str) -> str | None:
    parsed = parse_type_name(name)
    if parsed is None:
        return None
    try:
        parse_version(parsed.revision)
    except ValueError:
        return None
    return parsed.revision


def _version_rank(name: str, version: str | None, row: Row) -> list[int]:
    made = version or _version_in(name)
    if made is None:
        made = str(Bound.__str__(parse_bound(row["introduced"]))) if "introduced" in row else "0.0"
        made = made.split("≤")[-1]
    return [*parse_version(made), len(row.get("variants", ()))]


def _boards_without_version(entry: Node, vendor: str, rows: list[Row], report: Report) -> None:
    described = entry.get("boards")
    for pattern, text in (described.value if described and isinstance(described.value, dict) else {}).items():
        for name in expand_braces(pattern):
            row = _row(entry, vendor, name, name, entry.list("arch"), report)
            row["description"] = str(text.value) or None
            row["rank"], row["versioned"] = [0], False
            row["default"], row["default_until"] = entry.text("default"), entry.text("default-until")
            rows.append(row)
