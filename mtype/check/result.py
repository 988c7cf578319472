"""What came out of a lint run?"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from mtype.definitions.document import SaveImage
from mtype.model.exit_code import ExitCode
from mtype.model.finding import Finding, Skipped
from mtype.model.severity import Severity


class TargetInfo(NamedTuple):
    """One target of a run: the release it stands for (None for a bare emulator) and what its offer was
    read from, such as `catalogue` or `emulator /usr/bin/qemu-system-x86_64 (QEMU 7.2.22)`."""

    release: str | None
    source: str


class OnDisk(NamedTuple):
    """What the folders of a host hold of a guest besides its definition: `host` stands for the root of that
    host, `nvram` is the file of its firmware's variables."""

    host: str
    autostart: bool
    nvram: str | None


class Row(NamedTuple):
    """One linted definition: what it is, and the worst status over all targets. `arch` is libvirt's word
    as written, QEMU's for the one that is taken where none is. `statuses` has the
    status at each target, in the order of the targets; it is empty at one that it was not held to.
    `saved` is what the header of a save image says; `on_disk` is set for a guest of a host's folders."""

    path: str
    carrier: str
    domain: str | None
    uuid: str | None
    arch: str
    machine_type: str | None
    board: str | None
    vendor: str | None
    status: str
    statuses: tuple[str, ...] = ()
    saved: SaveImage | None = None
    on_disk: OnDisk | None = None


class Result(NamedTuple):
    """Everything a report shows. `suppressed` counts findings silenced by a comment, the project file or
    the baseline; `unparsed` counts files that could not be parsed, whatever became of their finding."""

    version: str
    targets: tuple[TargetInfo, ...]
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    skipped: tuple[Skipped, ...]
    suppressed: int = 0
    unparsed: int = 0
    seconds: float = 0.0

    @property
    def counts(self) -> dict[str, int]:
        """Findings by severity: keys `error`, `warning`, `info`, all present."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity.value: counted[severity] for severity in Severity}

    def exit_code(self, fail_on: Severity | None) -> ExitCode:
        """What the run means for a script; `fail_on` None is `--fail-on never`.

        Could-not-complete wins over findings, and nothing scanned is never clean.
        """
        if any(skip.failed for skip in self.skipped):
            return ExitCode.INCOMPLETE
        if not self.rows and not self.findings and not self.suppressed:
            return ExitCode.INCOMPLETE
        if fail_on and any(finding.severity.at_least(fail_on) for finding in self.findings):
            return ExitCode.FINDINGS
        return ExitCode.INCOMPLETE if self.unparsed else ExitCode.CLEAN
