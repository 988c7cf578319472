"""How does another machine type get into an XML text, with every other byte left alone?"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping

from mtype.definitions.reader import read_document
from mtype.model.definition import Carrier, Definition
from mtype.model.errors import MtypeError

_ATTRIBUTE = r"""machine\s*=\s*(?P<quote>["'])(?P<value>[^"'<]*)(?P=quote)"""
_NARROW = re.compile(_ATTRIBUTE.encode())
_WIDE = re.compile(_ATTRIBUTE)
_LONGEST = 64 * 1024  # bytes of one attribute; the reader keeps 4,096 characters of a value
_WIDE_CODECS = {b"m\0": "utf-16-le", b"\0m": "utf-16-be"}


class EditError(MtypeError):
    """A text could not be edited without a doubt; it was left as it was."""


def set_machine_types(
    data: bytes, lifts: Mapping[Definition, str], path: str, carrier: Carrier = Carrier.FILE
) -> bytes:
    """`data` with the machine type of each definition in `lifts`, read from this very text, replaced. It was
    read as of `carrier`.

    Only the bytes between the quotes of the attribute change: comments, order, encoding, line ends and
    whatever else is in the text stay as they are. The result is read again: it must say the same as before
    but for the machine types. Raises EditError where it would not.
    """
    # From the end backwards: an edit then never moves the place of the next one.
    edited = data
    for definition in sorted(lifts, key=lambda one: one.at.offset, reverse=True):
        start, end, codec = _value(edited, definition, path)
        edited = edited[:start] + lifts[definition].encode(codec) + edited[end:]
    _verify(data, edited, lifts, path, carrier)
    return edited


def _value(data: bytes, definition: Definition, path: str) -> tuple[int, int, str]:
    """The first byte of the attribute's value, the one after its last, and how its characters are coded."""
    offset = definition.at.offset
    codec = _WIDE_CODECS.get(data[offset : offset + 2])
    piece = data[offset : offset + _LONGEST]
    if codec is None:
        narrow = _NARROW.match(piece)
        if narrow is not None:
            return offset + narrow.start("value"), offset + narrow.end("value"), "ascii"
    else:
        wide = _WIDE.match(piece.decode(codec, "replace"))
        if wide is not None:
            # Everything up to the end of the attribute is one unit of two bytes a character: a machine type
            # outside the first plane would not have been read as one that is known.
            return offset + 2 * wide.start("value"), offset + 2 * wide.end("value"), codec
    raise EditError(f"{path}:{definition.at.line}: the machine attribute was not found where it was read")


def _verify(
    before: bytes, after: bytes, lifts: Mapping[Definition, str], path: str, carrier: Carrier
) -> None:
    wanted = [
        one._replace(machine_type=lifts.get(one, one.machine_type))
        for one in _definitions(before, path, carrier)
    ]
    if [_content(one) for one in wanted] != [_content(one) for one in _definitions(after, path, carrier)]:
        raise EditError(f"{path}: after the edit the text would say something else too")


def _definitions(data: bytes, path: str, carrier: Carrier) -> tuple[Definition, ...]:
    return read_document(io.BytesIO(data), path, max_bytes=len(data) + 1, carrier=carrier).definitions


def _content(definition: Definition) -> tuple[object, ...]:
    """What a definition says, without the places it says it at."""
    devices = tuple(device[:4] for device in definition.devices)
    return (
        definition.carrier, definition.domain_type, definition.name, definition.uuid, definition.os_type,
        definition.arch, definition.machine_type, definition.emulator, devices,
    )  # fmt: skip
