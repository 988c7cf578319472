"""What does a program get that wants the whole run as one JSON object?"""

from __future__ import annotations

import json
from collections.abc import Iterable

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

# Pure ASCII: it survives every locale and leaves no control character for a terminal to obey.
_encode = json.JSONEncoder(ensure_ascii=True).encode


def as_json(result: Result) -> str:
    """One object; definitions, findings and skipped paths stand one a line, so that diffs and grep work
    on it and ten thousand of them are written as fast as without indentation."""
    members = {
        "schema_version": _encode(SCHEMA_VERSION),
        "tool": _encode(tool_fields(result)),
        "target": _encode(target_fields(result)),
        "targets": _encode(targets_fields(result)),
        "summary": _encode(summary_fields(result)),
        "definitions": _array(definition_fields(row, result) for row in result.rows),
        "findings": _array(map(finding_fields, result.findings)),
        "skipped": _array(map(skipped_fields, result.skipped)),
    }
    body = ",\n".join(f"  {_encode(key)}: {value}" for key, value in members.items())
    return f"{{\n{body}\n}}\n"


def _array(objects: Iterable[Object]) -> str:
    lines = ",\n    ".join(map(_encode, objects))
    return f"[\n    {lines}\n  ]" if lines else "[]"
