"""Do all formats of the contract render, whatever the names in the definitions are?"""

from __future__ import annotations

import re
import subprocess
import sys
import time
import unicodedata

import pytest
from report_samples import HOSTILE, NOTHING, SMALL, TWO_TARGETS, hostile, large, result

from mtype.reports.formats import FORMATS, Format, render
from mtype.rules import RULES

CONTRACT = ["text", "json", "jsonl", "sarif", "junit", "github", "markdown", "html", "prometheus"]
SAMPLES = {"small": SMALL, "clean": result(), "nothing": NOTHING, "two targets": TWO_TARGETS}

every_format = pytest.mark.parametrize("form", CONTRACT)


def test_the_formats_are_those_of_the_contract() -> None:
    assert [form.value for form in Format] == CONTRACT
    assert list(FORMATS) == list(Format)


@every_format
@pytest.mark.parametrize("sample", SAMPLES.values(), ids=SAMPLES)
def test_a_report_is_text_that_ends_with_one_line_feed_and_is_the_same_each_time(form, sample) -> None:
    report = render(sample, form, rules=RULES)
    assert report.encode().endswith(b"\n")
    assert not report.endswith("\n\n")
    assert report == render(sample, Format(form), rules=RULES)


def test_a_word_that_is_no_format_is_refused() -> None:
    with pytest.raises(ValueError, match="yaml"):
        render(SMALL, "yaml")


@every_format
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_adds_no_line_and_no_control_character(form, text) -> None:
    report = render(hostile(text), form, rules=RULES)
    report.encode()
    assert len(report.splitlines()) <= len(render(hostile("tame"), form, rules=RULES).splitlines())
    dangerous = {char for char in report if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert dangerous <= ({"\n", "\x7f"} if form in ("json", "jsonl", "sarif") else {"\n"})


@pytest.mark.parametrize("width", [None, 20, 80])
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_on_a_terminal_only_our_own_colours_are_escape_sequences(text, width) -> None:
    report = render(hostile(text), "text", color=True, width=width)
    rest = re.sub(r"\x1b\[[0-9;]+m", "", report).replace("\n", "")
    assert rest.isprintable()


@every_format
def test_the_cost_is_linear_in_the_findings(form) -> None:
    report = large(10_000)
    render(large(10), form)
    start = time.perf_counter()
    render(report, form, width=80)
    # Each takes a fifth of it or less; a quadratic one takes minutes.
    assert time.perf_counter() - start < 4


def test_a_long_name_costs_no_more_than_its_length() -> None:
    start = time.perf_counter()
    for form in CONTRACT:
        render(hostile("<x y='" * 500_000), form, width=80)
    assert time.perf_counter() - start < 10


def test_text_imports_nothing_it_does_not_need() -> None:
    code = (
        "import sys; from report_samples import SMALL; from mtype.reports.formats import render\n"
        "render(SMALL, 'text', color=True); print(*sys.modules)"
    )
    python = [sys.executable, "-c", code]
    done = subprocess.run(python, env={"PYTHONPATH": ":".join(sys.path)}, capture_output=True, check=True)
    modules = done.stdout.decode().split()
    ours = {name.removeprefix("mtype.reports.") for name in modules if name.startswith("mtype.reports.")}
    assert ours == {"formats", "text", "by_file", "escape", "excerpt", "summary", "terminal"}
    assert not {"rich", "json", "xml", "html", "hashlib", "textwrap", "lxml"} & set(modules)
