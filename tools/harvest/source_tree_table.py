"""What did each QEMU release list on each arch, by its source tree? Writes tests/data/upstream_boards.json.

    python -m tools.harvest.source_tree_table 5.2=/src/qemu@v5.2.0 6.0=/src/qemu-6.0 … > upstream_boards.json

Each argument names a release x.y, oldest first, and where its tree is: a git repository with a revision, or
a folder. tools/harvest/SOURCE_TREES.md says which trees were read.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from mtype.hosts.listing import ListedMachine, Listing
from tools.harvest.source_tree import TreeReader
from tools.harvest.source_tree_built import ARCHES, OPTIONS
from tools.harvest.source_tree_files import open_tree

# `native` counts with multiprocess only; a machine belongs to the first option that brings it.
_WITH = {name: (name,) if name != "native" else tuple(OPTIONS) for name in OPTIONS}
_ABOUT = [
    "What -M help lists, by the source tree of each QEMU x.y: arches, first and last x.y, the build option",
    "that it needs (null: none), names. Made by tools/harvest/source_tree_table.py (SOURCE_TREES.md there),",
    "not from the catalogue, which is held to it. Left out: an alias of itself (ast2700fc in 10.1).",
]
Fact = tuple[str, ...]
Row = tuple[str | None, ...]


def main(arguments: Sequence[str]) -> None:
    """Write the table of the trees that `arguments` name to stdout."""
    places = dict(argument.split("=", 1) for argument in arguments)
    print(written(table({version: _listings(place) for version, place in places.items()})))


def _listings(place: str) -> dict[str, list[Listing]]:
    folder, _, revision = place.partition("@")
    reader = TreeReader(open_tree(Path(folder), revision or None))
    return {"": reader.listings(())} | {name: reader.listings(options) for name, options in _WITH.items()}


def table(read: Mapping[str, Mapping[str, Sequence[Listing]]]) -> dict[str, list[list[str | None]]]:
    """The rows of the table: `read` has the listings of each release, by build option ("" for none).

    A row of `machines` and `deprecated` is (arches, first, last, option, names), one of `aliases` (arches,
    first, last, option, alias, target), one of `defaults` (arches, first, last, option, name).
    """
    seen: dict[str, dict[Fact, dict[str, set[str]]]] = {}
    for version, by_option in read.items():
        plain = {listing.arch: set(listing.machines) for listing in by_option[""]}
        told: dict[str | None, set[ListedMachine]] = {arch: set() for arch in plain}
        for option, listings in by_option.items():
            for listing in listings:
                for machine in listing.machines:
                    if machine in told[listing.arch] or machine.alias_of == machine.name:
                        continue
                    told[listing.arch].add(machine)
                    for kind, fact in _facts(machine):
                        arches = seen.setdefault(kind, {}).setdefault((option, *fact), {})
                        arches.setdefault(listing.arch or "", set()).add(version)
    versions = list(read)
    rows = {kind: list(_rows(facts, versions)) for kind, facts in seen.items()}
    names = {kind: _joined(rows.get(kind, [])) for kind in ("machines", "deprecated")}
    others = {kind: rows.get(kind, []) for kind in ("aliases", "defaults")}
    return {kind: [*map(list, found)] for kind, found in (names | others).items()}


def _facts(machine: ListedMachine) -> Iterator[tuple[str, Fact]]:
    if machine.alias_of is not None:
        yield "aliases", (machine.name, machine.alias_of)
        return
    yield "machines", (machine.name,)
    if machine.default:
        yield "defaults", (machine.name,)
    if machine.deprecated:
        yield "deprecated", (machine.name,)


def _rows(facts: Mapping[Fact, Mapping[str, set[str]]], versions: list[str]) -> Iterator[Row]:
    """One row for each time without a gap, arches with the same time together."""
    for (option, *fact), by_arch in facts.items():
        spans: dict[tuple[str, str], list[str]] = {}
        for arch in sorted(by_arch, key=ARCHES.index):
            for span in _spans(by_arch[arch], versions):
                spans.setdefault(span, []).append(arch)
        for (first, last), arches in spans.items():
            yield " ".join(arches), first, last, option or None, *fact


def _spans(having: set[str], versions: list[str]) -> Iterator[tuple[str, str]]:
    start = None
    for version, following in zip(versions, [*versions[1:], None], strict=True):
        if version in having:
            start = start or version
            if following not in having:
                yield start, version
                start = None


def _joined(rows: Iterable[Row]) -> list[Row]:
    """Rows that differ in the name only as one, with all names."""
    names: dict[Row, list[str]] = {}
    for *key, name in rows:
        names.setdefault(tuple(key), []).append(name or "")
    return [(*key, " ".join(sorted(found))) for key, found in names.items()]


def written(rows: Mapping[str, list[list[str | None]]]) -> str:
    """The table as JSON, one row a line."""
    parts = [f' "about": {json.dumps(_ABOUT, indent=2)}']
    for kind, of_kind in rows.items():
        lines = ",\n".join(f"  {json.dumps(row)}" for row in of_kind)
        parts.append(f' "{kind}": [\n{lines}\n ]')
    return "{\n" + ",\n".join(parts) + "\n}"


if __name__ == "__main__":
    main(sys.argv[1:])
