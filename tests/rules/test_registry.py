"""Do the files of the rules, the tuple that lists them and their pages agree?"""

from __future__ import annotations

import importlib
import re
import textwrap
from pathlib import Path

import pytest

import mtype.rules
from mtype.model.severity import Severity
from mtype.rules import RULES, DocumentRule, Rule

FOLDER = Path(mtype.rules.__file__).parent
TESTS = Path(__file__).parent
HEADINGS = ["What it finds", "Why it matters", "Example", "What to do", "References"]
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

SPECIFIED = {
    "MT000": ("internal-error", ERROR),
    "MT101": ("unknown-machine-type", ERROR),
    "MT102": ("missing-machine-type", WARNING),
    "MT103": ("floating-alias", WARNING),
    "MT104": ("machine-type-of-another-arch", ERROR),
    "MT201": ("removed-machine-type", ERROR),
    "MT202": ("deprecated-machine-type", WARNING),
    "MT203": ("removal-ahead", WARNING),
    "MT204": ("vendor-support-ended", WARNING),
    "MT205": ("superseded-increment", INFO),
    "MT206": ("known-broken", WARNING),
    "MT207": ("undetermined-machine-type", ERROR),
    "MT301": ("foreign-vendor", ERROR),
    "MT302": ("upstream-type-on-vendor", INFO),
    "MT303": ("newer-than-target", ERROR),
    "MT304": ("type-outside-support-list", INFO),
    "MT401": ("managed-save-pins-type", WARNING),
    "MT402": ("snapshot-holds-removed-type", WARNING),
    "MT403": ("live-type-differs", INFO),
    "MT404": ("save-image-not-restorable", ERROR),
    "MT405": ("snapshot-brings-type-back", INFO),
    "MT406": ("snapshot-memory-unusable", WARNING),
    "MT501": ("migration-not-supported", ERROR),
    "MT502": ("saved-state-behind-break", ERROR),
    "MT503": ("variant-lost-on-the-way", ERROR),
    "MT504": ("bound-to-its-host", ERROR),
    "MT601": ("not-well-formed", ERROR),
    "MT602": ("no-domain", ERROR),
    "MT603": ("board-against-topology", ERROR),
    "MT604": ("emulator-of-another-arch", ERROR),
    "MT605": ("schema-violation", ERROR),
    "MT606": ("void-suppression", WARNING),
}
# Those that only the run can raise.
DOCUMENTS = {"MT000", "MT501", "MT502", "MT503", "MT504", "MT601", "MT602", "MT605"}
# Nobody can show a mistake that is not known; the others are about what is no file of text.
NO_XML = {"MT000", "MT401", "MT403", "MT404", "MT405", "MT406"}

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def page(rule: type[Rule]) -> str:
    return textwrap.dedent(rule.__doc__ or "")


def test_the_tuple_holds_what_is_specified() -> None:
    assert {rule.id: (rule.name, rule.severity) for rule in RULES} == SPECIFIED


def test_ids_are_unique_and_in_order() -> None:
    ids = [rule.id for rule in RULES]
    assert ids == sorted(set(ids))


def test_every_file_of_a_rule_is_in_the_tuple() -> None:
    files = {path.stem for path in FOLDER.glob("mt[0-9]*.py")}
    assert files == {rule.__module__.rpartition(".")[2] for rule in RULES}


def test_only_rules_of_the_tuple_are_classes_with_an_id() -> None:
    for path in FOLDER.glob("mt[0-9]*.py"):
        module = importlib.import_module(f"mtype.rules.{path.stem}")
        own = [c for c in vars(module).values() if isinstance(c, type) and c.__module__ == module.__name__]
        assert [c for c in own if issubclass(c, Rule)] == [
            c for c in RULES if c.__module__ == module.__name__
        ]


@each_rule
def test_the_file_is_called_after_the_id(rule: type[Rule]) -> None:
    assert rule.__module__.startswith(f"mtype.rules.{rule.id.lower()}_")


@each_rule
def test_the_name_is_in_kebab_case(rule: type[Rule]) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)


@each_rule
def test_the_name_is_the_bad_thing_and_no_instruction(rule: type[Rule]) -> None:
    assert rule.name.split("-")[0] not in {"use", "avoid", "disallow", "require", "should"}


@each_rule
def test_it_says_since_when_it_exists(rule: type[Rule]) -> None:
    assert rule.since == "0.1.0"


@each_rule
def test_the_page_has_exactly_the_headings(rule: type[Rule]) -> None:
    assert re.findall(r"^## (.*)$", page(rule), re.M) == HEADINGS


@each_rule
def test_no_section_is_empty(rule: type[Rule]) -> None:
    sections = re.split(r"^## .*$", page(rule), flags=re.M)[1:]
    assert all(section.strip() for section in sections)


@each_rule
def test_the_references_are_a_list(rule: type[Rule]) -> None:
    references = page(rule).partition("## References\n")[2]
    assert all(line.startswith(("- ", "  ")) for line in references.strip().splitlines())


@each_rule
def test_the_page_has_one_example_for_a_release(rule: type[Rule]) -> None:
    example = page(rule).partition("## Example\n")[2].partition("## What to do")[0]
    wanted = 0 if rule.id in NO_XML else 1
    asked = r"`--for [a-z]+:[a-z0-9.]+`"
    if rule.id.startswith("MT5"):
        asked = r"`check-migration --from [a-z]+:[a-z0-9.]+ --to [a-z]+:[a-z0-9.]+`"
    assert len(re.findall(rf"^For {asked}.*:$", example, re.M)) == wanted
    assert len(re.findall(r"^```xml$.*?^```$", example, re.M | re.S)) == wanted


@each_rule
def test_it_has_a_file_of_tests(rule: type[Rule]) -> None:
    assert (TESTS / f"test_{rule.id.lower()}.py").exists()


@each_rule
def test_only_a_rule_of_the_run_is_a_document_rule(rule: type[Rule]) -> None:
    assert issubclass(rule, DocumentRule) == (rule.id in DOCUMENTS)
