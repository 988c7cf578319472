"""Which entry of a list does an entry of an overlay speak of, and where does a new one go?"""

from __future__ import annotations

from typing import NamedTuple

from mtype.catalogue.expand import expand_all, split_range
from mtype.catalogue.source import Node
from mtype.model.release import Release
from mtype.model.version import parse_version

LISTS = ("types", "boards-without-version", "aliases", "releases")


class Spot(NamedTuple):
    """Where an entry is: `at` in a row of entries that stay together."""

    row: list[Node]
    at: int

    @property
    def entry(self) -> Node:
        """What is there."""
        return self.row[self.at]


class Entries:
    """The entries of the list under `key`, in order, found by what they are called; one entry for each
    machine type.

    `label` is what messages call the mapping around the list; `versions` are those of QEMU.
    """

    def __init__(self, label: str, key: str, old: Node, versions: list[str]) -> None:
        self._label = label
        self._key = key
        self._versions = versions
        self._rows: list[list[Node]] = []
        self._found: dict[str, list[list[Node]]] = {}
        for entry in old.items():
            for single in self.singles(entry):
                self.append(single)

    @property
    def ordered(self) -> bool:
        """Whether a new entry may say after which one it comes."""
        return self._key in ("types", "releases")

    def all(self) -> list[Node]:
        """Every entry."""
        return [entry for row in self._rows for entry in row]

    def append(self, entry: Node) -> None:
        """Add `entry` at the end."""
        self._rows.append([])
        self._put(Spot(self._rows[-1], 0), entry)

    def insert(self, entry: Node, after: str) -> tuple[str, str] | None:
        """Add `entry` after the one called `after`. Where that cannot be, add it at the end and say why
        in a message and a tip."""
        spots = self._called(after)
        before = spots[-1].entry if spots else None
        if self._label == "vendor upstream":
            trouble = "the order of upstream types is that of their versions", "leave 'after' out"
        elif before is None:
            trouble = f"{self._label} has none of these called {after!r} so far", "name an earlier one"
        elif before.text("board") != entry.text("board"):
            trouble = f"{after} is of another board", "types are in order within a board"
        else:
            self._put(Spot(spots[-1].row, spots[-1].at + 1), entry)
            return None
        self.append(entry)
        return trouble

    def like(self, entry: Node) -> list[Spot]:
        """The entries that are called what `entry` is called, on an arch in common."""
        spots = {
            (id(row), at): Spot(row, at) for word in self._words(entry) for row, at in self._called(word)
        }
        arches = set(entry.list("arch"))
        of_all = [(spot, set(spot.entry.list("arch"))) for spot in spots.values()]
        return [spot for spot, others in of_all if not arches or not others or arches & others]

    def label(self, entry: Node) -> str:
        """What messages call `entry`."""
        words = self._words(entry)
        if self._key == "releases":
            line = self._label.removeprefix("line ")
            return Release(line, entry.text("version") or words[0], 0, entry.text("codename")).id
        return f"alias {words[0]}" if self._key == "aliases" else words[0]

    def singles(self, entry: Node) -> list[Node]:
        """An entry for each machine type that `entry` stands for."""
        boards = entry.mapping("boards")
        if self._key == "boards-without-version" and len(boards) > 1:
            return [entry.having(boards=entry.holding({name: boards[name]})) for name in boards]
        named = self._names(entry) if self._key == "types" else {}
        if len(named) < 2 and not entry.get("versions"):
            return [entry]
        return [self._single(entry, name, made) for name, made in named.items()] or [entry]

    def _single(self, entry: Node, name: str, made: str | None) -> Node:
        single = entry.without("versions", "pattern").having(names=entry.holding(name))
        if made is None:
            return single
        about = entry.text("description")
        if about is not None:
            single = single.having(description=entry.holding(about.replace("VERSION", made)))
        return single.having(introduced=entry.get("introduced") or entry.holding(made))

    def _names(self, entry: Node) -> dict[str, str | None]:
        """The names of an entry of types, each with the version it is made for where it has a range."""
        try:
            if not entry.get("versions"):
                return dict.fromkeys(expand_all(entry.list("names")))
            first, last = split_range(entry.text("versions") or "")
            pattern = entry.text("pattern") or ""
            chosen = [made for made in self._versions if first <= parse_version(made) <= last]
            return {pattern.replace("VERSION", made): made for made in chosen}
        except ValueError:  # of the shape, which is told elsewhere
            return {}

    def _words(self, entry: Node) -> list[str]:
        """What an entry is called: a name, or for a release its version and its codename."""
        if self._key == "types":
            return [*self._names(entry)]
        if self._key == "boards-without-version":
            return [*entry.mapping("boards")]
        keys = ("version", "codename") if self._key == "releases" else ("alias", "target", "board")
        words = [word for key in keys if (word := entry.text(key)) is not None]
        return words if self._key == "releases" or not words else [" ".join(words)]

    def _called(self, word: str) -> list[Spot]:
        rows = self._found.get(word, ())
        return [Spot(row, at) for row in rows for at, entry in enumerate(row) if word in self._words(entry)]

    def _put(self, spot: Spot, entry: Node) -> None:
        spot.row.insert(spot.at, entry)
        for word in self._words(entry):
            rows = self._found.setdefault(word, [])
            if not any(row is spot.row for row in rows):
                rows.append(spot.row)
