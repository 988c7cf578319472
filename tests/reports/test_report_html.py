"""Is the HTML one sound, self-contained page, whatever is in the definitions?"""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from report_samples import HOSTILE, NOTHING, SMALL, TWO_TARGETS, hostile, result

from mtype.reports.escape import brief
from mtype.reports.formats import render

VOID = {"meta", "br"}
ELEMENTS = {"html", "head", "title", "style", "body", "main", "h1", "h2", "p", "ul", "li", "b", "table"}
ELEMENTS |= {
    "caption",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "code",
    "pre",
    "span",
    "div",
    "details",
    "summary",
    "footer",
}
ATTRIBUTES = {"lang", "charset", "name", "content", "http-equiv", "class", "role", "scope", "colspan"}
ATTRIBUTES |= {"aria-label", "aria-hidden", "tabindex", "open"}


class Page(HTMLParser):
    """Checks that elements nest and are of the few we use; collects the text of cells."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.seen: list[str] = []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs) -> None:
        assert tag in ELEMENTS | VOID
        assert {key for key, _ in attrs} <= ATTRIBUTES
        self.seen.append(tag)
        self.texts.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        if self.texts:
            self.texts[-1] += data


@pytest.mark.parametrize(
    "shown", [SMALL, TWO_TARGETS, NOTHING, result()], ids=["small", "two targets", "nothing", "clean"]
)
def test_a_page_is_sound(shown) -> None:
    seen = Page(render(shown, "html")).seen
    assert seen.count("h1") == seen.count("main") == seen.count("title") == 1


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_is_text_and_nothing_else(text) -> None:
    page = Page(render(hostile(text), "html"))
    tame = Page(render(hostile("tame"), "html"))
    if text:
        assert page.seen == tame.seen
    assert brief(text) in page.texts


def test_nothing_is_loaded_from_elsewhere() -> None:
    report = render(SMALL, "html")
    assert not any(
        word in report for word in ("http://", "https://", "src=", "href=", "url(", "@import", "<script")
    )
    assert "default-src 'none'" in report


def test_the_page_says_what_the_run_found() -> None:
    report = render(SMALL, "html")
    assert "<title>virt-machine-type: 1 error, 1 warning, 1 info</title>" in report
    assert '<td role="cell" class="warning">warning</td>' in report
    assert (
        "<pre>&lt;type arch=&#39;x86_64&#39; machine=&#39;pc-i440fx-2.0&#39;&gt;hvm&lt;/type&gt;\n" in report
    )
    assert "Suggestion: <code>pc-q35-noble-v2</code>" in report
    assert '<th scope="row"><code>secret.xml</code></th><td>permission denied</td><td>failed</td>' in report
    order = [report.index(f"<summary><b>{word}</b>") for word in ("removed", "floating", "supported")]
    assert order == sorted(order)


def test_only_definitions_that_are_fine_are_folded_away() -> None:
    report = render(SMALL, "html")
    assert "<details open><summary><b>floating" in report
    assert "<details><summary><b>supported" in report


def test_with_several_targets_each_has_a_column() -> None:
    report = render(TWO_TARGETS, "html")
    assert '<th scope="col">debian:13</th><th scope="col">ubuntu:noble</th>' in report
    assert "<b>MT201 removed-machine-type [ubuntu:noble]</b>" in report


def test_nothing_scanned_is_said_in_the_heading() -> None:
    assert "<h1>Machine types: nothing was checked</h1>" in render(NOTHING, "html")
