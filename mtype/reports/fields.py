"""Which fields has each object of the machine-readable reports? They are part of the contract."""

from __future__ import annotations

from mtype.check.result import Result, Row
from mtype.model.finding import Finding, Skipped
from mtype.reports.escape import encodable
from mtype.reports.summary import files, labels

# Raised with a changelog entry: the first number when a field goes or changes, the second when one comes.
SCHEMA_VERSION = "1.0"
TOOL = "virt-machine-type"

Object = dict[str, object]


def tool_fields(result: Result) -> Object:
    """What made the report."""
    return {"name": TOOL, "version": result.version}


def target_fields(result: Result) -> Object:
    """All targets as one: releases joined, each source named once."""
    releases = [target.release for target in result.targets if target.release]
    sources = dict.fromkeys(target.source for target in result.targets)
    return {
        "release": encodable(", ".join(releases)) if releases else None,
        "source": encodable(", ".join(sources)),
    }


def targets_fields(result: Result) -> list[Object]:
    """The targets one by one."""
    return [
        {"release": _text(target.release), "source": encodable(target.source)} for target in result.targets
    ]


def summary_fields(result: Result) -> Object:
    """The run in numbers."""
    return {
        "definitions": len(result.rows),
        "files": files(result),
        "findings": result.counts,
        "suppressed": result.suppressed,
        "skipped": len(result.skipped),
        "unparsed": result.unparsed,
        "seconds": round(result.seconds, 3),
    }


def definition_fields(row: Row, result: Result) -> Object:
    """One definition; `statuses` is there only if there are several targets to tell apart, and names those it
    was held to: the guests of two hosts are held to different ones. `saved` is there for a save image, and
    `on_disk` for the definition of a guest in the folders of a host."""
    fields: Object = {
        "path": encodable(row.path),
        "carrier": row.carrier,
        "domain": _text(row.domain),
        "uuid": _text(row.uuid),
        "arch": _text(row.arch),
        "machine_type": _text(row.machine_type),
        "board": _text(row.board),
        "vendor": _text(row.vendor),
        "status": row.status,
    }
    if len(result.targets) > 1:
        names = map(encodable, labels(result.targets))
        pairs = zip(names, row.statuses, strict=False)
        fields["statuses"] = {name: status for name, status in pairs if status}
    if row.saved is not None:
        fields["saved"] = {"compression": row.saved.compression, "was_running": row.saved.was_running}
    if row.on_disk is not None:
        host, autostart, nvram = row.on_disk
        fields["on_disk"] = {"host": encodable(host), "autostart": autostart, "nvram": _text(nvram)}
    return fields


def finding_fields(finding: Finding) -> Object:
    """One finding."""
    return {
        "rule": finding.rule,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": encodable(finding.message),
        "path": encodable(finding.path),
        "line": finding.line,
        "column": finding.column,
        "domain": _text(finding.domain),
        "machine_type": _text(finding.machine_type),
        "suggestion": _text(finding.suggestion),
        "target": _text(finding.target),
    }


def skipped_fields(skip: Skipped) -> Object:
    """One path that was not linted."""
    return {"path": encodable(skip.path), "reason": encodable(skip.reason), "failed": skip.failed}


def _text(value: str | None) -> str | None:
    return value if value is None else encodable(value)
