"""Has every rule a page, and an example that yields it?"""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import mtype.rules
from mtype.model.exit_code import ExitCode
from mtype.model.severity import Severity
from mtype.rules import RULES, Rule
from tests.cli.command import run, write

HEADINGS = ["What it finds", "Why it matters", "Example", "What to do", "References"]


def test_every_file_of_a_rule_is_in_the_registry() -> None:
    files = {path.stem for path in Path(mtype.rules.__file__).parent.glob("mt*.py")}
    assert files == {rule.__module__.rpartition(".")[2] for rule in RULES}
    listed = json.loads(run("list", "rules", "--format", "json").out)["rules"]
    assert [row["rule"] for row in listed] == [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_page_of_every_rule_is_complete(rule: type[Rule]) -> None:
    page = run("explain", rule.id).out
    assert page.startswith(
        f"# {rule.id} {rule.name}\n\nSeverity {rule.severity.value}, since {rule.since}.\n"
    )
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == HEADINGS
    for text in re.split(r"^## .+$", page, flags=re.MULTILINE)[1:]:
        assert len(text.split()) > 3
    assert run("explain", rule.name).out == page
    assert not [line for line in page.splitlines() if len(line) > 120]


# -- examples ----------------------------------------------------------------------------------------

# Rules whose example cannot be run as it stands, with what it takes or why it cannot be.
NO_EXAMPLE = {
    "MT000": "no definition is meant to make a rule crash",
    "MT401": "it takes a guest on a host; the rule's own test holds the example to the message",
    "MT403": "it takes a guest on a host; the rule's own test holds the example to the message",
    "MT404": "a save image is no text; the rule's own test holds the example to the message",
    "MT405": "it takes a guest on a host; the rule's own test holds the example to the message",
    "MT406": "it takes the disk image of a guest; the rule's own test holds the example to the message",
}
MORE = {"MT605": ["--schema", "own"]}


def example(rule: type[Rule]) -> tuple[list[str], str]:
    """The options that the Example of a rule names, and its XML."""
    text = re.split(r"^ *## .+$", rule.__doc__ or "", flags=re.MULTILINE)[3]
    intro, _, rest = text.partition("```xml\n")
    spans = re.findall(r"`(?:check-migration )?(--[^`]+)`", intro)
    words = [word for span in spans for word in span.split()]
    words = [word for word in words if word != "--schema"] + MORE.get(rule.id, [])
    lines = rest.partition("```")[0].splitlines()
    return words, "\n".join(line.removeprefix("    ") for line in lines)


def test_only_what_has_a_reason_has_no_example() -> None:
    assert {rule.id for rule in RULES if "```xml" not in (rule.__doc__ or "")} == set(NO_EXAMPLE)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.id not in NO_EXAMPLE], ids=lambda rule: rule.id
)
def test_the_example_of_a_rule_yields_the_rule(rule: type[Rule], tmp_path: Path) -> None:
    words, xml = example(rule)
    write(tmp_path, {"example.xml": xml})
    if rule.id.startswith("MT5"):
        told = json.loads(run("check-migration", *words, "--format", "json", "example.xml", cwd=tmp_path).out)
        found_rules = {
            reason["rule"]
            for kind in ("live", "saved", "stopped")
            for reason in told["definitions"][0][kind]["reasons"]
        }
        assert rule.id in found_rules
        return
    assert "--for" in words
    ran = run("check", *words, "--format", "json", "--fail-on", "info", "example.xml", cwd=tmp_path)
    report = json.loads(ran.out)
    found = {finding["rule"]: finding["severity"] for finding in report["findings"]}
    assert found.get(rule.id) == rule.severity.value
    assert ran.code == ExitCode.FINDINGS
    # An example shows one thing: what else it yields is no louder than what it is for.
    ranks = [Severity(word).rank for word in found.values()]
    assert max(ranks) == rule.severity.rank


@pytest.mark.parametrize("rule", ["MT203", "MT605"])
def test_a_rule_that_must_be_asked_for_is_silent_unasked(rule: str, tmp_path: Path) -> None:
    words, xml = example(next(known for known in RULES if known.id == rule))
    write(tmp_path, {"example.xml": xml})
    report = json.loads(run("check", *words[:2], "--format", "json", "example.xml", cwd=tmp_path).out)
    assert rule not in {finding["rule"] for finding in report["findings"]}
