"""Which XML is not read, because it asks for more than to be read?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from mtype.definitions.malformed import RefusedError, UnreadableError

if TYPE_CHECKING:
    from mtype.definitions.feed import Feed

MAX_DOCUMENTS = 100_000
# expat knows the first four itself; of the others, Python's codecs are asked only for the one-byte ones.
_ENCODING = re.compile(
    r"utf-?8|utf-?16(le|be)?|us-ascii|ascii|iso-?8859-?[0-9]{1,2}|latin-?[0-9]{1,2}"
    r"|windows-?125[0-8]|cp[0-9]{3,4}|koi8-?[rtu]",
    re.IGNORECASE,
)
_ENTITIES = "declares XML entities, which are never expanded; write the text in place of the entity"
_OUTSIDE = "names a DTD outside of the file, which is never fetched; remove its DOCTYPE"


def guard(feed: Feed) -> None:
    """Make the parser stop at entities of every kind, and at encodings that are not read.

    External entities need nothing here: without a handler for them, expat does not fetch any.
    """
    parser = feed.parser
    parser.EntityDeclHandler = _refuse_entities
    # Called for `DOCTYPE … SYSTEM "…"` and for a reference to a parameter entity. From there on expat
    # takes any undefined entity for one that the unread part may declare, and reads `pc&x;` as `pc`.
    parser.NotStandaloneHandler = _refuse_outside

    def declaration(version: str, encoding: str | None, standalone: int) -> None:
        if encoding and not _ENCODING.fullmatch(encoding):
            raise unread_encoding(encoding, feed)
        feed.encoding = encoding

    parser.XmlDeclHandler = declaration


def unread_encoding(encoding: str | None, feed: Feed) -> UnreadableError:
    """The problem of a file whose XML declaration names an encoding that is not read."""
    return UnreadableError(
        f"the encoding {encoding!r} is not read here; save the file as UTF-8", feed.where()
    )


def _refuse_entities(*_: object) -> None:
    raise RefusedError(_ENTITIES)


def _refuse_outside() -> int:
    raise RefusedError(_OUTSIDE)
