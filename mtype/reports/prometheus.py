"""What does a monitoring system get? The text exposition format of Prometheus."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mtype.check.result import Result
from mtype.model.status import Status
from mtype.reports.escape import brief, printable

_PREFIX = "virt_machine_type_"
Labels = tuple[tuple[str, str], ...]
Samples = Iterable[tuple[Labels, float]]


def as_prometheus(result: Result) -> str:
    """All metrics are gauges of the last run. When it was, node_exporter tells from the age of the file."""
    statuses = Counter(row.status for row in result.rows)
    found = Counter((finding.rule, finding.severity.value) for finding in result.findings)
    failed = sum(skip.failed for skip in result.skipped)
    families = (
        _family("info", "What made the report, and for which target.", _infos(result)),
        _family(
            "definitions",
            "Definitions checked, by what the target makes of their machine type.",
            # Every status is there, with zero too: an alert on a series that is missing never fires.
            (((("status", status.value),), statuses[status.value]) for status in Status),
        ),
        _family(
            "findings",
            "Findings by rule.",
            (
                ((("rule", rule), ("severity", word)), number)
                for (rule, word), number in sorted(found.items())
            ),
        ),
        _family("findings_by_severity", "Findings by severity.", _severities(result)),
        _family("definition_status", "One for each definition, with its status as a label.", _rows(result)),
        _family(
            "suppressed",
            "Findings silenced by a comment, the project file or the baseline.",
            _one(result.suppressed),
        ),
        _family(
            "skipped",
            "Paths that were not checked; failed means that they should have been.",
            (((("failed", "true"),), failed), ((("failed", "false"),), len(result.skipped) - failed)),
        ),
        _family("unparsed", "Files that could not be parsed.", _one(result.unparsed)),
        _family("last_run_seconds", "How long the last run took.", _one(round(result.seconds, 3))),
    )
    return "".join(families)


def _family(name: str, says: str, samples: Samples) -> str:
    lines = [f"# HELP {_PREFIX}{name} {says}", f"# TYPE {_PREFIX}{name} gauge"]
    for labels, value in samples:
        inner = ",".join(f'{key}="{_label(text)}"' for key, text in labels)
        lines.append(f"{_PREFIX}{name}{{{inner}}} {value}" if inner else f"{_PREFIX}{name} {value}")
    return "\n".join(lines) + "\n"


def _one(value: float) -> Samples:
    return (((), value),)


def _infos(result: Result) -> Samples:
    targets = dict.fromkeys((target.release or "", target.source) for target in result.targets)
    for release, source in targets:
        yield (("version", result.version), ("release", release), ("source", source)), 1


def _severities(result: Result) -> Samples:
    for word, number in result.counts.items():
        yield (("severity", word),), number


def _rows(result: Result) -> Samples:
    """A series must not come twice, and a path may well hold two definitions of one domain."""
    shown = (
        (printable(row.path), brief(row.domain or ""), brief(row.machine_type or ""), row.status)
        for row in result.rows
    )
    for values in dict.fromkeys(shown):
        yield tuple(zip(("path", "domain", "machine_type", "status"), values, strict=True)), 1


def _label(text: str) -> str:
    return printable(text).replace("\\", "\\\\").replace('"', '\\"')
