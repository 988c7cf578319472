"""How is text from a hostile file shown so that it breaks no line, no terminal and no encoding?"""

from __future__ import annotations

import re

# Long enough for every honest name and message; a definition may hold a name of megabytes.
_LIMIT = 1000
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def printable(text: str) -> str:
    """`text` on one line, with whatever is not printable written as an escape such as `\\n` or `\\x1b`.

    That covers control characters, line and paragraph separators, bidirectional overrides and the
    surrogates that stand for the bytes of a path that is not UTF-8. What comes back is valid UTF-8 and
    holds only characters that XML 1.0 allows.
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escaped(char) for char in text)


def brief(text: str) -> str:
    """`text` as `printable` shows it, with its middle left out where it is far too long to read."""
    if len(text) > _LIMIT:
        head, tail = text[: _LIMIT // 2], text[-_LIMIT // 4 :]
        text = f"{head} [... {len(text) - len(head) - len(tail)} characters left out ...] {tail}"
    return printable(text)


def encodable(text: str) -> str:
    """`text` unchanged but for surrogates, for formats with an escaping of their own: a byte that is not
    UTF-8 becomes `\\xff`, since many JSON parsers refuse a lone surrogate."""
    if text.isascii():
        return text
    return _SURROGATE.sub(lambda match: _escaped(match[0]), text)


def markup(text: str) -> str:
    """`text` as `brief` shows it, ready for the content and the quoted attributes of XML and HTML."""
    text = brief(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace('"', "&quot;").replace("'", "&#39;")


def _escaped(char: str) -> str:
    code = ord(char)
    if char in _NAMED:
        return _NAMED[char]
    if 0xDC80 <= code <= 0xDCFF:  # os.fsdecode keeps the byte 0xff as U+DCFF
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
