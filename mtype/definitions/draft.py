"""What has been read of one domain so far?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from mtype.model.definition import Carrier, Definition, Device, Memory, Position, Suppression

if TYPE_CHECKING:
    from mtype.definitions.asked import Asked

# So many different devices, or comments of ours, no real domain has; a hostile one would fill the memory.
MOST_KEPT = 1000
LONGEST_TEXT = 4096


class Draft:
    """A definition that is being read; `texts` has an entry for each element whose text was found."""

    __slots__ = (
        "addresses",
        "arch",
        "asked",
        "at",
        "buses",
        "carrier",
        "controllers",
        "devices",
        "domain_type",
        "emulator_at",
        "machine_type",
        "memory",
        "path",
        "suppressions",
        "texts",
    )

    def __init__(self, path: str, carrier: Carrier, domain_type: str | None, at: Position) -> None:
        self.path = path
        self.carrier = carrier
        self.domain_type = domain_type and domain_type[:LONGEST_TEXT]
        self.at = at
        self.arch: str | None = None
        self.machine_type: str | None = None
        self.emulator_at: Position | None = None
        self.memory: Memory | None = None
        self.texts: dict[str, str] = {}
        self.devices: list[Device] = []
        self.suppressions: list[Suppression] = []
        self.controllers: set[tuple[str, str | None, bool]] = set()
        self.buses: set[str] = set()
        self.addresses: set[str] = set()
        self.asked: Asked | None = None  # where somebody wants to know it

    def definition(self, shared: tuple[Suppression, ...]) -> Definition:
        """The finished definition; `shared` are the suppressions of the file outside of any domain."""
        texts = self.texts
        return Definition(
            path=self.path,
            carrier=self.carrier,
            domain_type=self.domain_type,
            name=texts.get("name") or None,
            uuid=texts.get("uuid") or None,
            os_type=texts.get("type") or None,
            arch=self.arch,
            machine_type=self.machine_type,
            at=self.at,
            emulator=texts.get("emulator") or None,
            emulator_at=self.emulator_at,
            devices=tuple(self.devices),
            suppressions=shared + tuple(self.suppressions) if self.suppressions else shared,
            memory=self.memory,
        )
