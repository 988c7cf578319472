"""How is a file of any size given to expat, and which place in it is expat telling about?"""

from __future__ import annotations

import pyexpat
import re
from typing import Protocol

from mtype.definitions import malformed
from mtype.definitions.malformed import RefusedError, UnreadableError, in_words
from mtype.definitions.position import Origin, machine_attribute
from mtype.definitions.safety import MAX_DOCUMENTS, guard, unread_encoding
from mtype.model.definition import Position

# Most files fit into the first piece. The others come in larger ones: expat before 2.6 looks again at
# all of an unfinished token at every piece, so a comment of 60 MB must not come in a thousand of them.
FIRST_PIECE = 1 << 16
PIECE = 1 << 20
# Kept of the piece before, for what begins at its end.
_TAIL = 1 << 10
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# To libxml2, and so to libvirt, it is UTF-8; to expat it is an encoding it does not know.
_UTF8_ALIAS = re.compile(rb"""<\?xml\s[^>]{0,80}encoding\s*=\s*["']utf_?8["']""", re.IGNORECASE)


class Listener(Protocol):
    """Who is told about the elements."""

    def listen(self, feed: Feed) -> None:
        """Set the handlers of `feed.parser`, which is new and begins a document."""

    def between_documents(self) -> bool:
        """Whether no element is open."""


class Feed:
    """Gives a file to expat piece by piece, and begins anew where one document ends and another begins.

    XML has one outermost element; but `virsh dumpxml` of several guests into one file is common.
    """

    __slots__ = ("_documents", "_listener", "_origin", "_start", "_window", "encoding", "parser")

    def __init__(self, listener: Listener, offset: int) -> None:
        self._listener = listener
        self._origin = Origin(1, 1, offset)
        self._documents = 0
        # What we keep of the file, and what expat calls the offset of its first byte.
        self._window = b""
        self._start = 0
        self.encoding: str | None = None
        self.parser: pyexpat.XMLParserType

    def feed(self, data: bytes, *, final: bool) -> None:
        """Read on. Raises UnreadableError or RefusedError, after which there is nothing more to read."""
        if self._documents == 0:
            self._begin(data, self._origin)
        else:
            kept = self._window[-_TAIL:]
            self._start += len(self._window) - len(kept)
            self._window = kept + data
        try:
            while not self._parse(data, final):
                data, origin = self._next_document()
                self._begin(data, origin)
        except (LookupError, ValueError) as error:
            # From Python's codecs: no such encoding, or one of several bytes to a character.
            raise unread_encoding(self.encoding, self) from error

    def where(self) -> Position:
        """The place in the file of what expat is telling about."""
        parser = self.parser
        return self._origin.place(
            parser.CurrentLineNumber, parser.CurrentColumnNumber, parser.CurrentByteIndex
        )

    def where_machine(self, tag: Position) -> Position:
        """The place of the attribute `machine` in the start tag, at `tag`, that expat is telling about."""
        data, index = self._window, self.parser.CurrentByteIndex - self._start
        if index < 0:
            # It began before what we keep; expat keeps all of it.
            data, index = self.parser.GetInputContext() or b"", 0
        utf8 = self.encoding is None or self.encoding.lower().startswith("utf")
        return machine_attribute(tag, data, index, utf8=utf8) or tag

    def close(self) -> None:
        """Let go of the parser and the listener: each of them holds the feed."""
        del self._listener
        if self._documents:
            del self.parser

    def _begin(self, data: bytes, origin: Origin) -> None:
        self._documents += 1
        if self._documents > MAX_DOCUMENTS:
            raise RefusedError(f"holds more than {MAX_DOCUMENTS:,} XML documents")
        self._window, self._start = data, 0
        # expat counts the byte order mark as a character; no editor does.
        self._origin = origin.before() if data.startswith(_BOMS) else origin
        self.encoding = None
        self.parser = pyexpat.ParserCreate("utf-8" if _UTF8_ALIAS.match(data) else None)
        # Text comes whole, and an attribute that only a DTD gives is none, as to libvirt.
        self.parser.buffer_text = self.parser.specified_attributes = True
        guard(self)
        self._listener.listen(self)

    def _parse(self, data: bytes, final: bool) -> bool:
        """Whether `data` is read to its end; False where expat stops at an error."""
        try:
            self.parser.Parse(data, final)
        except pyexpat.ExpatError:
            return False
        return True

    def _next_document(self) -> tuple[bytes, Origin]:
        """What follows the document at whose end expat stopped, and where that is.

        Raises UnreadableError if expat stopped at anything else.
        """
        parser, window = self.parser, self._window
        code, offset = parser.ErrorCode, max(parser.ErrorByteIndex, 0)
        at = self._origin.place(parser.ErrorLineNumber, parser.ErrorColumnNumber, offset)
        index = max(offset - self._start, 0)
        if code == malformed.JUNK:
            another = window.startswith((b"<", b"\0<"), index)
        else:
            another = code == malformed.INVALID and window.startswith(_BOMS, index)
            another = another and self._listener.between_documents()
        if not another or index == 0:
            whole, line = self._start == 0, self._origin.line
            raise UnreadableError(in_words(code, window, index, whole=whole, line=line), at)
        return window[index:], Origin(*at)
