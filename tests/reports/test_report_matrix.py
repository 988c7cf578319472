"""Is the table of supported ways the same in every format, readable everywhere, and does it escape?"""

from __future__ import annotations

import json
import re

import pytest
from lxml import etree, html

from mtype.catalogue.lookup import Catalogue
from mtype.migration.matrix import Matrix, support_matrix
from mtype.reports.matrix import as_matrix_markdown, as_matrix_text, matrix_fields
from mtype.reports.matrix_html import as_matrix_html

LINES = ("qemu", "debian", "ubuntu", "rhel", "fedora", "sles", "proxmox", "nixos")
Ways = set[tuple[str, str]]


def matrix_of(catalogue: Catalogue, key: str) -> Matrix:
    found = support_matrix(catalogue, key)
    assert found is not None
    return found


def ways(matrix: Matrix) -> Ways:
    return {(start.word, end.word) for start, end in matrix.ways}


def ways_in_text(text: str) -> Ways:
    """Read back what a person reads: a column's name stands above it, side by side or from top to bottom."""
    found = set()
    *blocks, _ = text.rstrip("\n").split("\n\n")
    for block in blocks:
        lines = block.split("\n")
        bottom = next(place for place, line in enumerate(lines) if line.startswith("from / to"))
        heads = {}
        if bottom:
            for column in range(10, max(map(len, lines))):
                heads[column] = "".join(line[column : column + 1] for line in lines[: bottom + 1]).strip()
        else:
            heads = {match.start(): match[0] for match in re.finditer(r"\S+", lines[0][9:])}
            heads = {place + 9: name for place, name in heads.items()}
        for line in lines[bottom + 1 :]:
            name = line.split()[0]
            cells = re.finditer("Y", line[len(name) :])
            found |= {(name, heads[len(name) + cell.start()]) for cell in cells}
    return found


@pytest.mark.parametrize("width", [None, 200, 80, 60, 40, 10])
@pytest.mark.parametrize("key", LINES)
def test_as_text_it_fits_and_nothing_is_left_out(shipped: Catalogue, key: str, width: int | None) -> None:
    matrix = matrix_of(shipped, key)
    text = as_matrix_text(matrix, width)
    assert ways_in_text(text) == ways(matrix)
    if width is not None:
        assert max(map(len, text.split("\n"))) <= max(width, 40)
    assert not [line for line in text.split("\n") if line != line.rstrip()]


@pytest.mark.parametrize("key", LINES)
def test_the_other_formats_say_the_same(shipped: Catalogue, key: str) -> None:
    matrix = matrix_of(shipped, key)
    head, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in as_matrix_markdown(matrix).split("\n")
        if line.startswith("|")
    ]
    in_markdown = {
        (row[0], name) for row in rows for name, cell in zip(head, row, strict=True) if cell == "Y"
    }
    assert in_markdown == ways(matrix)
    page = html.fromstring(as_matrix_html(matrix))
    names = [cell.text for cell in page.findall(".//thead//th")]
    in_html = {
        (row.find("th").text, name)
        for row in page.findall(".//tbody/tr")
        for name, cell in zip(names, row.findall("td"), strict=True)
        if cell.text == "Y"
    }
    assert in_html == ways(matrix)
    fields = json.loads(json.dumps(matrix_fields(matrix)))
    ids = {(one["from"], end) for one in fields["ways"] for end in one["to"]}
    assert ids == {(start.id, end.id) for start, end in matrix.ways}
    assert {*fields["releases"], *fields["left_out"]} == {one.id for one in shipped.line(key).releases}


def test_hostile_names_break_nothing(shipped: Catalogue) -> None:
    matrix = matrix_of(shipped, "ubuntu")
    bad = matrix.releases[0]._replace(codename="<b>|\n\x1b[31m")
    policy = matrix.policies[0]._replace(what="*so* <script>alert(1)</script>")
    hostile = Matrix("ubuntu", "<i>", (policy,), (bad,), frozenset({(bad, bad)}), ())
    text = as_matrix_text(hostile, 80)
    assert "\x1b" not in text
    lines = as_matrix_markdown(hostile).split("\n")
    assert [line.count("|") for line in lines[:3]] == [3, 3, 3]
    assert "<" not in "".join(lines)
    page = as_matrix_html(hostile)
    assert "<script" not in page
    assert (
        etree.fromstring(page.partition("<main>")[2].partition("</main>")[0].join(("<a>", "</a>")))
        is not None
    )


def test_every_statement_is_a_paragraph_of_its_own(shipped: Catalogue) -> None:
    matrix = matrix_of(shipped, "rhel")
    names = [one.name for one in matrix.policies]
    assert len(names) == 2
    for paragraph, name in zip(as_matrix_markdown(matrix).split("\n\n")[2:], names, strict=True):
        assert re.sub("&#39;", "'", paragraph).startswith(f"{name}: ")
    lines = as_matrix_text(matrix, 80).split("\n")
    assert all(any(one.startswith(f"{name}: ") for one in lines) for name in names)
    paragraphs = html.fromstring(as_matrix_html(matrix)).findall(".//p")
    assert [str(one.text).partition(":")[0] for one in paragraphs[1:]] == names
    assert [one["name"] for one in matrix_fields(matrix)["policies"]] == names


def test_a_table_of_no_release_is_its_legend(shipped: Catalogue) -> None:
    empty = matrix_of(shipped, "rhel")._replace(releases=(), ways=frozenset())
    for text in (as_matrix_text(empty, 80), as_matrix_text(empty), as_matrix_markdown(empty)):
        assert "Red Hat's table for RHEL 6" in re.sub(r"&#39;", "'", text)
