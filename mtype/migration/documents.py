"""What is said of the definitions in one text?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import BinaryIO, NamedTuple

from mtype.catalogue.target import Target
from mtype.definitions.reader import MAX_BYTES, read_document
from mtype.migration.assess import Assessment, Assessor, TargetOf, hindered
from mtype.migration.circumstances import with_circumstances
from mtype.migration.emulators import is_there
from mtype.migration.way import Answer, Kind, Verdict, kinds_of
from mtype.model.definition import Carrier, Definition
from mtype.model.errors import MtypeError, NoEmulatorError
from mtype.model.finding import Skipped
from mtype.model.portability import Circumstances, HostAbilities, Portability

# What the other host can do for a guest; raises MtypeError where that cannot be told.
Abilities = Callable[[Definition], HostAbilities | None]
_QEMU_DOMAINS = frozenset({"kvm", "qemu", "hvf", "kqemu"})


class Said(NamedTuple):
    """What came out of one text."""

    assessments: tuple[Assessment, ...] = ()
    skipped: tuple[Skipped, ...] = ()


class DocumentAssessor:
    """Assesses texts for one way and the `kinds` that were asked for.

    `source` and `destination` are those of `assessor`; `abilities` is given where the destination is a host,
    and `destination` then answers for guests whose emulator is not there too.
    """

    def __init__(
        self,
        assessor: Assessor,
        kinds: Sequence[Kind],
        source: TargetOf,
        destination: TargetOf,
        abilities: Abilities | None = None,
    ) -> None:
        self._assessor = assessor
        self._kinds = kinds
        self._source = source
        self._destination = destination
        self._abilities = abilities

    def assess(
        self,
        stream: BinaryIO,
        path: str,
        carrier: Carrier = Carrier.FILE,
        *,
        only: Kind | None = None,
        snapshots: Mapping[str, int] | None = None,
    ) -> Said:
        """Every definition that `stream` gives, a file or what a host tells, in all the ways that its carrier
        can go or `only` in one; nothing in it makes this raise. `snapshots` is how many its host keeps of the
        guests that are called so."""
        document = read_document(stream, path, max_bytes=MAX_BYTES, carrier=carrier, portable=True)
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
        for definition, guest in zip(document.definitions, document.portabilities, strict=True):
            if definition.domain_type is not None and definition.domain_type not in _QEMU_DOMAINS:
                reason = f"of type {definition.domain_type}: only QEMU guests have a machine type"
                skipped.append(Skipped(path, reason, failed=False))
                continue
            possible = kinds_of(definition.carrier, holds_memory=document.holds_memory)
            possible = possible if only is None else possible & {only}
            kept = snapshots.get(definition.name or "", 0) if snapshots else 0
            try:
                done.append(self._assess(definition, guest, possible, kept))
            except MtypeError as error:
                skipped.append(Skipped(path, str(error), failed=True))
        return Said(tuple(done), tuple(skipped))

    def bare(self, definition: Definition) -> Assessment:
        """A guest of which nothing is known but its machine type."""
        return self._assessor.assess(definition, self._kinds)

    def _assess(
        self, definition: Definition, guest: Portability, possible: frozenset[Kind], snapshots: int
    ) -> Assessment:
        kinds = [kind for kind in self._kinds if kind in possible]
        there, has_emulator = None, True
        if self._abilities is not None:
            try:
                there = self._abilities(definition)
            except NoEmulatorError:
                has_emulator = False
        source, destination = self._source(definition), self._destination(definition)
        around = Circumstances(
            destination.label,
            definition.emulator,
            has_emulator if self._abilities is not None else _is_there(definition, destination),
            self._abilities is not None,
            snapshots,
            source.release.libvirt if source.release else None,
        )
        done = self._assessor.assess(definition, kinds, guest, there)
        found = tuple(
            hindered(one, with_circumstances(Answer(one.answer.kind, Verdict.SUPPORTED), guest, around))
            for one in done.found
        )
        return done._replace(found=found)


def _is_there(definition: Definition, destination: Target) -> bool | None:
    if definition.emulator is None or destination.release is None:
        return None
    return is_there(definition.emulator, destination.release.line)
