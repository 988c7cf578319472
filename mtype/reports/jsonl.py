"""What does a program get that reads a run line by line?"""

from __future__ import annotations

import json
from collections.abc import Iterator

from mtype.check.result import Result
from mtype.reports.fields import (
    SCHEMA_VERSION,
    Object,
    definition_fields,
    finding_fields,
    skipped_fields,
    summary_fields,
    target_fields,
    targets_fields,
    tool_fields,
)

_encode = json.JSONEncoder(ensure_ascii=True).encode


def as_jsonl(result: Result) -> str:
    """One object a line with a `type`; the summary comes last, so its absence shows a cut-off report."""
    return "".join(_encode(line) + "\n" for line in _lines(result))


def _lines(result: Result) -> Iterator[Object]:
    for row in result.rows:
        yield {"type": "definition", **definition_fields(row, result)}
    for finding in result.findings:
        yield {"type": "finding", **finding_fields(finding)}
    for skip in result.skipped:
        yield {"type": "skipped", **skipped_fields(skip)}
    yield {
        "type": "summary",
        "schema_version": SCHEMA_VERSION,
        "tool": tool_fields(result),
        "target": target_fields(result),
        "targets": targets_fields(result),
        **summary_fields(result),
    }
