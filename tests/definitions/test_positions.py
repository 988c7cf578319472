"""Where the machine attribute stands: line and column as an editor counts them, offset in bytes."""

from __future__ import annotations

import pytest
from texts import GUEST, only, read

OS = "<domain type='kvm'><os>{}</os></domain>"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(OS.format("<type machine='pc'/>"), (1, 30), id="on one line"),
        pytest.param(
            OS.format("<type\n\tarch='x'\n\tmachine='pc'\n/>"), (3, 2), id="over several lines, tabs"
        ),
        pytest.param(OS.format("<type\r\n  arch='x'\r\n  machine='pc'/>"), (3, 3), id="CRLF"),
        pytest.param(OS.format("<type\r  machine='pc'/>"), (2, 3), id="CR alone"),
        pytest.param(OS.format("\n\n  <type machine\n=\n'pc'/>"), (3, 9), id="the equals sign apart"),
        pytest.param(OS.format("<type a='machine=\"x\"' machine='pc'/>"), (1, 46), id="in another's value"),
        pytest.param(OS.format("<type xmachine='a' machine='pc'/>"), (1, 43), id="the end of another name"),
        pytest.param(
            OS.format("<type machine-x='a' machine='pc'/>"), (1, 44), id="the start of another name"
        ),
        pytest.param(
            OS.format("<type a='>' b=\"'\" machine='pc'/>"), (1, 42), id="a > and a quote in values"
        ),
        pytest.param(
            OS.format("<type arch='é€\U0001f600' machine='pc'/>"), (1, 41), id="non-ASCII in the tag"
        ),
        pytest.param(
            "<domain type='kvm'><name>é€\U0001f600</name><os><type machine='pc'/></os></domain>",
            (1, 46),
            id="non-ASCII before it on the line",
        ),
        pytest.param(
            "<domain type='kvm'><title>\r\n\r\n</title>\r\n<os><type machine='pc'/></os></domain>",
            (4, 11),
            id="CRLF before it",
        ),
        pytest.param(OS.format("<type a='\n\n' machine='pc'/>"), (3, 3), id="a line break in a value"),
        pytest.param(
            "\n".join(["<domain type='kvm'>", *["<x/>"] * 40_000, "<os><type machine='pc'/></os></domain>"]),
            (40_002, 11),
            id="behind the first piece",
        ),
        pytest.param(
            OS.format(f"<type a='{'é' * 900_000}' machine='pc'/>"), (1, 900_035), id="a tag of 1.8 MB"
        ),
    ],
)
@pytest.mark.parametrize(
    ("codec", "begin"),
    [
        pytest.param("utf-8", "", id="utf-8"),
        pytest.param("utf-8", "\ufeff", id="utf-8 with BOM"),
        pytest.param("utf-16-le", "\ufeff", id="utf-16-le"),
        pytest.param("utf-16-be", "\ufeff", id="utf-16-be"),
        pytest.param("utf-16-le", "", id="utf-16-le without BOM"),
        pytest.param("utf-16-be", "", id="utf-16-be without BOM"),
    ],
)
def test_the_place_of_the_machine_attribute(
    text: str, place: tuple[int, int], codec: str, begin: str
) -> None:
    data = (begin + text).encode(codec)
    at = only(data).at
    assert (at.line, at.column) == place
    assert data[at.offset :].startswith("machine".encode(codec))


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        pytest.param("iso-8859-1", "latin-1", id="latin-1"),
        pytest.param("ISO-8859-15", "iso-8859-15", id="latin-9"),
        pytest.param("windows-1252", "cp1252", id="windows-1252"),
        pytest.param("KOI8-R", "koi8-r", id="koi8-r"),
        pytest.param("us-ascii", "ascii", id="ascii"),
        pytest.param("utf8", "utf-8", id="utf8, which is not the name of utf-8 but read as such by libvirt"),
        pytest.param("UTF-8", "utf-8", id="utf-8"),
    ],
)
def test_the_place_in_other_encodings(declared: str, codec: str) -> None:
    # In Latin-1 the bytes of these two are those of one letter in UTF-8.
    letter = {"koi8-r": "ж", "ascii": "e"}.get(codec, "Ã©")
    text = (
        f"<?xml version='1.0' encoding='{declared}'?>\n"
        f"<domain type='kvm'><name>{letter}</name><os><type arch='{letter}' machine='pc'/></os></domain>"
    )
    data = text.encode(codec)
    definition = only(data)
    assert definition.name == letter
    assert (definition.at.line, definition.at.column) == (2, text.split("\n")[1].index("machine") + 1)
    assert data[definition.at.offset :].startswith(b"machine")


@pytest.mark.parametrize(
    ("text", "element"),
    [
        pytest.param("<domain>\n <os>\n  <type arch='x'>hvm</type></os></domain>", "<type", id="the type"),
        pytest.param("<domain>\n <os>\n </os></domain>", "<os", id="the os"),
        pytest.param("<domain>\n <os/><os a='b'/></domain>", "<os/>", id="the first os"),
        pytest.param("\n <domain>\n </domain>", "<domain", id="the domain"),
    ],
)
def test_without_the_attribute_it_is_the_place_where_it_belongs(text: str, element: str) -> None:
    at = only(text).at
    assert at.offset == text.index(element)
    assert at.line == text[: at.offset].count("\n") + 1
    assert at.column == at.offset - text.rfind("\n", 0, at.offset)


def test_a_byte_order_mark_is_no_column_of_its_line() -> None:
    assert only(b"\xef\xbb\xbf<domain type='kvm'/>").at == (1, 1, 3)


def test_every_place_in_a_long_file_is_exact() -> None:
    # Guests on both sides of every border between the pieces in which a file is read.
    text = (
        "<domains>\n" + "".join(f"<!-- {'é' * (n % 50)} -->{GUEST}\n" for n in range(20_000)) + "</domains>"
    )
    data = text.encode()
    definitions = read(data).definitions
    assert len(definitions) == 20_000
    for number, definition in enumerate(definitions):
        assert data.startswith(b"machine='pc-q35-7.2'", definition.at.offset)
        assert definition.at[:2] == (number + 2, 9 + number % 50 + GUEST.index("machine") + 1)
