"""How does SARIF describe the rules of a run?"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import shorten

from mtype.check.result import Result
from mtype.model.severity import Severity
from mtype.reports.fields import Object
from mtype.reports.rule_page import first_sentence, page, plain, reference, section
from mtype.rules.base import Rule

# GitHub takes no longer descriptions than 1024 characters; the help has no such limit.
_LIMIT = 1000
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def descriptors(result: Result, rules: Sequence[type[Rule]]) -> list[Object]:
    """One reportingDescriptor for every rule of the run, found or not: whoever keeps the report can then
    tell a rule that found nothing from one that did not run. Findings of rules that are not in `rules`,
    such as the crash of a rule, get a short one at the end."""
    described = [_described(rule) for rule in rules]
    known = {rule.id for rule in rules}
    for finding in result.findings:
        if finding.rule not in known:
            known.add(finding.rule)
            described.append(
                {
                    "id": finding.rule,
                    "name": finding.name,
                    "shortDescription": {"text": finding.name},
                    "defaultConfiguration": {"level": LEVELS[finding.severity]},
                }
            )
    return described


def _described(rule: type[Rule]) -> Object:
    what = plain(section(rule, "What it finds")) or rule.name
    descriptor: Object = {
        "id": rule.id,
        "name": rule.name,
        "shortDescription": {"text": shorten(first_sentence(what), _LIMIT)},
        "fullDescription": {"text": shorten(f"{what} {plain(section(rule, 'Why it matters'))}", _LIMIT)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }
    if text := page(rule):
        descriptor["help"] = {"text": text, "markdown": text}
    if link := reference(rule):
        descriptor["helpUri"] = link
    return descriptor
