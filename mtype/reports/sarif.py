"""What does a code scanning service get? SARIF 2.1.0."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import quote

from mtype.check.result import Result
from mtype.model.finding import Finding, Skipped
from mtype.reports.escape import brief, encodable
from mtype.reports.fields import TOOL, Object
from mtype.reports.sarif_rules import LEVELS, descriptors
from mtype.reports.summary import nothing_scanned, sentence
from mtype.rules.base import Rule

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_URI = re.compile(r"[a-z][a-z0-9+.-]*://")
_encode = json.JSONEncoder(ensure_ascii=True).encode


def as_sarif(result: Result, rules: Sequence[type[Rule]] = ()) -> str:
    """One run; `rules` are those that ran. Results stand one a line."""
    described = descriptors(result, rules)
    index = {str(rule["id"]): number for number, rule in enumerate(described)}
    driver = {"name": TOOL, "version": result.version, "rules": described}
    seen: Counter[str] = Counter()
    lines = ",\n".join(_encode(_result(finding, index[finding.rule], seen)) for finding in result.findings)
    return (
        f'{{"$schema": {_encode(_SCHEMA)}, "version": "2.1.0", "runs": [{{\n'
        f'"tool": {_encode({"driver": driver})},\n'
        f'"invocations": [{_encode(_invocation(result))}],\n'
        f'"columnKind": "unicodeCodePoints",\n'
        f'"results": [\n{lines}\n]}}]}}\n'
    )


def _result(finding: Finding, index: int, seen: Counter[str]) -> Object:
    message = brief(finding.message)
    if finding.suggestion:
        message += f" (suggestion: {brief(finding.suggestion)})"
    region = {"startLine": max(finding.line, 1), "startColumn": max(finding.column, 1)}
    location: Object = {"physicalLocation": {"artifactLocation": _artifact(finding.path), "region": region}}
    if finding.domain is not None:
        name = encodable(finding.domain)
        location["logicalLocations"] = [{"name": name, "fullyQualifiedName": name, "kind": "resource"}]
    wanted = {
        "machineType": finding.machine_type,
        "suggestion": finding.suggestion,
        "target": finding.target,
    }
    return {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": LEVELS[finding.severity],
        "message": {"text": _message(message)},
        "locations": [location],
        "partialFingerprints": {f"{TOOL}/v1": _fingerprint(finding, seen)},
        "properties": {key: encodable(value) for key, value in wanted.items() if value is not None},
    }


def _fingerprint(finding: Finding, seen: Counter[str]) -> str:
    """The same as long as the finding is, wherever in its file it moves: no line, no message. Equal ones
    are numbered, or a service would take them for one."""
    parts = (finding.rule, finding.path, finding.domain, finding.machine_type, finding.target)
    text = _encode(parts)
    seen[text] += 1
    return hashlib.sha256(f"{text} {seen[text]}".encode()).hexdigest()[:32]


def _invocation(result: Result) -> Object:
    notes = [_notification(skip) for skip in result.skipped]
    if nothing_scanned(result):
        notes.append({"level": "error", "message": {"text": _message(sentence(result))}})
    failed = nothing_scanned(result) or any(skip.failed for skip in result.skipped)
    return {"executionSuccessful": not failed, "toolExecutionNotifications": notes}


def _notification(skip: Skipped) -> Object:
    what = "could not be checked" if skip.failed else "was skipped"
    return {
        "level": "error" if skip.failed else "note",
        "message": {"text": _message(f"{brief(skip.path)} {what}: {brief(skip.reason)}")},
        "locations": [{"physicalLocation": {"artifactLocation": _artifact(skip.path)}}],
    }


def _artifact(path: str) -> Object:
    """Relative to the root of the repository; the bytes of a name that is not UTF-8 survive."""
    if _URI.match(path):
        return {"uri": _percent(path, "/:?#[]@!$&'()*+,;=%~")}
    if path.startswith("/"):
        return {"uri": "file://" + _percent(path, "/~")}
    return {"uri": _percent(path.removeprefix("./"), "/~"), "uriBaseId": "%SRCROOT%"}


def _percent(path: str, safe: str) -> str:
    try:
        return quote(path, safe=safe, errors="surrogateescape")
    except UnicodeEncodeError:  # no file system gave us that
        return quote(encodable(path), safe=safe)


def _message(text: str) -> str:
    """SARIF takes `{0}` for a placeholder and `[text](1)` for a link; names may hold either."""
    text = text.replace("{", "{{").replace("}", "}}")
    return text.replace("[", "\\[").replace("]", "\\]") if "](" in text else text
