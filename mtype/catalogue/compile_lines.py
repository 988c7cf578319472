"""How do the facts about releases become one row a release?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.compile_deprecated import fill_deprecated
from mtype.catalogue.compile_migration import migration_rows
from mtype.catalogue.compile_own import OwnTypes, own_types
from mtype.catalogue.compile_policies import break_rows, cadence_row, line_policies
from mtype.catalogue.compile_types import Row
from mtype.catalogue.expand import expand_all
from mtype.catalogue.places import release_places
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node

_SCALARS = ("version", "codename", "pocket", "released", "qemu", "package", "libvirt", "evidence", "note")


def compile_lines(root: Node, types: list[Row], report: Report) -> dict[str, Any]:
    """Rows of all lines: name, vendor, what it carries, aliases, rules, and the rows of its releases."""
    vendors, nothing = root.mapping("vendors"), Node({}, root.line, root.column)
    return {
        name: _line(name, node, vendors.get(node.text("vendor") or "", nothing), types, report)
        for name, node in root.mapping("lines").items()
    }


def _line(name: str, node: Node, vendor: Node, types: list[Row], report: Report) -> Row:
    releases = node.nodes("releases")
    places = release_places(releases)
    named_after = {
        row["name"]: places[row["release"]]
        for row in types
        if row["release"] in places and row["vendor"] == node.text("vendor")
    }
    owns = own_types(releases, named_after, report)
    came = _arch_since(name, node, places, report)
    rows = [_release(node, release, index, owns[index], came) for index, release in enumerate(releases)]
    fill_deprecated(node, rows, report)
    aliases = []
    for alias in node.nodes("aliases"):
        since = alias.text("since")
        if since is not None and since not in places:
            report.add(alias, f"since names {since!r}, which is no release of {name}")
        aliases.append([alias.text("alias"), alias.text("board"), places.get(since or "", 0)])
    return {
        "name": node.text("name"),
        "vendor": node.text("vendor"),
        "carries": node.list("carries"),
        "aliases": aliases,
        "default": {key: child.value for key, child in node.mapping("default").items()},
        "os_release": node.list("os-release"),
        "policies": line_policies(node, vendor, places, report),
        "cadence": cadence_row(node),
        "breaks": break_rows(node, places, report),
        "migrations": migration_rows(node, places, report),
        "sources": node.list("sources"),
        "releases": rows,
    }


def _arch_since(name: str, line: Node, places: dict[str, int], report: Report) -> dict[str, int]:
    """The place of the release that the emulator of an arch came with, where it was not always there."""
    arches, found = line.list("arch"), {}
    for arch, child in line.mapping("arch-since").items():
        if arch not in arches:
            report.add(child, f"arch-since names {arch}, which is not in arch")
        for word in child.strings():
            if word not in places:
                report.add(child, f"{arch} came with {word!r}, which is no release of {name}")
            found[arch] = places.get(word, 0)
    return found


def _release(line: Node, node: Node, index: int, own: OwnTypes, arch_since: dict[str, int]) -> Row:
    support, span = node.get("support"), node.get("qemu")
    always = [arch for arch in line.list("arch") if index >= arch_since.get(arch, 0)]
    builds = node.get("builds") or line.get("builds")
    row: Row = {key: node.text(key) for key in _SCALARS}
    if not own.known and row["evidence"] is None:
        row["evidence"] = "inferred"
    return row | {
        "index": index,
        "lts": node.text("lts") == "true",
        "support": [support.text(key) if support else None for key in ("standard", "extended", "legacy")],
        "qemu_range": [span.text("from"), span.text("to")] if span and not row["qemu"] else None,
        "arches": node.list("arch") or always,
        "own": own.sure,
        "unsure": own.unsure,
        "without": expand_all(node.list("without")),
        "also": expand_all(node.list("also")),
        "unsure_upstream": expand_all(node.list("unsure")),
        "supports": expand_all(node.list("supports")),
        "aliases": [
            [alias, to] for alias, child in node.mapping("aliases").items() for to in child.strings()
        ],
        "builds": None if builds is None else [name for name in builds.strings() if name != "none"],
        "updates": [
            [update.text("package"), update.text("date"), expand_all(update.list("add"))]
            for update in node.nodes("updates")
        ],
        "sources": node.list("sources"),
    }
