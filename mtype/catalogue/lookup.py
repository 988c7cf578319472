"""What does the catalogue know of a name, a release, or the order of two types?"""

from __future__ import annotations

from functools import cached_property

# What a value is made of is loaded where one is made: the classes and what they import take 15 ms.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from mtype.catalogue.facts import Board, Line, Override, Vendor
    from mtype.model.machine_type import MachineType


class Catalogue:
    """A compiled catalogue, made into values only where asked: most runs need one line and one arch.

    `provenance` says which file it was read from, `overlays` which files of the user were added to it.
    """

    def __init__(self, compiled: Mapping[str, Any], provenance: str) -> None:
        self._compiled = compiled
        self._lines: dict[str, Line] = {}
        self._types: dict[int, MachineType] = {}
        self.provenance = provenance

    @property
    def overlays(self) -> tuple[str, ...]:
        """The files that were added to the shipped catalogue, in order."""
        return tuple(self._compiled["overlays"])

    @cached_property
    def overrides(self) -> tuple[Override, ...]:
        """The shipped facts that overlays have changed, in the order in which they did."""
        from mtype.catalogue.facts import Override

        return tuple(Override(*row) for row in self._compiled["overrides"])

    @property
    def label(self) -> str:
        """How reports call it: `catalogue`, or `catalogue + FILE` with an overlay."""
        return " + ".join(("catalogue", *self.overlays))

    @cached_property
    def types(self) -> tuple[MachineType, ...]:
        """All machine types, oldest first within a vendor and board."""
        return tuple(self._type(number) for number in range(len(self._compiled["types"])))

    def types_on(self, arch: str) -> tuple[MachineType, ...]:
        """Those of one arch (QEMU's name), in the same order."""
        rows_of_all = enumerate(self._compiled["types"])
        return tuple(self._type(number) for number, row in rows_of_all if arch in row["arches"])

    def _type(self, number: int) -> MachineType:
        if number not in self._types:
            from mtype.catalogue.rows import machine_type

            self._types[number] = machine_type(self._compiled["types"][number])
        return self._types[number]

    @cached_property
    def _by_name(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for number, row in enumerate(self._compiled["types"]):
            found[row["name"]] = (*found.get(row["name"], ()), number)
        return found

    @cached_property
    def boards(self) -> Mapping[str, Board]:
        """The boards that have versioned types, by name."""
        from mtype.catalogue.rows import board

        return {key: board(key, row) for key, row in self._compiled["boards"].items()}

    @cached_property
    def vendors(self) -> Mapping[str, Vendor]:
        """The vendors, by key."""
        from mtype.catalogue.rows import vendor

        return {key: vendor(key, row) for key, row in self._compiled["vendors"].items()}

    @property
    def line_names(self) -> tuple[str, ...]:
        """The keys of the lines: `qemu`, `debian`, `ubuntu`, …"""
        return tuple(self._compiled["lines"])

    @property
    def sources(self) -> Mapping[str, Mapping[str, str]]:
        """What each source key stands for: text, where, evidence."""
        sources: Mapping[str, Mapping[str, str]] = self._compiled["sources"]
        return sources

    def line(self, key: str) -> Line:
        """The line of releases called `key`; KeyError if there is none."""
        if key not in self._lines:
            from mtype.catalogue.rows import line

            self._lines[key] = line(key, self._compiled[f"line {key}"])
        return self._lines[key]

    def named(self, name: str) -> tuple[MachineType, ...]:
        """Every machine type of that name: `virt-8.2` of m68k is another one than that of aarch64."""
        return tuple(self._type(number) for number in self._by_name.get(name, ()))

    def find(self, name: str, arch: str) -> MachineType | None:
        """The machine type of that name on `arch` (QEMU's name)."""
        return next((kind for kind in self.named(name) if arch in kind.arches), None)

    @property
    def alias_names(self) -> Mapping[str, str]:
        """Every alias that some release has, with the vendor whose alias it is."""
        names: Mapping[str, str] = self._compiled["alias_names"]
        return names

    def compare(self, one: MachineType, other: MachineType) -> int | None:
        """Negative if `one` is older than `other`, positive if newer, 0 if the same; None where the two
        have no order: another board, or another vendor (an increment counts as of the vendor it extends).
        """
        if one.board != other.board or self._family(one) != self._family(other):
            return None
        mine, theirs = self._rank(one), self._rank(other)
        return (mine > theirs) - (mine < theirs)

    def _family(self, kind: MachineType) -> str:
        return self.vendors[kind.vendor].extends or kind.vendor

    def _rank(self, kind: MachineType) -> tuple[tuple[int, ...], tuple[int, ...], str]:
        """The place within board and family; an increment comes right after what it was added to."""
        base = self.find(kind.increment_of, kind.arches[0]) if kind.increment_of else None
        if base is not None and base.vendor != kind.vendor:
            return base.rank, (1, *kind.rank), kind.name
        return kind.rank, (0,), kind.name
