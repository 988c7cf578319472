"""May a file be a definition, going by its first bytes?"""

from __future__ import annotations

import codecs
import re

from mtype.definitions.save_image import is_save_image

_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# A tag, a declaration or a comment; `<<EOF` and `< 3` are neither.
_XML = re.compile(rb"\s*<(?:[A-Za-z_:!?]|[^\x00-\x7f])")
# libvirt's own files begin with a comment, and so do many Markdown files: what follows it decides.
_COMMENTS = re.compile(rb"(?:\s*<!--.*?-->)+\s*", re.DOTALL)
_OTHER_MARKUP = re.compile(rb"\s*<(?:!doctype\s+html|html|\?php)\b", re.IGNORECASE)


def looks_like_definition(head: bytes) -> bool:
    """Whether a file that begins with `head` (64 bytes or more) is worth reading: XML but not HTML, or a
    save image. True does not mean that it holds a domain."""
    if is_save_image(head):
        return True
    for bom in _BOMS:
        if head.startswith(bom):
            head = head[len(bom) :]
    # In UTF-16, what we look for is the same characters with a zero before or behind each.
    if head.startswith((b"<\0", b"\0<", b"\n\0", b"\0\n", b"\r\0", b"\0\r", b" \0", b"\0 ")):
        head = head.replace(b"\0", b"")
    comments = _COMMENTS.match(head)
    if comments is not None and comments.end() < len(head):
        head = head[comments.end() :]
    return bool(_XML.match(head)) and not _OTHER_MARKUP.match(head)
