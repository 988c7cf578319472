"""How does a report read on a terminal or in the log of a pipe?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.check.result import Result
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.reports.by_file import by_file
from mtype.reports.escape import brief, printable
from mtype.reports.excerpt import excerpt_of
from mtype.reports.summary import nothing_scanned, sentence
from mtype.reports.terminal import BLUE, BOLD, GREEN, NARROWEST, RED, YELLOW, Paint, painter, wrapped

_SEVERITY = {Severity.ERROR: RED, Severity.WARNING: YELLOW, Severity.INFO: BLUE}
_LONGEST = max(len(severity.value) for severity in Severity)
_EXCERPT = 120  # the widest excerpt where nothing wraps


def as_text(result: Result, *, color: bool = False, width: int | None = None) -> str:
    """The report for people, grouped by file. `width` None is a pipe: nothing is wrapped there."""
    paint = painter(color)
    width = width and max(width, NARROWEST)
    lines: list[str] = []
    for path, findings in by_file(result.findings).items():
        lines.append(paint(printable(path), BOLD))
        lines += _of_file(findings, paint, width, targets=len(result.targets))
        lines.append("")
    if result.skipped:
        lines.append(paint("skipped:", BOLD))
        for skip in result.skipped:
            text = f"{printable(skip.path)}: {brief(skip.reason)}"
            lines += wrapped(f"failed: {text}" if skip.failed else text, "  ", "    ", width)
        lines.append("")
    lines += [paint(line, _mood(result)) for line in wrapped(sentence(result), "", "  ", width)]
    return "\n".join(lines) + "\n"


def _of_file(findings: list[Finding], paint: Paint, width: int | None, *, targets: int) -> Iterator[str]:
    longest = max(len(f"{finding.line}:{finding.column}") for finding in findings)
    indent = " " * (2 + longest + 2 + _LONGEST + 2)
    room = max(width - len(indent), NARROWEST // 2) if width else _EXCERPT
    shown = None
    for finding in findings:
        place = f"{finding.line}:{finding.column}"
        rule = f"{finding.rule} {finding.name}"
        if finding.target and targets > 1:
            rule += f" [{printable(finding.target)}]"
        severity = finding.severity.value.ljust(_LONGEST)
        prefix = f"  {place:<{longest}}  {paint(severity, _SEVERITY[finding.severity])}  "
        body = wrapped(f"{rule}  {brief(finding.message)}", indent, indent, width)
        yield prefix + body[0][len(indent) :]
        yield from body[1:]
        # Findings for several targets stand at the same place; one excerpt is enough for them.
        excerpt = excerpt_of(finding, room) if place != shown else None
        if excerpt:
            line, caret = excerpt
            yield indent + line
            yield indent + " " * caret + paint("^", _SEVERITY[finding.severity])
            shown = place
        if finding.suggestion:
            yield f"{indent}suggestion: {paint(brief(finding.suggestion), GREEN)}"


def _mood(result: Result) -> str:
    incomplete = nothing_scanned(result) or result.unparsed or any(skip.failed for skip in result.skipped)
    if incomplete or result.counts["error"]:
        return RED
    return YELLOW if result.counts["warning"] else GREEN
