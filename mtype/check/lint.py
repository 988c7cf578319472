"""What is wrong with the definitions of one file?"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from mtype.check.discover import why
from mtype.check.excerpt import lines_of
from mtype.check.memory import with_memory
from mtype.check.on_disk import HostsOnDisk
from mtype.check.result import Row
from mtype.check.selection import means
from mtype.check.settings import Settings
from mtype.definitions.document import Document
from mtype.definitions.reader import read_document
from mtype.model.definition import Carrier, Definition
from mtype.model.finding import Finding, Skipped
from mtype.rules import Context, Rule
from mtype.rules.base import DocumentRule
from mtype.rules.mt000_internal_error import InternalError
from mtype.rules.mt601_not_well_formed import NotWellFormed
from mtype.rules.mt602_no_domain import NoDomain

# The domain types that QEMU runs (libvirt: domain/@type); the others have no machine type of QEMU.
QEMU_DOMAINS = frozenset({"kvm", "qemu", "hvf", "kqemu"})
_WHOLE = 1024 * 1024  # files up to this size are read in one go


class Outcome(NamedTuple):
    """What came out of one file. `memories` are the files of memory that the snapshots in it name."""

    rows: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    suppressed: int = 0
    unparsed: int = 0
    memories: tuple[str, ...] = ()


class _OfType(NamedTuple):
    """What is the same for all definitions of one machine type and arch, and for all that are saved memory
    of them."""

    row: Row
    findings: tuple[Finding, ...]


class Linter:
    """Lints files with one set of settings; made once and handed to every worker."""

    def __init__(self, settings: Settings, hosts: HostsOnDisk | None = None) -> None:
        self.settings = settings
        self._hosts = hosts or HostsOnDisk({})
        rules = [rule() for rule in settings.rules if not issubclass(rule, DocumentRule)]
        self.type_rules = tuple(rule for rule in rules if rule.about_type)
        self.other_rules = tuple(rule for rule in rules if not rule.about_type)
        self._by_type: dict[tuple[str | None, str | None, bool], _OfType] = {}
        self.chosen = frozenset(rule.id for rule in settings.rules)
        self.contexts = tuple(
            Context(target, settings.today, settings.horizon) for target in settings.targets
        )

    def lint(self, path: str) -> Outcome:
        """Lint the file at `path`. Whatever is wrong with it becomes part of the outcome."""
        try:
            with open(path, "rb", buffering=0) as stream:  # noqa: PTH123  # ten thousand times in a run
                status = os.fstat(stream.fileno())
                if not stat.S_ISREG(status.st_mode) or not status.st_size:
                    # A pipe gives what it has just now and cannot be read twice; /dev/zero has no end.
                    with io.BufferedReader(stream) as whole:
                        return self.lint_whole(whole, path)
                # Asking for the size first: a read of a megabyte costs more than linting a small file.
                if status.st_size <= _WHOLE:
                    data = stream.read()
                    return self.lint_stream(io.BytesIO(data), path, data)
                return self.lint_stream(stream, path, None)
        except (OSError, ValueError) as error:
            return Outcome(skipped=(Skipped(path, why(error), failed=True),))

    def lint_whole(self, stream: BinaryIO, path: str) -> Outcome:
        """Lint what a stream gives that can be read only once, such as the standard input."""
        data = stream.read(self.settings.max_bytes + 1)
        return self.lint_stream(io.BytesIO(data), path, data)

    def lint_stream(
        self,
        stream: BinaryIO,
        path: str,
        data: bytes | None,
        *,
        carrier: Carrier = Carrier.FILE,
        persistent_type: str | None = None,
    ) -> Outcome:
        """Lint what `stream` holds; `data` is the same as bytes where it is at hand, for the excerpts.

        `carrier` is where on a host it comes from, and `persistent_type` what the guest's definition there
        says.
        """
        place = self._hosts.places.get(path)
        if place is not None:
            carrier = place.carrier
        document = read_document(stream, path, max_bytes=self.settings.max_bytes, carrier=carrier)
        if document.refused:
            return Outcome(skipped=(Skipped(path, document.refused, failed=True),))
        if document.not_domain:
            reason = f"a libvirt {document.not_domain}, not a domain"
            return Outcome(skipped=(Skipped(path, reason, failed=False),))
        rows: list[Row] = []
        findings = list(self._of_document(document, path, data))
        skipped: list[Skipped] = []
        if document.problem is not None and NotWellFormed.id not in self.chosen:
            # Nobody wants the finding, but which file was not checked has to be told.
            skipped.append(Skipped(path, document.problem.message, failed=True))
        memories: list[str] = []
        hidden = 0
        told: set[tuple[str, int, int, str]] = set()
        for definition in document.definitions:
            if definition.domain_type is not None and definition.domain_type not in QEMU_DOMAINS:
                skipped.append(Skipped(path, _not_qemu(definition), failed=False))
                continue
            if persistent_type is not None:
                definition = definition._replace(persistent_type=persistent_type)
            if place is not None:
                definition = self._hosts.complete(definition, place)
                if not rows:  # a snapshot of a guest that ran has its definition for the next start too
                    definition, file = with_memory(definition, place, data)
                    memories += filter(None, [file])
            row, found = self._definition(definition)
            if place is not None or document.save_image is not None:
                about = self._hosts.about(definition, place)
                row = row._replace(saved=document.save_image, on_disk=about)
            # A comment outside of the domains belongs to all of them, and is wrong only once.
            found = [f for f in found if (f.rule, f.line, f.column, f.message) not in told]
            told.update((f.rule, f.line, f.column, f.message) for f in found)
            kept = [finding for finding in found if not _suppressed(finding, definition)]
            hidden += len(found) - len(kept)
            rows.append(row)
            findings += kept
        findings, hidden = self._drop_by_path(path, findings, hidden)
        findings = _with_excerpts(sorted(findings, key=_place), path, data)
        unparsed = int(document.problem is not None and not self._excused(path))
        return Outcome(tuple(rows), tuple(findings), tuple(skipped), hidden, unparsed, tuple(memories))

    def _of_document(self, document: Document, path: str, data: bytes | None) -> Iterator[Finding]:
        if document.problem is not None:
            if NotWellFormed.id in self.chosen:
                at, message = document.problem.at, document.problem.message
                yield NotWellFormed().report(path, at.line, at.column, message)
            return
        if not document.definitions:
            if NoDomain.id in self.chosen:
                yield NoDomain().report(path, 1, 1, "there is no libvirt domain in this file")
            return
        if self.settings.schema:
            from mtype.check.structure import structure_findings

            yield from structure_findings(self.settings, path, data)

    def _definition(self, definition: Definition) -> tuple[Row, list[Finding]]:
        shared = self._of_type(definition)
        name, at = definition.name, definition.at
        findings = [
            finding._replace(path=definition.path, line=at.line, column=at.column, domain=name)
            for finding in shared.findings
        ]
        for context in self.contexts:
            for finding in self._findings(self.other_rules, definition, context):
                if finding not in findings:  # what holds at every target is told once
                    findings.append(finding)
        row = shared.row._replace(
            path=definition.path, carrier=definition.carrier.value, domain=name, uuid=definition.uuid
        )
        return row, findings

    def _of_type(self, definition: Definition) -> _OfType:
        """What follows from the machine type and the arch alone: thousands of definitions share a few."""
        key = definition.machine_type, definition.arch, definition.carrier.is_saved
        if key not in self._by_type:
            judged = [context.judge(definition) for context in self.contexts]
            worst = max((judgement.status for judgement in judged), key=lambda status: status.rank)
            kind = next((judgement.kind for judgement in judged if judgement.kind), None)
            row = Row(
                path=definition.path,
                carrier=definition.carrier.value,
                domain=None,
                uuid=None,
                arch=definition.arch or self.contexts[0].arch(definition),
                machine_type=definition.machine_type,
                board=kind.board if kind else None,
                vendor=kind.vendor if kind else None,
                status=worst.value,
                statuses=tuple(judgement.status.value for judgement in judged),
            )
            found = dict.fromkeys(
                finding
                for context in self.contexts
                for finding in self._findings(self.type_rules, definition, context)
            )
            self._by_type[key] = _OfType(row, tuple(found))
        return self._by_type[key]

    def _findings(
        self, rules: tuple[Rule, ...], definition: Definition, context: Context
    ) -> Iterator[Finding]:
        for rule in rules:
            try:
                yield from rule.check(definition, context)
            except Exception as error:  # a rule that crashes is a finding, never silence
                yield InternalError().report(
                    definition.path,
                    definition.at.line,
                    definition.at.column,
                    f"the rule {rule.id} failed on this definition: {type(error).__name__}: {error}",
                    domain=definition.name,
                )

    def _drop_by_path(self, path: str, findings: list[Finding], hidden: int) -> tuple[list[Finding], int]:
        if not self.settings.suppressions or not findings:
            return findings, hidden
        relative = self.settings.relative(path)
        entries = self.settings.suppressions
        kept = [f for f in findings if not any(entry.covers(f.rule, relative) for entry in entries)]
        return kept, hidden + len(findings) - len(kept)

    def _excused(self, path: str) -> bool:
        """Whether the project file says, with a reason, that this file need not be well-formed."""
        entries = self.settings.suppressions
        return any(entry.covers(NotWellFormed.id, self.settings.relative(path)) for entry in entries)


def _place(finding: Finding) -> tuple[int, int, str]:
    return finding.line, finding.column, finding.rule


def _not_qemu(definition: Definition) -> str:
    name = definition.name or "a domain without a name"
    return f"{name} is of type {definition.domain_type}: only QEMU guests have a machine type"


def _suppressed(finding: Finding, definition: Definition) -> bool:
    return any(
        suppression.reason and any(means(pattern, finding.rule) for pattern in suppression.rules)
        for suppression in definition.suppressions
    )


def _with_excerpts(findings: list[Finding], path: str, data: bytes | None) -> list[Finding]:
    if not findings:
        return findings
    lines = lines_of(path, data, {finding.line for finding in findings})
    return [finding._replace(excerpt=lines.get(finding.line)) for finding in findings]
