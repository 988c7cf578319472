"""What does a GitHub workflow get? Annotations, as workflow commands."""

from __future__ import annotations

from mtype.check.result import Result
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.reports.escape import brief, printable
from mtype.reports.summary import sentence

_COMMAND = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def as_github(result: Result) -> str:
    """One command a finding and a skipped path, then the summary as an ordinary line of the log.

    GitHub shows the first ten annotations of each kind; the log has all.
    """
    lines = [_annotation(finding, several=len(result.targets) > 1) for finding in result.findings]
    for skip in result.skipped:
        # A network beside the domains is nothing to warn of; it would use up the ten warnings shown.
        command, title = ("warning", "not checked") if skip.failed else ("notice", "skipped")
        lines.append(
            f"::{command} file={property_value(skip.path)},title={title}::{data(brief(skip.reason))}"
        )
    lines.append(sentence(result))
    return "\n".join(lines) + "\n"


def _annotation(finding: Finding, *, several: bool) -> str:
    title = f"{finding.rule} {finding.name}"
    if several and finding.target:
        title += f" [{finding.target}]"
    place = f"file={property_value(finding.path)},line={finding.line},col={finding.column}"
    message = data(brief(finding.message))
    if finding.suggestion:
        message += "%0Asuggestion: " + data(brief(finding.suggestion))
    return f"::{_COMMAND[finding.severity]} {place},title={property_value(title)}::{message}"


def data(text: str) -> str:
    """The text of a workflow command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def property_value(text: str) -> str:
    """The value of a property of a workflow command. Commas and colons end one, so they are escaped here and
    only here."""
    return data(printable(text)).replace(":", "%3A").replace(",", "%2C")
