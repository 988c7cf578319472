"""Where in a file is what the XML parser is telling about?"""

from __future__ import annotations

import re
from typing import NamedTuple

from mtype.model.definition import Position

# The start tag up to the attribute, which the parser has already found well-formed. No part can match in
# two ways, so it takes linear time on any input.
_UP_TO_MACHINE = r"""<[^\s>/]+(?:\s+[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*?\s+(?=machine\s*=)"""
_NARROW = re.compile(_UP_TO_MACHINE.encode())
_WIDE = re.compile(_UP_TO_MACHINE)
_WIDE_CODECS = {b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_LINE_END = re.compile("\r\n|\r|\n")
_FIRST_LOOK = 512


class Origin(NamedTuple):
    """Where in the file the text of one parser begins: line and column from 1, offset in bytes."""

    line: int
    column: int
    offset: int

    def before(self) -> Origin:
        """One column earlier."""
        return Origin(self.line, self.column - 1, self.offset)

    def place(self, line: int, column: int, offset: int) -> Position:
        """The place in the file of what the parser calls `line` (from 1), `column` and `offset` (from 0)."""
        column += self.column if line == 1 else 1
        return Position(self.line + line - 1, column, self.offset + offset)


def machine_attribute(at: Position, data: bytes, index: int, *, utf8: bool) -> Position | None:
    """The place of the attribute name `machine` in a start tag.

    The tag begins at `at` in the file and at `index` in `data`, which may go on behind it. None if there
    is no such attribute, or not all of it is in `data`.
    """
    codec = _WIDE_CODECS.get(data[index : index + 2])
    if codec:
        return _machine_in_wide(at, data, index, codec)
    match = _NARROW.match(data, index)
    if match is None:
        return None
    before = match.group()
    # Every byte of the eight-bit encodings is one character, which is what Latin-1 decodes to.
    return _advance(at, before.decode("utf-8" if utf8 else "latin-1", "replace"), len(before))


def _machine_in_wide(at: Position, data: bytes, index: int, codec: str) -> Position | None:
    # Decoded a little at a time, so that a file of many domains is not decoded once for each.
    size = _FIRST_LOOK
    while True:
        match = _WIDE.match(data[index : index + size].decode(codec, "replace"))
        if match:
            before = match.group()
            return _advance(at, before, len(before.encode(codec, "replace")))
        if index + size >= len(data):
            return None
        size *= 4


def _advance(at: Position, text: str, size: int) -> Position:
    if "\n" not in text and "\r" not in text:
        return Position(at.line, at.column + len(text), at.offset + size)
    lines = _LINE_END.split(text)
    return Position(at.line + len(lines) - 1, len(lines[-1]) + 1, at.offset + size)
