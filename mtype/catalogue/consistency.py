"""Do the facts of a catalogue agree with each other?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.compile_types import Row
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.version import Bound, parse_bound


def check_consistency(
    root: Node, types: list[Row], lines: dict[str, Any], report: Report
) -> None:
    """Report dangling references, duplicates and lives that run backward; each with a tip."""
    _sources_exist(root, report)
    _no_duplicates(root, types, report)
    _lives_run_forward(root, types, report)
    _vendors_exist(root, lines, report)
    _own_types_are_described(root, types, lines, report)
    _aliases_have_targets(root, types, lines, report)


def _sources_exist(root: Node, report: Report) -> None:
    known = root.get("sources")
    names = set(known.value) if known is not None and isinstance(known.value, dict) else set()

    def walk(node: Node, top: bool) -> None:
        if isinstance(node.value, list):
            for item in node.value:
                walk(item, False)
        elif isinstance(node.value, dict):
            for key, child in node.value.items():
                if top and key == "sources":
                    continue
                if key == "sources":
                    for item in child.items() if isinstance(child.value, list) else (child,):
                        if item.value not in names:
                            report.add(item, f"the source {item.value!r} is not in sources", "no source, no fact")
                else:
                    walk(child, False)

    walk(root, True)


def _at(root: Node, *keys: str) -> Node:
    """The deepest node on the way down `keys`: where to point when a row has lost its place."""
    node = root
    for key in keys:
        child = node.get(key)
        if child is None:
            break
        node = child
    return node


def _no_duplicates(root: Node, types: list[Row], report: Report) -> None:
    seen: set[tuple[str, str]] = set()
    for row in types:
        for arch in row["arches"]:
            if (row["name"], arch) in seen:
                report.add(_at(root, "vendors", row["vendor"]), f"{row['name']} stands twice for {arch}")
            seen.add((row["name"], arch))


def _lives_run_forward(root: Node, types: list[Row], report: Report) -> None:
    for row in types:
        steps: list[tuple[str, Bound]] = [
            (key, parse_bound(row[key])) for key in ("introduced", "deprecated", "removed") if row.get(key)
        ]
        for (first, before), (second, after) in zip(steps, steps[1:], strict=False):
            if before.by > after.by:
                report.add(
                    _at(root, "vendors", row["vendor"]),
                    f"{row['name']} is {second} in {after} but {first} in {before}",
                    "introduced ≤ deprecated ≤ removed",
                )


def _vendors_exist(root: Node, lines: dict[str, Any], report: Report) -> None:
    vendors = _at(root, "vendors")
    for name, line in lines.items():
        for vendor in (line["vendor"], *line["carries"]):
            if vendors.get(vendor) is None:
                report.add(_at(root, "lines", name), f"the vendor {vendor!r} is not in vendors")


def _own_types_are_described(
    root: Node, types: list[Row], lines: dict[str, Any], report: Report
) -> None:
    known = {row["name"] for row in types}
    for line, row in lines.items():
        for release in row["releases"]:
            for name in (*release["own"], *release["unsure"], *release["without"], *release["also"]):
                if name not in known:
                    report.add(
                        _at(root, "lines", line),
                        f"{line}:{release['version']} names {name}, which no vendor describes",
                        "add it under vendors: types",
                    )


def _aliases_have_targets(
    root: Node, types: list[Row], lines: dict[str, Any], report: Report
) -> None:
    known = {row["name"] for row in types}
    for vendor, node in _at(root, "vendors").value.items():  # type: ignore[union-attr]
        aliases = node.get("aliases")
        for alias in aliases.items() if aliases is not None else ():
            if alias.text("target") not in known:
                report.add(alias, f"{vendor}: the alias {alias.text('alias')} points at nothing known")
    for line, row in lines.items():
        for release in row["releases"]:
            offered = {*release["own"], *release["unsure"]}
            for alias, target in release["aliases"]:
                if target not in offered and target not in known:
                    report.add(
                        _at(root, "lines", line),
                        f"{line}:{release['version']}: the alias {alias} points at {target}, which is not known",
                    )
