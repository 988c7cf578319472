"""What is said of the definitions in one text?"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import NamedTuple

from mtype.definitions.portability import at_a_glance, portability
from mtype.definitions.reader import MAX_BYTES, read_document
from mtype.migration.assess import Assessment, Assessor
from mtype.migration.way import Kind, kinds_of
from mtype.model.definition import Carrier, Definition
from mtype.model.errors import MtypeError
from mtype.model.finding import Skipped
from mtype.model.portability import HostAbilities, Portability

# What the other host can do for a guest; raises MtypeError where that cannot be told.
Abilities = Callable[[Definition], HostAbilities | None]
_NOTHING = Portability()
_QEMU_DOMAINS = frozenset({"kvm", "qemu", "hvf", "kqemu"})


class Said(NamedTuple):
    """What came out of one text."""

    assessments: tuple[Assessment, ...] = ()
    skipped: tuple[Skipped, ...] = ()


class DocumentAssessor:
    """Assesses texts for one way and the `kinds` that were asked for."""

    def __init__(self, assessor: Assessor, kinds: Sequence[Kind], abilities: Abilities | None = None) -> None:
        self._assessor = assessor
        self._kinds = kinds
        self._abilities = abilities

    def assess(
        self, data: bytes, path: str, carrier: Carrier = Carrier.FILE, *, only: Kind | None = None
    ) -> Said:
        """Every definition in `data`, a file or what a host tells, in all the ways that its carrier can go or
        `only` in one; nothing in it makes this raise."""
        document = read_document(io.BytesIO(data), path, max_bytes=MAX_BYTES, carrier=carrier)
        problem = document.refused or (document.problem.message if document.problem else "")
        if problem:
            return Said(skipped=(Skipped(path, problem, failed=True),))
        if document.not_domain:
            reason = f"a libvirt {document.not_domain}, not a domain"
            return Said(skipped=(Skipped(path, reason, failed=False),))
        if not document.definitions:
            return Said(skipped=(Skipped(path, "there is no libvirt domain in it", failed=True),))
        done: list[Assessment] = []
        skipped: list[Skipped] = []
        for definition in document.definitions:
            if definition.domain_type is not None and definition.domain_type not in _QEMU_DOMAINS:
                reason = f"of type {definition.domain_type}: only QEMU guests have a machine type"
                skipped.append(Skipped(path, reason, failed=False))
                continue
            try:
                done.append(self._assess(definition, data, document.holds_memory, only))
            except MtypeError as error:
                skipped.append(Skipped(path, str(error), failed=True))
        return Said(tuple(done), tuple(skipped))

    def bare(self, definition: Definition) -> Assessment:
        """A guest of which nothing is known but its machine type."""
        return self._assessor.assess(definition, self._kinds)

    def _assess(
        self, definition: Definition, data: bytes, holds_memory: bool, only: Kind | None
    ) -> Assessment:
        possible = kinds_of(definition.carrier, holds_memory=holds_memory)
        possible = possible if only is None else possible & {only}
        kinds = [kind for kind in self._kinds if kind in possible]
        there = self._abilities(definition) if self._abilities is not None else None
        guest = at_a_glance(data) if there is None else None
        guest = guest or portability(data, definition)
        guest = None if guest == _NOTHING else guest
        return self._assessor.assess(definition, kinds, guest, there)
