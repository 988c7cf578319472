"""What does a file hold that may be a libvirt domain?"""

from __future__ import annotations

import io
from typing import BinaryIO

from mtype.definitions.document import Document
from mtype.definitions.feed import FIRST_PIECE
from mtype.definitions.read_xml import read_xml, too_large
from mtype.definitions.save_image import is_save_image, read_save_image
from mtype.model.definition import Carrier

MAX_BYTES = 64 << 20
# As long as the magic of a save image.
_ENOUGH_TO_KNOW = 16


def read_document(
    stream: BinaryIO,
    path: str,
    *,
    max_bytes: int = MAX_BYTES,
    carrier: Carrier = Carrier.FILE,
    portable: bool = False,
) -> Document:
    """Read one file: libvirt's XML of a domain, or one of the files in which it keeps such XML.

    `path` is only noted in the definitions. `carrier` is where the file came from, for a plain domain;
    a live status, a snapshot, a checkpoint or a save image say themselves what they are. `portable` is
    whether it is wanted what the definitions ask of their host. Nothing in the file makes this raise; an
    OSError of `stream` comes through.
    """
    head = stream.read(FIRST_PIECE)
    while len(head) < _ENOUGH_TO_KNOW and (more := stream.read(FIRST_PIECE)):
        head += more
    if is_save_image(head):
        saved = Carrier.SAVE_IMAGE if carrier is Carrier.FILE else carrier
        return read_save_image(
            stream, path, max_bytes=max_bytes, carrier=saved, head=head, size=_size(stream), portable=portable
        )
    if len(head) >= FIRST_PIECE:
        size = _size(stream)
        if size is not None and size > max_bytes:
            return Document(refused=too_large(max_bytes, size))
    return read_xml(head, stream.read, path, carrier, max_bytes=max_bytes, portable=portable)


def _size(stream: BinaryIO) -> int | None:
    """The size of what can tell it, without reading it; a pipe cannot."""
    if not stream.seekable():
        return None
    here = stream.tell()
    size = stream.seek(0, io.SEEK_END)
    stream.seek(here)
    return size
