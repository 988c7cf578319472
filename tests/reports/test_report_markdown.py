"""Does the Markdown stay one table with the cells it should have?"""

from __future__ import annotations

import html
import re

import pytest
from markdown_it import MarkdownIt
from report_samples import HOSTILE, NOTHING, SMALL, TWO_TARGETS, finding, hostile, large, result

from mtype.model.finding import Skipped
from mtype.reports.escape import brief
from mtype.reports.formats import render

EXACT = """\
### virt-machine-type: 1 error, 1 warning, 1 info

3 definitions in 3 files checked for debian:13 (catalogue): 1 error, 1 warning, 1 info; 2 suppressed; 2 skipped (1 failed).

| Severity | Rule | Place | Finding | Suggestion |
| --- | --- | --- | --- | --- |
| error | MT201 removed-machine-type | `guests/nas.xml:9:30` | pc-i440fx-2.0 is gone from debian:13 (QEMU dropped it in 10.1): the guest will not start | `pc-i440fx-10.0` |
| warning | MT103 floating-machine-type | `guests/web.xml:112:5` | q35 is an alias: it means another machine type after each upgrade of QEMU |  |
| info | MT205 superseded-increment | `guests/db.xml:1:1` | pc-q35-noble has a later increment | `pc-q35-noble-v2` |

| Skipped | Reason |
| --- | --- |
| `secret.xml` | failed: permission denied |
| `net/default.xml` | a libvirt network, not a domain |
"""  # noqa: E501


def rows(shown) -> list[list[str]]:
    """The text of every cell, as a reader sees it."""
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(render(shown, "markdown"))
    cells = [
        re.findall(r"<td>(.*?)</td>", row, re.DOTALL) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    ]
    return [
        [html.unescape(re.sub(r"</?code>", "", cell)).replace("\u200b", "") for cell in row]
        for row in cells
        if row
    ]


def test_a_small_run() -> None:
    assert render(SMALL, "markdown") == EXACT


def test_a_clean_run_and_one_that_scanned_nothing_look_different() -> None:
    assert "no findings" in render(result(), "markdown").splitlines()[0]
    assert "nothing was checked" in render(NOTHING, "markdown").splitlines()[0]


def test_the_worst_comes_first_and_targets_are_named() -> None:
    assert [row[0] for row in rows(result(finding("info"), finding("warning"), finding()))] == [
        "error",
        "warning",
        "info",
    ]
    assert [row[1].split()[2] for row in rows(TWO_TARGETS)] == ["[debian:13]", "[ubuntu:noble]"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_shown_as_it_is_and_adds_no_cell(text) -> None:
    shown = hostile(text)
    findings, skipped = rows(shown)[:2], rows(shown)[2:]
    assert [len(row) for row in findings] == [5, 5]
    assert [len(row) for row in skipped] == [2, 2]
    assert findings[0][3] == brief(text).strip()
    assert findings[0][4].strip() == brief(text).strip()
    assert skipped[0][1] == brief(f"failed: {text}").strip()


def test_nobody_is_mentioned_and_no_tag_is_opened() -> None:
    report = render(hostile("@everyone <img src=x>`|@all"), "markdown")
    assert not re.search(r"@\w", report)
    assert "<img" not in re.sub(r"`[^`]*`", "", report)


def test_a_report_too_long_for_a_comment_says_how_much_is_missing() -> None:
    many = result(
        *large(10_000).findings, skipped=tuple(Skipped(f"{n}.xml", "x", failed=False) for n in range(9999))
    )
    report = render(many, "markdown")
    assert len(report) < 65_536
    shown = len(rows(many))
    left = sum(map(int, re.findall(r"(\d+) more are not shown here", report)))
    assert shown + left == 19_999
