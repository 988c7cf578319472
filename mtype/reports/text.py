"""How does a report read on a terminal or in the log of a pipe?"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mtype.check.result import Result
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.reports.by_file import by_file
from mtype.reports.escape import brief, printable
from mtype.reports.excerpt import excerpt_of
from mtype.reports.summary import nothing_scanned, sentence

# Plain ANSI escapes: importing rich takes longer than linting a hundred definitions.
_BOLD, _RED, _GREEN, _YELLOW, _BLUE = "1", "1;31", "1;32", "1;33", "1;34"
_SEVERITY = {Severity.ERROR: _RED, Severity.WARNING: _YELLOW, Severity.INFO: _BLUE}
_LONGEST = max(len(severity.value) for severity in Severity)
# The widest excerpt where nothing wraps, and the narrowest terminal that is still obeyed.
_EXCERPT, _NARROWEST = 120, 40

Paint = Callable[[str, str], str]


def as_text(result: Result, *, color: bool = False, width: int | None = None) -> str:
    """The report for people, grouped by file. `width` None is a pipe: nothing is wrapped there."""
    paint = _paint if color else _plain
    width = width and max(width, _NARROWEST)
    lines: list[str] = []
    for path, findings in by_file(result.findings).items():
        lines.append(paint(printable(path), _BOLD))
        lines += _of_file(findings, paint, width, targets=len(result.targets))
        lines.append("")
    if result.skipped:
        lines.append(paint("skipped:", _BOLD))
        for skip in result.skipped:
            text = f"{printable(skip.path)}: {brief(skip.reason)}"
            lines += _wrapped(f"failed: {text}" if skip.failed else text, "  ", "    ", width)
        lines.append("")
    lines += [paint(line, _mood(result)) for line in _wrapped(sentence(result), "", "  ", width)]
    return "\n".join(lines) + "\n"


def _of_file(findings: list[Finding], paint: Paint, width: int | None, *, targets: int) -> Iterator[str]:
    longest = max(len(f"{finding.line}:{finding.column}") for finding in findings)
    indent = " " * (2 + longest + 2 + _LONGEST + 2)
    room = max(width - len(indent), _NARROWEST // 2) if width else _EXCERPT
    shown = None
    for finding in findings:
        place = f"{finding.line}:{finding.column}"
        rule = f"{finding.rule} {finding.name}"
        if finding.target and targets > 1:
            rule += f" [{printable(finding.target)}]"
        severity = finding.severity.value.ljust(_LONGEST)
        prefix = f"  {place:<{longest}}  {paint(severity, _SEVERITY[finding.severity])}  "
        body = _wrapped(f"{rule}  {brief(finding.message)}", indent, indent, width)
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
            yield f"{indent}suggestion: {paint(brief(finding.suggestion), _GREEN)}"


def _wrapped(text: str, first: str, rest: str, width: int | None) -> list[str]:
    if width is None or len(first) + len(text) <= width:
        return [first + text]
    import textwrap

    # A machine type is never broken at its hyphens: it could not be searched for or copied.
    return textwrap.wrap(
        text, max(width, len(rest) + 20), initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )


def _mood(result: Result) -> str:
    incomplete = nothing_scanned(result) or result.unparsed or any(skip.failed for skip in result.skipped)
    if incomplete or result.counts["error"]:
        return _RED
    return _YELLOW if result.counts["warning"] else _GREEN


def _paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(text: str, code: str) -> str:
    return text
