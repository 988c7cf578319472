"""Which tables has the HTML report?"""

from __future__ import annotations

from collections.abc import Iterable

from mtype.check.result import Result, Row
from mtype.model.finding import Finding
from mtype.model.status import Status
from mtype.reports.by_file import by_file
from mtype.reports.escape import markup
from mtype.reports.excerpt import excerpt_of
from mtype.reports.summary import counted, labels

_EXCERPT = 110
_MEANING = {
    Status.SUPPORTED: "the target offers it",
    Status.DEPRECATED: "the target offers it, and will drop it",
    Status.REMOVED: "the target no longer offers it",
    Status.NEWER: "introduced after the target",
    Status.FOREIGN: "of a vendor the target does not carry",
    Status.UNKNOWN: "not known, or not known whether the target offers it",
    Status.FLOATING: "an alias, or no machine type at all",
}


def findings_table(result: Result) -> str:
    """The findings, grouped by file. The roles keep it a table where a narrow screen stacks its cells."""
    several = len(result.targets) > 1
    bodies = "".join(
        f'<tbody role="rowgroup">\n<tr role="row"><th role="rowheader" scope="rowgroup" colspan="3">'
        f"<code>{markup(path)}</code></th></tr>\n"
        + "".join(_finding(finding, several=several) for finding in findings)
        + "</tbody>\n"
        for path, findings in by_file(result.findings).items()
    )
    heads = "".join(
        f'<th role="columnheader" scope="col">{head}</th>' for head in ("Place", "Severity", "Finding")
    )
    return (
        '<table class="findings" role="table">\n<caption>Line and column, severity, and what was found'
        f'</caption>\n<thead role="rowgroup"><tr role="row">{heads}</tr></thead>\n{bodies}</table>\n'
    )


def _finding(finding: Finding, *, several: bool) -> str:
    rule = f"{finding.rule} {finding.name}"
    if several and finding.target:
        rule += f" [{finding.target}]"
    what = f"<b>{markup(rule)}</b><br>{markup(finding.message)}"
    if excerpt := excerpt_of(finding, _EXCERPT):
        line, caret = excerpt
        what += f'<pre>{markup(line)}\n<span aria-hidden="true">{" " * caret}^</span></pre>'
    if finding.suggestion:
        what += f"<div>Suggestion: <code>{markup(finding.suggestion)}</code></div>"
    word = finding.severity.value
    cell = '<td role="cell"'
    return (
        f'<tr role="row">{cell}>{finding.line}:{finding.column}</td>{cell} class="{word}">{word}</td>'
        f"{cell}>{what}</td></tr>\n"
    )


def definitions_tables(result: Result) -> str:
    """One fold for each status, the worst first; open unless there is nothing to do about it."""
    groups: dict[str, list[Row]] = {}
    for row in result.rows:
        groups.setdefault(row.status, []).append(row)
    worst_first = sorted(Status, key=lambda status: -status.rank)
    return "".join(
        _status(status, groups[status.value], result) for status in worst_first if status.value in groups
    )


def _status(status: Status, rows: list[Row], result: Result) -> str:
    several = len(result.targets) > 1
    heads = ["Definition", "Domain", "Arch", "Machine type", "Board", "Vendor", "Carrier"]
    heads += labels(result.targets) if several else ()
    cells = (
        (row.path, row.domain, row.arch, row.machine_type, row.board, row.vendor, row.carrier)
        + (row.statuses if several else ())
        for row in rows
    )
    fold = "<details>" if status is Status.SUPPORTED else "<details open>"
    title = f"<b>{status.value}</b>: {counted(len(rows), 'definition')}"
    table = plain_table(f"Definitions whose machine type is {status.value}", heads, cells)
    return (
        f'{fold}<summary>{title} <span class="dim">({_MEANING[status]})</span></summary>\n{table}</details>\n'
    )


def plain_table(name: str, heads: Iterable[str], rows: Iterable[Iterable[str | None]]) -> str:
    """A table that scrolls by itself where it is too wide, with the keyboard too."""
    top = "".join(f'<th scope="col">{markup(head)}</th>' for head in heads)
    body = "".join(_tr(cells) for cells in rows)
    return (
        f'<div class="scroll" role="region" aria-label="{markup(name)}" tabindex="0"><table>\n'
        f"<thead><tr>{top}</tr></thead>\n<tbody>\n{body}</tbody>\n</table></div>\n"
    )


def _tr(cells: Iterable[str | None]) -> str:
    first, *rest = (markup(cell or "") for cell in cells)
    return (
        f'<tr><th scope="row"><code>{first}</code></th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>\n'
    )
