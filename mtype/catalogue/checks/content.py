"""What does a check look at? The YAML as nodes that know their lines, and the rows that were made of it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from mtype.catalogue.compile_types import Described, Row
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.version import parse_version


class ReleaseEntry(NamedTuple):
    """A release: the key of its line, the entry of the YAML, and its row."""

    line: str
    entry: Node
    row: Row


@dataclass(frozen=True)
class Content:
    """A catalogue that has the right shape and has not been accepted yet: anything may name anything."""

    root: Node
    types: Sequence[Described]
    lines: Mapping[str, Row]

    @cached_property
    def by_name(self) -> Mapping[tuple[str, str], Row]:
        """The row of each machine type, by name and arch."""
        return {(row["name"], arch): row for row, _ in self.types for arch in row["arches"]}

    @cached_property
    def names(self) -> Mapping[str, str]:
        """The names of all machine types, each with a vendor that has it."""
        return {row["name"]: row["vendor"] for row, _ in self.types}

    @property
    def vendors(self) -> Mapping[str, Node]:
        """The vendors, by key."""
        return self.root.mapping("vendors")

    @property
    def line_nodes(self) -> Mapping[str, Node]:
        """The lines of releases, by key."""
        return self.root.mapping("lines")

    @cached_property
    def releases(self) -> Sequence[ReleaseEntry]:
        """Every release of every line, oldest first within a line."""
        return [
            ReleaseEntry(key, entry, row)
            for key, node in self.line_nodes.items()
            for entry, row in zip(node.nodes("releases"), self.lines[key]["releases"], strict=True)
        ]

    @cached_property
    def qemu(self) -> Mapping[tuple[int, ...], str]:
        """The releases of QEMU: major and minor of each, with its version."""
        versions = [release.text("version") or "" for release in self.line_nodes["qemu"].nodes("releases")]
        return {parse_version(version)[:2]: version for version in versions}

    @cached_property
    def below(self) -> Sequence[tuple[str, str, Node]]:
        """Everything that stands under a key: the part of the catalogue it is in, that key, and it."""
        parts = self.root.children()
        return [(part, key, child) for part, node in parts for key, child in _below(node)]

    @cached_property
    def aliases(self) -> frozenset[str]:
        """Everything that is an alias somewhere."""
        boards = (board.text("alias") for board in self.root.mapping("boards").values())
        upstream = (fact.text("alias") for node in self.vendors.values() for fact in node.nodes("aliases"))
        of_lines = (alias for line in self.lines.values() for alias, _, _ in line["aliases"])
        stated = (alias for _, _, row in self.releases for alias, _ in row["aliases"])
        return frozenset(name for name in (*boards, *upstream, *of_lines, *stated) if name is not None)

    def family(self, vendor: str) -> str:
        """The vendor in whose order the types of `vendor` stand: that of QEMU for Proxmox's increments."""
        return self.vendors[vendor].text("extends") or vendor

    def newer(self, one: Row, other: Row) -> bool | None:
        """Whether `one` is newer than `other`; None where they have no order."""
        places = [(row["board"], self.family(row["vendor"])) for row in (one, other)]
        if places[0] != places[1]:
            return None
        return bool((one["rank"], one["name"]) > (other["rank"], other["name"]))


Check = Callable[[Content, Report], None]


def words(release: Node) -> list[str]:
    """What a release may be called by: its version and its codename."""
    return [word for key in ("version", "codename") if (word := release.text(key)) is not None]


def _below(node: Node) -> Iterator[tuple[str, Node]]:
    for item in node.items():
        yield from _below(item)
    for key, child in node.children():
        yield key, child
        yield from _below(child)


def nearest(word: str, known: Iterable[str], otherwise: str = "add it there, or correct the name") -> str:
    """The tip for a word that is not known: what it may have meant, or `otherwise`."""
    near = difflib.get_close_matches(word, [one for one in known if one != word], 1)
    return f"did you mean {near[0]}?" if near else otherwise


def circle(start: str, following: Mapping[str, str]) -> list[str]:
    """The way from `start` back to it, `[a, b, a]`; empty where it does not lead back."""
    way, here = [start], following.get(start)
    while here is not None and here not in way:
        way.append(here)
        here = following.get(here)
    return [*way, start] if here == start else []
