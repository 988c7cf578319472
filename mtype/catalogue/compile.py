"""How does the YAML become the form that loads in a few milliseconds?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.compile_lines import compile_lines
from mtype.catalogue.compile_types import Row, _mapping, compile_types
from mtype.catalogue.consistency import check_consistency
from mtype.catalogue.digest import digest
from mtype.catalogue.format import DOCUMENT
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node, read_yaml
from mtype.model.errors import CatalogueError


def compile_catalogue(data: bytes, path: str) -> dict[str, Any]:
    """Compile catalogue `data`; plain dicts, lists and strings that JSON can hold.

    Raises CatalogueError with all problems found: first of the YAML, then of its shape, then of its
    content, for a later stage only makes sense when the earlier one is clean.
    """
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        from mtype.model.errors import Problem

        raise CatalogueError([Problem(path, 1, 1, f"not UTF-8: {error.reason}")]) from error
    root = read_yaml(text, path)
    report = Report(path)
    DOCUMENT(report, root, "the catalogue")
    _stop_on(report)
    types = compile_types(root, report)
    lines = compile_lines(root, types, report)
    check_consistency(root, types, lines, report)
    _stop_on(report)
    return {
        "digest": digest(data),
        "sources": {key: _source(node) for key, node in _mapping(root, "sources").items()},
        "boards": {key: _board(node) for key, node in _mapping(root, "boards").items()},
        "vendors": {key: _vendor(node) for key, node in _mapping(root, "vendors").items()},
        "types": [{key: value for key, value in row.items() if value not in (None, [], "")} for row in types],
        "lines": lines,
    }


def _stop_on(report: Report) -> None:
    if report.problems:
        raise CatalogueError(sorted(report.problems, key=lambda p: (p.line, p.column)))


def _source(node: Node) -> Row:
    return {key: node.text(key) for key in ("text", "where", "evidence", "date")}


def _board(node: Node) -> Row:
    return {
        "arches": node.list("arch"),
        "alias": node.text("alias"),
        "default": node.list("default"),
        "pci": node.text("pci"),
        "description": node.text("description"),
    }


def _vendor(node: Node) -> Row:
    own_only = node.get("own-types-only")
    aliases = node.get("aliases")
    policies = node.get("policies")
    return {
        "name": node.text("name"),
        "extends": node.text("extends"),
        "own_types_only": own_only.text("what") if own_only else None,
        "aliases": [
            [
                alias.text("alias"),
                alias.text("target"),
                alias.list("arch"),
                alias.text("introduced"),
                alias.text("removed"),
                alias.text("build"),
            ]
            for alias in (aliases.items() if aliases else ())
        ],
        "policies": {
            key: {name: str(value.value) for name, value in child.value.items() if name != "sources"}
            for key, child in (policies.value if policies and isinstance(policies.value, dict) else {}).items()
            if isinstance(child.value, dict)
        },
    }
