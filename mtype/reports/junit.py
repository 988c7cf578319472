"""What does a test report of a CI service get? JUnit XML, a test case for each definition."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from mtype.check.result import Result
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.reports.escape import markup
from mtype.reports.fields import TOOL
from mtype.reports.summary import nothing_scanned, sentence

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(slots=True)
class _Case:
    """A definition, or a file that has none we could read, with what was found in it."""

    path: str
    name: str
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> list[Finding]:
        return [finding for finding in self.findings if finding.severity is Severity.ERROR]


def as_junit(result: Result) -> str:
    """Errors are failures; warnings and infos are in system-out, since JUnit knows no half failure. What
    could not be read is an error, and so is a run that found nothing to read."""
    cases = _cases(result)
    broken = [skip for skip in result.skipped if skip.failed]
    lines = [_case(case) for case in cases]
    lines += [
        _whole(skip.path, "error" if skip.failed else "skipped", skip.reason) for skip in result.skipped
    ]
    errors = len(broken)
    if nothing_scanned(result) and not broken:
        lines.append(_whole(TOOL, "error", sentence(result)))
        errors = 1
    counts = (
        f'tests="{len(lines)}" failures="{sum(bool(case.errors) for case in cases)}" errors="{errors}"'
        f' skipped="{len(result.skipped) - len(broken)}" time="{result.seconds:.3f}"'
    )
    body = "".join(f"    {line}\n" for line in lines)
    output = f"    <system-out>{markup(sentence(result))}</system-out>\n"
    suite = f'  <testsuite name="{TOOL} check" {counts}>\n{body}{output}  </testsuite>\n'
    return f"{_HEAD}<testsuites>\n{suite}</testsuites>\n"


def _cases(result: Result) -> list[_Case]:
    """The definitions in order, each with its findings; then files of which only findings are known."""
    cases: list[_Case] = []
    homes: dict[tuple[str | None, ...], _Case] = {}
    names: Counter[tuple[str, str]] = Counter()
    for row in result.rows:
        name = row.domain or "(no name)"
        names[row.path, name] += 1
        # Readers of JUnit take two cases of one name for one.
        number = names[row.path, name]
        case = _Case(row.path, name if number == 1 else f"{name} #{number}")
        cases.append(case)
        homes.setdefault((row.path, row.domain, row.machine_type), case)
        homes.setdefault((row.path, row.domain), case)
    for finding in result.findings:
        key = finding.path, finding.domain
        home = homes.get((*key, finding.machine_type)) or homes.get(key)
        if home is None:
            home = homes[key] = _Case(finding.path, finding.domain or "(whole file)")
            cases.append(home)
        home.findings.append(finding)
    return cases


def _case(case: _Case) -> str:
    head = f'<testcase classname="{markup(case.path)}" name="{markup(case.name)}"'
    if not case.findings:
        return head + "/>"
    body = ""
    errors = case.errors
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        text = "\n".join(map(_told, errors))
        message = f'message="{markup(errors[0].message)}{more}" type="{markup(errors[0].rule)}"'
        body += f"<failure {message}>{text}</failure>"
    rest = [finding for finding in case.findings if finding.severity is not Severity.ERROR]
    if rest:
        body += "<system-out>" + "\n".join(map(_told, rest)) + "</system-out>"
    return f"{head}>{body}</testcase>"


def _told(finding: Finding) -> str:
    place = f"{finding.path}:{finding.line}:{finding.column}"
    text = f"{place}: {finding.severity.value}: {finding.rule} {finding.name}: "
    tip = f" (suggestion: {markup(finding.suggestion)})" if finding.suggestion else ""
    return markup(text) + markup(finding.message) + tip


def _whole(path: str, element: str, reason: str) -> str:
    inner = f'<{element} message="{markup(reason)}" type="{element}"/>'
    return f'<testcase classname="{markup(path)}" name="(whole file)">{inner}</testcase>'
