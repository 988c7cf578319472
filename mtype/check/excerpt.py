"""What stands in the line that a finding points at?"""

from __future__ import annotations

import codecs

from mtype.definitions.save_image import HEADER_SIZE, is_save_image

_MAX_CHARACTERS = 400
_MAX_BYTES = 4 * 1024 * 1024  # of a large file only this much is read for an excerpt
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def line_of(path: str, data: bytes | None, line: int) -> str | None:
    """The text of the 1-based `line`, cut to 400 characters; None where it cannot be shown."""
    if data is None:
        data = _beginning(path)
    if is_save_image(data[:16]):
        data = data[HEADER_SIZE:].split(b"\0", 1)[0]
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            data = data.decode(encoding, "replace").encode("utf-8", "replace")
            break
    lines = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n", line)
    if line > len(lines):
        return None
    return lines[line - 1].decode("utf-8", "replace")[:_MAX_CHARACTERS]


def _beginning(path: str) -> bytes:
    try:
        with open(path, "rb") as stream:
            return stream.read(_MAX_BYTES)
    except (OSError, ValueError):
        return b""
