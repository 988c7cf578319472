"""What is shown in a job summary or as a comment on a merge request?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from mtype.check.result import Result
from mtype.model.finding import Finding
from mtype.reports.escape import brief
from mtype.reports.summary import nothing_scanned, sentence, tally

# A comment on GitHub may have 65,536 characters; a longer one is refused as a whole.
_FINDINGS, _SKIPPED = 45_000, 12_000
_PLAIN = re.compile(r"[^`|\\]+")
# As character references: they mean the same in text, in code and in a cell, which backslashes do not.
_SPECIAL = str.maketrans({char: f"&#{ord(char)};" for char in "&<>|`*_[]\\~$#"} | {"@": "@&#8203;"})


def as_markdown(result: Result) -> str:
    """Worst findings first. What does not fit into a comment is counted, never dropped in silence."""
    title = "nothing was checked" if nothing_scanned(result) else tally(result)
    parts = [f"### virt-machine-type: {title}\n", _text(sentence(result)) + ".\n"]
    if result.findings:
        worst_first = sorted(result.findings, key=lambda finding: -finding.severity.rank)
        head = "| Severity | Rule | Place | Finding | Suggestion |"
        several = len(result.targets) > 1
        rows = (_row(finding, several=several) for finding in worst_first)
        parts.append(_table(head, rows, len(worst_first), _FINDINGS))
    if result.skipped:
        failed_first = sorted(result.skipped, key=lambda skip: not skip.failed)
        cells = (
            (_code(skip.path), _text(f"failed: {skip.reason}" if skip.failed else skip.reason))
            for skip in failed_first
        )
        parts.append(_table("| Skipped | Reason |", map(_joined, cells), len(failed_first), _SKIPPED))
    return "\n".join(parts)


def _row(finding: Finding, *, several: bool) -> str:
    rule = f"{finding.rule} {finding.name}"
    if several and finding.target:
        rule += f" [{finding.target}]"
    return _joined(
        (
            finding.severity.value,
            _text(rule),
            _code(f"{finding.path}:{finding.line}:{finding.column}"),
            _text(finding.message),
            _code(finding.suggestion) if finding.suggestion else "",
        )
    )


def _table(head: str, rows: Iterable[str], total: int, limit: int) -> str:
    lines = [head, re.sub(r"[^|]+", " --- ", head)]
    length = 0
    for shown, row in enumerate(rows):
        length += len(row) + 1
        if length > limit:
            lines += ["", f"{total - shown} more are not shown here; the other formats list all."]
            break
        lines.append(row)
    return "\n".join(lines) + "\n"


def _joined(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    return brief(text).translate(_SPECIAL)


def _code(text: str) -> str:
    """A code span, or the element where the text holds what would end a span or a cell."""
    shown = brief(text)
    if _PLAIN.fullmatch(shown) and shown == shown.strip():
        return f"`{shown}`"
    return f"<code>{shown.translate(_SPECIAL)}</code>"
