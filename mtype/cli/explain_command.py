"""`virt-machine-type explain`"""

from __future__ import annotations

import inspect
import json
from typing import Annotated

import typer

from mtype.check.selection import rule_ids
from mtype.cli.options import make_app, option
from mtype.cli.output import deliver
from mtype.model.errors import UsageError
from mtype.rules import RULES, Rule

app = make_app()


@app.command()
def explain(
    rule: Annotated[str, typer.Argument(metavar="RULE", help="An id such as MT201, or a name.")],
    report_format: Annotated[
        str, option("--format", metavar="FORMAT", help="text (default, Markdown to read) or json.")
    ] = "text",
) -> None:
    """Print the page of a rule: what it finds, why it matters, an example, what to do.

    Exit codes: 0, or 2 if there is no such rule.
    """
    found = [known for known in RULES if known.id in rule_ids([rule])]
    if report_format not in ("text", "markdown", "json"):
        raise UsageError(f"--format {report_format!r} is none of text, markdown, json")
    if report_format == "json":
        text = json.dumps([_fields(known) for known in found], indent=2) + "\n"
    else:
        text = "\n".join(page(known) for known in found)
    deliver(text, None)


def page(rule: type[Rule]) -> str:
    """The page of a rule as Markdown, with a heading made from its fields."""
    body = inspect.cleandoc(rule.__doc__ or "")
    return f"# {rule.id} {rule.name}\n\nSeverity {rule.severity.value}, since {rule.since}.\n\n{body}\n"


def _fields(rule: type[Rule]) -> dict[str, str]:
    return {
        "rule": rule.id,
        "name": rule.name,
        "severity": rule.severity.value,
        "since": rule.since,
        "page": inspect.cleandoc(rule.__doc__ or ""),
    }
