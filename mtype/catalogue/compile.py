"""How does the YAML become the form that loads in a few milliseconds?"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from mtype.catalogue.checks import check_consistency
from mtype.catalogue.compile_lines import compile_lines
from mtype.catalogue.compile_policies import policy_row
from mtype.catalogue.compile_types import Row, compile_types
from mtype.catalogue.damage import Damage, leave_out, place
from mtype.catalogue.document import read_document
from mtype.catalogue.facts import Override
from mtype.catalogue.format import DOCUMENT
from mtype.catalogue.overlay import apply_overlay
from mtype.catalogue.shape import MOST_PROBLEMS, Report
from mtype.catalogue.source import Node
from mtype.model.errors import CatalogueError, Problem


def compile_catalogue(
    data: bytes,
    path: str,
    overlays: Sequence[tuple[str, bytes]] = (),
    unread: Sequence[Problem] = (),
) -> dict[str, Any]:
    """Compile the catalogue `data` and what `overlays` add to it: parts made of what JSON can hold.

    `path`, and that of each overlay, is what messages call the file; `unread` tells of overlays that could
    not be read. Raises CatalogueError with all problems of all files.
    """
    report = Report([*unread])
    files = [(path, data), *overlays]
    try:
        return _compile(files, report) | {"overlays": [name for name, _ in overlays]}
    except CatalogueError:
        order = {name: number for number, (name, _) in enumerate(files)}
        once = dict.fromkeys(report.problems)  # an entry that stands for many types has each problem often
        problems = sorted(once, key=lambda one: (order.get(one.path, -1), one.line, one.column))
        if len(problems) > MOST_PROBLEMS:
            first = problems[MOST_PROBLEMS]
            problems[MOST_PROBLEMS:] = [first._replace(message="more problems from here on", tip="")]
        raise CatalogueError(problems) from None


def _compile(files: Sequence[tuple[str, bytes]], report: Report) -> dict[str, Any]:
    all_read = not report.problems
    documents = [read_document(name, content, report) for name, content in files]
    if len(report.problems) > MOST_PROBLEMS:
        raise CatalogueError(report.problems)
    root = documents[0] or Node({}, 1, 1)
    report.damage = Damage({place(problem) for problem in report.problems})
    overrides: list[Override] = []
    unasked: list[Problem] = []
    for overlay in filter(None, documents[1:]):
        root, changed, more = apply_overlay(root, overlay, report)
        overrides, unasked = overrides + changed, unasked + more
    if documents[0] is not None:
        DOCUMENT(report, root, "the catalogue")
    told = {place(problem) for problem in report.problems}
    report.problems += [problem for problem in unasked if place(problem) not in told]
    sound, report.damage = leave_out(root, report.problems)
    qemu = sound.mapping("lines").get("qemu") or Node({}, 1, 1)
    versions = [release.text("version") for release in qemu.nodes("releases")]
    # The content of one file leans on that of the others, and all of it on the versions of QEMU.
    if not all_read or None in documents or not versions or None in versions:
        raise CatalogueError(report.problems)
    with suppress(*((Exception,) if report.problems else ())):  # what was left out may be what it needs
        return _content(sound, report) | {"overrides": overrides}
    raise CatalogueError(report.problems)


def _content(root: Node, report: Report) -> dict[str, Any]:
    types = compile_types(root, report)
    lines = compile_lines(root, [described.row for described in types], report)
    check_consistency(root, types, lines, report)
    if report.problems:
        raise CatalogueError(report.problems)
    vendors = {key: _vendor(node) for key, node in root.mapping("vendors").items()}
    return {
        "sources": {key: _source(node) for key, node in root.mapping("sources").items()},
        "boards": {key: _board(node) for key, node in root.mapping("boards").items()},
        "vendors": vendors,
        "types": [{key: value for key, value in row.items() if value not in (None, [])} for row, _ in types],
        "alias_names": _alias_names(root.mapping("boards"), vendors, lines),
        "lines": [*lines],
        **{f"line {key}": row for key, row in lines.items()},
    }


def _alias_names(boards: dict[str, Node], vendors: dict[str, Row], lines: dict[str, Row]) -> dict[str, str]:
    """Every alias that some release has, with the vendor whose alias it is."""
    known = {alias: "upstream" for board in boards.values() if (alias := board.text("alias"))}
    known |= {fact[0]: key for key, vendor in vendors.items() for fact in vendor["aliases"]}
    for line in lines.values():
        stated = [pair for release in line["releases"] for pair in release["aliases"]]
        for alias, *_ in (*line["aliases"], *stated):
            known.setdefault(alias, line["vendor"])
    return known


def _source(node: Node) -> Row:
    return {key: node.text(key) for key in ("text", "where", "evidence", "date")}


def _board(node: Node) -> Row:
    return {
        "arches": node.list("arch"),
        "alias": node.text("alias"),
        "default": node.list("default"),
        "pci": node.text("pci"),
        "without_pci": node.list("without-pci"),
        "description": node.text("description"),
    }


def _vendor(node: Node) -> Row:
    own_only = node.get("own-types-only")
    return {
        "name": node.text("name"),
        "extends": node.text("extends"),
        "unlisted": node.text("unlisted") == "true",
        "own_types_only": own_only.text("what") if own_only else None,
        "aliases": [
            [
                fact.text("alias"),
                fact.text("target"),
                fact.list("arch"),
                fact.text("introduced"),
                fact.text("removed"),
            ]
            for fact in node.nodes("aliases")
        ],
        "policies": {key: policy_row(key, policy) for key, policy in node.mapping("policies").items()},
    }
