"""What is wrong with an XML text, in words that need no knowledge of an XML parser?"""

from __future__ import annotations

import codecs
import pyexpat
import re

from mtype.definitions.document import Malformed
from mtype.model.definition import Position

# Numbers of expat's enum XML_Error; pyexpat has texts of them, but no names.
SYNTAX, EMPTY, INVALID, UNCLOSED_TOKEN, MISMATCH, DUPLICATE = 2, 3, 4, 5, 7, 8
JUNK, UNDEFINED_ENTITY, LATE_DECLARATION, WRONG_ENCODING, UNCLOSED_CDATA = 9, 11, 17, 19, 20

NO_TEXT = "these bytes are no text in the encoding of the file (UTF-8 where its XML declaration names none)"
_PLAIN = {
    SYNTAX: "this is not XML",
    DUPLICATE: "the same attribute stands twice in one tag",
    JUNK: "the file goes on after the end of its XML",
    LATE_DECLARATION: "the XML declaration <?xml …?> must be the very first thing in the file",
    WRONG_ENCODING: "the file is not in the encoding that its XML declaration names",
}
_END_TAG = re.compile(rb"</\s*([^\s>]+)")
_ENTITY = re.compile(rb"&([^\s;&<>\"']{1,80});")
_BARE_AMPERSAND = re.compile(rb"&[^\s;&<>\"']{0,80}\Z")


class UnreadableError(Exception):
    """The XML is malformed; ends the reading of a file and never leaves this package."""

    def __init__(self, message: str, at: Position) -> None:
        self.malformed = Malformed(message, at)
        super().__init__(message)


class RefusedError(Exception):
    """Reading on would not be safe; ends the reading of a file and never leaves this package."""


def in_words(code: int, data: bytes, index: int, *, whole: bool, line: int) -> str:
    """What expat's error `code` means.

    The error is at `index` of `data`. `whole` says that `data` begins where the document does, at `line`
    of the file; only then can it be said which element is still open.
    """
    if code in (EMPTY, UNCLOSED_TOKEN, UNCLOSED_CDATA):
        return _ends_early(_open_elements(data, line) if whole else [], empty=whole and not data.strip())
    if code == MISMATCH:
        return _mismatch(data, index, _open_elements(data, line) if whole else [])
    if code == INVALID:
        return _invalid(data, index)
    if code == UNDEFINED_ENTITY:
        entity = _ENTITY.search(data, index)
        name = f"the entity &{entity[1].decode('utf-8', 'replace')};" if entity else "an entity used here"
        return f"{name} is none of XML's own and is not declared"
    return _PLAIN.get(code) or f"this is not well-formed XML: {pyexpat.ErrorString(code)}"


def _open_elements(data: bytes, first_line: int) -> list[tuple[str, int]]:
    """Names and lines of the elements that are open where the parser stops, the innermost last.

    The reader keeps no names, since that would slow down every good file; so a bad one is read again.
    """
    found: list[tuple[str, int]] = []
    parser = pyexpat.ParserCreate()
    parser.StartElementHandler = lambda name, _: found.append(
        (name, first_line - 1 + parser.CurrentLineNumber)
    )
    parser.EndElementHandler = lambda _: found.pop()
    try:
        parser.Parse(data, True)
    except (pyexpat.ExpatError, LookupError, ValueError):
        pass
    finally:
        # The handler holds the parser and the parser its handler.
        parser.StartElementHandler = None
    return found


def _ends_early(open_elements: list[tuple[str, int]], *, empty: bool) -> str:
    if open_elements:
        name, line = open_elements[-1]
        return f"the file ends before <{name}> of line {line} is closed"
    return "the file is empty" if empty else "the file ends before its XML does"


def _mismatch(data: bytes, index: int, open_elements: list[tuple[str, int]]) -> str:
    # expat points at the name in the end tag, behind `</`.
    tag = _END_TAG.match(data, max(data.rfind(b"<", 0, index + 1), 0))
    end = f"</{tag[1].decode('utf-8', 'replace')}>" if tag else "this end tag"
    first = "<{}> of line {}".format(*open_elements[-1]) if open_elements else "another element"
    return f"{end} may not be here: {first} must be closed first"


def _invalid(data: bytes, index: int) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "this is not well-formed XML"
    byte = data[index] if index < len(data) else 0x20
    # expat points at the first byte that no longer fits behind the &.
    if _BARE_AMPERSAND.search(data[max(index - 80, 0) : index]):
        return "an & that stands for itself is written &amp; in XML"
    if byte == ord("<"):
        return "a < may not be here; in text and in attributes it is written &lt;"
    if byte >= 0x80:
        return NO_TEXT
    if byte < 0x20:
        return f"the control character 0x{byte:02x} is not allowed in XML; this may be a binary file"
    return f"this is not well-formed XML: {chr(byte)} may not be here"
