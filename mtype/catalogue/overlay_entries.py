"""Which entry of a list does an entry of an overlay speak of, and where does a new one go?"""

from __future__ import annotations

from dataclasses import dataclass

from mtype.catalogue.expand import expand_all, split_range
from mtype.catalogue.source import Node
from mtype.model.release import Release
from mtype.model.version import parse_version

LISTS = ("types", "boards-without-version", "aliases", "releases")


@dataclass(slots=True, eq=False)
class Slot:
    """One entry and the one after it."""

    entry: Node
    after: Slot | None = None


class Entries:
    """The entries of the list under `key`, in order, found by what they are called; one entry for each
    machine type.

    `label` is what messages call the mapping around the list; `versions` are those of QEMU.
    """

    def __init__(self, label: str, key: str, old: Node, versions: list[str]) -> None:
        self._label = label
        self._key = key
        self._versions = versions
        self._head = self._last = Slot(old)
        self._found: dict[str, list[Slot]] = {}
        for entry in old.items():
            for single in self.singles(entry):
                self.append(single)

    @property
    def ordered(self) -> bool:
        """Whether a new entry may say after which one it comes."""
        return self._key in ("types", "releases")

    def all(self) -> list[Node]:
        """Every entry."""
        entries, slot = [], self._head.after
        while slot is not None:
            entries.append(slot.entry)
            slot = slot.after
        return entries

    def append(self, entry: Node) -> None:
        """Add `entry` at the end."""
        self._put(entry, self._last)

    def insert(self, entry: Node, after: str) -> tuple[str, str] | None:
        """Add `entry` after the one called `after`. Where that cannot be, add it at the end and say why
        in a message and a tip."""
        slots = self._found.get(after)
        if self._label == "vendor upstream":
            trouble = "the order of upstream types is that of their versions", "leave 'after' out"
        elif slots is None:
            trouble = (
                f"{self._label} has no {self._key[:-1]} called {after!r}",
                "name one that is there already",
            )
        elif slots[-1].entry.text("board") != entry.text("board"):
            trouble = f"{after} is of another board", "types are in order within a board"
        else:
            self._put(entry, slots[-1])
            return None
        self.append(entry)
        return trouble

    def like(self, entry: Node) -> list[Slot]:
        """The entries that are called what `entry` is called, on an arch in common."""
        slots = dict.fromkeys(slot for word in self._words(entry) for slot in self._found.get(word, ()))
        arches = set(entry.list("arch"))
        of_all = [(slot, set(slot.entry.list("arch"))) for slot in slots]
        return [slot for slot, others in of_all if not arches or not others or arches & others]

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
        named = self._names(entry) if self._key == "types" else []
        if len(named) < 2 and not entry.get("versions"):
            return [entry]
        return [self._single(entry, name, made) for name, made in named] or [entry]

    def _single(self, entry: Node, name: str, made: str | None) -> Node:
        single = entry.without("versions", "pattern").having(names=entry.holding(name))
        if made is None:
            return single
        about = entry.text("description")
        if about is not None:
            single = single.having(description=entry.holding(about.replace("VERSION", made)))
        return single.having(introduced=entry.get("introduced") or entry.holding(made))

    def _names(self, entry: Node) -> list[tuple[str, str | None]]:
        """The names of an entry of types, each with the version it is made for where it has a range."""
        try:
            if not entry.get("versions"):
                return [(name, None) for name in expand_all(entry.list("names"))]
            first, last = split_range(entry.text("versions") or "")
            pattern = entry.text("pattern") or ""
            chosen = [made for made in self._versions if first <= parse_version(made) <= last]
            return [(pattern.replace("VERSION", made), made) for made in chosen]
        except ValueError:  # of the shape, which is told elsewhere
            return []

    def _words(self, entry: Node) -> list[str]:
        """What an entry is called: a name, or for a release its version and its codename."""
        if self._key == "types":
            return [name for name, _ in self._names(entry)]
        if self._key == "boards-without-version":
            return [*entry.mapping("boards")]
        keys = ("version", "codename") if self._key == "releases" else ("alias", "target", "board")
        words = [word for key in keys if (word := entry.text(key)) is not None]
        return words if self._key == "releases" or not words else [" ".join(words)]

    def _put(self, entry: Node, before: Slot) -> None:
        slot = before.after = Slot(entry, before.after)
        if before is self._last:
            self._last = slot
        for word in self._words(entry):
            self._found.setdefault(word, []).append(slot)
