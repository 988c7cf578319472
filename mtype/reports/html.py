"""What does a person open in a browser? One HTML file that loads nothing from elsewhere."""

from __future__ import annotations

from mtype.check.result import Result
from mtype.reports.escape import markup
from mtype.reports.fields import TOOL
from mtype.reports.html_page import html_page
from mtype.reports.html_tables import definitions_tables, findings_table, plain_table
from mtype.reports.summary import nothing_scanned, sentence, tally


def as_html(result: Result) -> str:
    """The page: the sum, the findings with their lines, all definitions by status, what was skipped."""
    title = "nothing was checked" if nothing_scanned(result) else tally(result)
    return html_page(
        title,
        f"<h1>Machine types: {title}</h1>\n<p>{markup(sentence(result))}.</p>\n"
        f"{_tally(result)}{_findings(result)}{_definitions(result)}{_skipped(result)}"
        f"<footer>{TOOL} {markup(result.version)}, {result.seconds:.2f} s</footer>\n",
    )


def _tally(result: Result) -> str:
    numbers = [("definition", len(result.rows), "")]
    numbers += [(word, number, word if number else "") for word, number in result.counts.items()]
    numbers += [("suppressed", result.suppressed, ""), ("skipped", len(result.skipped), "")]
    items = "".join(
        f'<li><b class="{style}">{number}</b>{_plural(word, number)}</li>' for word, number, style in numbers
    )
    return f'<ul class="tally">{items}</ul>\n'


def _plural(word: str, number: int) -> str:
    return word if number == 1 or word in ("suppressed", "skipped") else f"{word}s"


def _findings(result: Result) -> str:
    return f"<h2>Findings</h2>\n{findings_table(result)}" if result.findings else ""


def _definitions(result: Result) -> str:
    return f"<h2>Definitions by status</h2>\n{definitions_tables(result)}" if result.rows else ""


def _skipped(result: Result) -> str:
    if not result.skipped:
        return ""
    rows = ((skip.path, skip.reason, "failed" if skip.failed else "") for skip in result.skipped)
    return f"<h2>Skipped</h2>\n{plain_table('Skipped paths', ('Path', 'Reason', 'Outcome'), rows)}"
