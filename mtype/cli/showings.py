"""What does `catalogue show` tell of a name? Everything that is known, as plain values."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mtype import __version__
from mtype.catalogue.document import read_document
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.overlay import apply_overlay
from mtype.catalogue.provenance import Fact, citations, facts_about, facts_of_release
from mtype.catalogue.releases import all_releases, find_release
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.cli.showings_gaps import gap_fields
from mtype.cli.showings_release import line_fields, release_fields
from mtype.cli.showings_type import alias_fields, board_fields, type_fields
from mtype.model.errors import CatalogueError, UsageError
from mtype.model.release import Release
from mtype.reports.fields import SCHEMA_VERSION, TOOL

__all__ = ["as_json", "as_text", "gap_fields", "read_tree", "shown"]

Fields = dict[str, Any]


def read_tree(catalogue: Catalogue) -> Node:
    """The YAML that the catalogue was compiled from, overlays on top; each value knows its file.

    Raises CatalogueError where a file has become invalid since.
    """
    report = Report()
    paths = [catalogue.provenance, *catalogue.overlays]
    root, *overlays = (read_document(path, Path(path).read_bytes(), report) for path in paths)
    for overlay in overlays:
        if root is not None and overlay is not None:
            root = apply_overlay(root, overlay, report).root
    if root is None or report.problems:
        raise CatalogueError(report.problems)
    return root


def shown(catalogue: Catalogue, root: Node, name: str) -> list[Fields]:
    """All that is called `name`, one entry each: machine types, alias, board, release, line, source. `root`
    is the YAML. Raises UsageError with the nearest names where nothing is called that."""
    found = [*_named(catalogue, name)]
    release = _release(catalogue, name)
    if release is None and not found and name not in catalogue.sources:
        raise UsageError(_unknown(catalogue, name))
    if found:
        _add_facts(catalogue, found[0], facts_about(root, name))
    if release is not None:
        entry = release_fields(catalogue, release)
        _add_facts(catalogue, entry, facts_of_release(root, release.line, release.version))
        found.append(entry)
    if name in catalogue.sources:
        about = {key: catalogue.sources[name].get(key) for key in ("text", "where", "evidence", "date")}
        facts = [_fact(catalogue, fact) for fact in citations(root, name)]
        found.append({"is": "source", "name": name, **about, "cited": facts})
    return found


def _named(catalogue: Catalogue, name: str) -> Iterator[Fields]:
    for kind in catalogue.named(name):
        yield type_fields(catalogue, kind)
    if name in catalogue.alias_names:
        yield alias_fields(catalogue, name)
    if name in catalogue.boards:
        yield board_fields(catalogue, name)
    if name in catalogue.line_names:
        yield line_fields(catalogue, name)


def _release(catalogue: Catalogue, name: str) -> Release | None:
    try:
        return find_release(catalogue, name)
    except UsageError:
        if ":" in name:
            raise
        return None


def _add_facts(catalogue: Catalogue, entry: Fields, facts: list[Fact]) -> None:
    entry["facts"] = [_fact(catalogue, fact) for fact in facts]
    keys = dict.fromkeys(key for fact in facts for key in fact.sources)
    entry["sources"] = [
        {"source": key, **{part: catalogue.sources[key].get(part) for part in ("text", "where", "evidence")}}
        for key in keys
    ]


def _fact(catalogue: Catalogue, fact: Fact) -> Fields:
    """The shipped file is called by its name, whatever folder it is installed in."""
    path = fact.path if fact.path not in ("", catalogue.provenance) else Path(catalogue.provenance).name
    return {**fact._asdict(), "path": path, "sources": list(fact.sources)}


def _unknown(catalogue: Catalogue, name: str) -> str:
    near = difflib.get_close_matches(name, [*dict.fromkeys(_names(catalogue))], 3, 0.7)
    known = "it knows machine types, aliases, boards, releases (ubuntu:noble), lines of releases, sources"
    tip = f"did you mean {' or '.join(near)}?" if near else known
    return f"nothing in the catalogue is called {name!r}; {tip}"


def _names(catalogue: Catalogue) -> Iterable[str]:
    yield from (kind.name for kind in catalogue.types)
    yield from catalogue.alias_names
    yield from catalogue.boards
    for release in all_releases(catalogue):
        yield from (release.id, *([release.codename] if release.codename else []))
    yield from catalogue.line_names
    yield from catalogue.sources


def as_json(content: Mapping[str, Any]) -> str:
    """What is shown as one object."""
    head = {"schema_version": SCHEMA_VERSION, "tool": {"name": TOOL, "version": __version__}}
    return json.dumps({**head, **content}, indent=2) + "\n"


def as_text(content: Mapping[str, Any], color: bool, width: int | None) -> str:
    """What is shown, for people."""
    if "entries" in content:
        from mtype.reports.show_text import as_show_text

        return as_show_text(content["entries"], color=color, width=width)
    from mtype.reports.gaps_text import as_gaps_text

    return as_gaps_text(content, color=color, width=width)
