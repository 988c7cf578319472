"""What stands in the lines that findings point at?"""

from __future__ import annotations

import codecs
import io
from collections.abc import Collection
from itertools import islice
from pathlib import Path

from mtype.definitions.save_image import HEADER_SIZE, is_save_image

_MAX_CHARACTERS = 400
_MAX_BYTES = 4 * 1024 * 1024  # of a large file only this much is read for an excerpt
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def lines_of(path: str, data: bytes | None, wanted: Collection[int]) -> dict[int, str]:
    """The text of the `wanted` lines (counted from 1), each cut to 400 characters.

    Lines that cannot be shown are absent. One pass, however many are wanted.
    """
    if data is None:
        data = _beginning(path)
    if is_save_image(data[:16]):
        data = data[HEADER_SIZE:].split(b"\0", 1)[0]
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            data = data.decode(encoding, "replace").encode("utf-8", "replace")
            break
    lines = io.BytesIO(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    last, wanted = max(wanted, default=0), frozenset(wanted)
    return {
        number: line[: 4 * _MAX_CHARACTERS].rstrip(b"\n").decode("utf-8", "replace")[:_MAX_CHARACTERS]
        for number, line in enumerate(islice(lines, last), 1)
        if number in wanted
    }


def _beginning(path: str) -> bytes:
    try:
        with Path(path).open("rb") as stream:
            return stream.read(_MAX_BYTES)
    except (OSError, ValueError):
        return b""
