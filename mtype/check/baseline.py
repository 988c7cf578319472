"""Which findings were there before, so that only new ones count?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from mtype.model.errors import UsageError
from mtype.model.finding import Finding
from mtype.rules.mt601_not_well_formed import NotWellFormed

_VERSION = 1
_KEYS = ("rule", "path", "domain", "machine_type", "target")
Key = tuple[str | None, ...]


def key_of(finding: Finding) -> Key:
    """What makes two findings the same: not the line, which moves with every edit above it."""
    return tuple(getattr(finding, name) for name in _KEYS)


def may_be_known(finding: Finding) -> bool:
    """Whether a baseline can silence it. A file that cannot be parsed was not checked: that has to be told
    as long as it is so."""
    return finding.rule != NotWellFormed.id


def write_baseline(findings: Iterable[Finding]) -> str:
    """The text of a baseline file that covers `findings`, sorted so that its diffs are small."""
    counted = Counter(key_of(finding) for finding in findings if may_be_known(finding))
    entries = [
        {**dict(zip(_KEYS, key, strict=True)), "count": count}
        for key, count in sorted(counted.items(), key=lambda item: [part or "" for part in item[0]])
    ]
    return json.dumps({"version": _VERSION, "findings": entries}, indent=1, ensure_ascii=True) + "\n"


def read_baseline(text: str, path: str) -> Counter[Key]:
    """How often each known finding may occur. Raises UsageError if the file is no baseline."""
    try:
        content: Any = json.loads(text)
        if content["version"] != _VERSION:
            raise UsageError(f"{path}: a baseline of version {content['version']}, not {_VERSION}")
        return Counter(
            {tuple(entry[name] for name in _KEYS): int(entry["count"]) for entry in content["findings"]}
        )
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise UsageError(f"{path} is no baseline file; write one with --write-baseline") from error


def apply_baseline(findings: Iterable[Finding], baseline: Counter[Key]) -> tuple[list[Finding], int, int]:
    """(new findings, how many known ones were left out, how many entries no longer occur)."""
    left = Counter(baseline)
    fresh: list[Finding] = []
    known = 0
    for finding in findings:
        key = key_of(finding)
        if left[key] > 0 and may_be_known(finding):
            left[key] -= 1
            known += 1
        else:
            fresh.append(finding)
    return fresh, known, sum(1 for count in left.values() if count > 0)
