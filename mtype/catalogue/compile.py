"""How does the YAML become the form that loads in a few milliseconds?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.compile_lines import compile_lines
from mtype.catalogue.compile_policies import policy_row
from mtype.catalogue.compile_types import Row, compile_types
from mtype.catalogue.consistency import check_consistency
from mtype.catalogue.digest import digest
from mtype.catalogue.format import DOCUMENT
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node, read_yaml
from mtype.model.errors import CatalogueError, Problem


def compile_catalogue(data: bytes, path: str) -> dict[str, Any]:
    """Compile catalogue `data`; plain dicts, lists and strings that JSON can hold.

    Raises CatalogueError with all problems found: first of the YAML, then of its shape, then of its
    content, for a later stage only makes sense when the earlier one is clean.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CatalogueError([Problem(path, line, 1, f"not UTF-8: {error.reason}")]) from error
    root = read_yaml(text, path)
    report = Report(path)
    DOCUMENT(report, root, "the catalogue")
    _stop_on(report)
    types = compile_types(root, report)
    lines = compile_lines(root, [described.row for described in types], report)
    check_consistency(root, types, lines, report)
    _stop_on(report)
    return {
        "digest": digest(data),
        "sources": {key: _source(node) for key, node in root.mapping("sources").items()},
        "boards": {key: _board(node) for key, node in root.mapping("boards").items()},
        "vendors": {key: _vendor(node) for key, node in root.mapping("vendors").items()},
        "types": [{key: value for key, value in row.items() if value not in (None, [])} for row, _ in types],
        "lines": lines,
    }


def _stop_on(report: Report) -> None:
    if report.problems:
        once = dict.fromkeys(report.problems)  # an entry that stands for many types has each problem often
        raise CatalogueError(sorted(once, key=lambda problem: (problem.line, problem.column)))


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
