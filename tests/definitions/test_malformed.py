"""What is said of a file that is no XML, and where it points."""

from __future__ import annotations

import pytest
from texts import GUEST, read

from mtype.definitions.malformed import NO_TEXT


@pytest.mark.parametrize(
    ("text", "message", "at"),
    [
        pytest.param("", "the file is empty", (1, 1), id="empty"),
        pytest.param(" \n\n", "the file is empty", (3, 1), id="white space"),
        pytest.param("<!-- x -->\n", "the file ends before its XML does", (2, 1), id="only a comment"),
        pytest.param("hello", "this is not XML", (1, 1), id="text"),
        pytest.param(
            "<domain>\n<os>\n", "the file ends before <os> of line 2 is closed", (3, 1), id="cut between tags"
        ),
        pytest.param(
            "<domain>\n<os>\n<type arch='x",
            "the file ends before <os> of line 2 is closed",
            (3, 1),
            id="cut in a tag",
        ),
        pytest.param(
            "<domain>\n<!-- x",
            "the file ends before <domain> of line 1 is closed",
            (2, 1),
            id="cut in a comment",
        ),
        pytest.param(
            "<domain>\n<os>\n</domain>",
            "</domain> may not be here: <os> of line 2 must be closed first",
            (3, 3),
            id="mismatched tags",
        ),
        pytest.param(
            "<domain a='1'\n a='2'/>",
            "the same attribute stands twice in one tag",
            (2, 2),
            id="attribute twice",
        ),
        pytest.param(
            "<domain a=1/>", "this is not well-formed XML: 1 may not be here", (1, 11), id="no quotes"
        ),
        pytest.param(
            "<domain>a & b</domain>",
            "an & that stands for itself is written &amp; in XML",
            (1, 12),
            id="bare ampersand",
        ),
        pytest.param(
            "<domain>a?b=1&c=2</domain>",
            "an & that stands for itself is written &amp; in XML",
            (1, 16),
            id="ampersand of a URL",
        ),
        pytest.param(
            "<domain a='<'/>",
            "a < may not be here; in text and in attributes it is written &lt;",
            (1, 12),
            id="bare <",
        ),
        pytest.param(
            "<domain>\n &foo; </domain>",
            "the entity &foo; is none of XML's own and is not declared",
            (2, 2),
            id="undefined entity",
        ),
        pytest.param(
            "<domain a='&foo;'/>",
            "the entity &foo; is none of XML's own and is not declared",
            (1, 1),
            id="undefined entity in an attribute",
        ),
        pytest.param(
            b"<domain>\xff</domain>",
            NO_TEXT,
            (1, 9),
            id="Latin-1 without a declaration",
        ),
        pytest.param(
            b"<domain>\0</domain>",
            "the control character 0x00 is not allowed in XML; this may be a binary file",
            (1, 9),
            id="a NUL",
        ),
        pytest.param(
            "\n<?xml version='1.0'?><domain/>",
            "the XML declaration <?xml …?> must be the very first thing in the file",
            (2, 1),
            id="late declaration",
        ),
        pytest.param(
            "<?xml version='1.0' encoding='utf-16'?><domain/>",
            "the file is not in the encoding that its XML declaration names",
            (1, 31),
            id="it is not UTF-16",
        ),
        pytest.param(
            "<?xml version='1.0' encoding='shift_jis'?><domain/>",
            "the encoding 'shift_jis' is not read here; save the file as UTF-8",
            (1, 1),
            id="several bytes to a character",
        ),
        pytest.param(
            "<?xml version='1.0' encoding='cp932'?><domain/>",
            "the encoding 'cp932' is not read here; save the file as UTF-8",
            (1, 31),
            id="several bytes, by another name",
        ),
        pytest.param(
            "<?xml version='1.0' encoding='x-klingon'?><domain/>",
            "the encoding 'x-klingon' is not read here; save the file as UTF-8",
            (1, 1),
            id="unknown encoding",
        ),
        pytest.param(
            "<?xml version='1.0' encoding='latin-77'?><domain/>",
            "the encoding 'latin-77' is not read here; save the file as UTF-8",
            (1, 31),
            id="an encoding that looks real",
        ),
        pytest.param(f"{GUEST}\nx", "the file goes on after the end of its XML", (2, 1), id="junk"),
        pytest.param(
            "<a>" * 258,
            "nested deeper than 256 elements, which libvirt does not read",
            (1, 772),
            id="too deep",
        ),
        pytest.param(
            "<domain>\n<![CDATA[x",
            "the file ends before <domain> of line 1 is closed",
            (2, 11),
            id="cut in CDATA",
        ),
        pytest.param(
            "<domain><a:b:c></domain>",
            "</domain> may not be here: <a:b:c> of line 1 must be closed first",
            (1, 18),
            id="odd names",
        ),
    ],
)
def test_the_problem_and_its_place(text: str | bytes, message: str, at: tuple[int, int]) -> None:
    document = read(text)
    assert document.problem is not None
    assert document.problem.message == message
    assert document.problem.at[:2] == at
    assert document.definitions == ()


def test_nothing_is_kept_of_a_file_that_breaks_later() -> None:
    document = read(f"<domains>{GUEST}{GUEST}</domain>")
    assert document.problem is not None
    assert document.definitions == ()


def test_libvirt_reads_257_levels_and_so_do_we() -> None:
    assert read("<domain>" + "<a>" * 256 + "</a>" * 256 + "</domain>").problem is None
    assert read("<domain>" + "<a>" * 257 + "</a>" * 257 + "</domain>").problem is not None
    assert read("<x>" * 256 + GUEST[:8] + ">" + "</domain>" + "</x>" * 256).problem is None
    assert read("<network>" + "<a>" * 257 + "</a>" * 257 + "</network>").problem is not None


def test_a_document_of_several_pieces_is_told_without_the_open_element() -> None:
    text = "<domain>" + "<!-- x -->" * 200_000
    for end, message in {
        "": "the file ends before its XML does",
        "</os>": "</os> may not be here: another element must be closed first",
    }.items():
        problem = read(text + end).problem
        assert problem is not None
        assert problem.message == message


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "\ufeff<domain>a & b</domain>",
        "\ufeff<domain><a></domain>",
        "\ufeff<domain>&x;</domain>",
        "\ufeff<a/>x",
    ],
)
def test_utf_16_has_its_problems_too(text: str, codec: str) -> None:
    assert read(text.encode(codec)).problem is not None
