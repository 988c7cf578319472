"""What does a save image of libvirt hold, in front of the memory of the guest?"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import BinaryIO

from mtype.definitions.document import Document, Malformed, SaveImage
from mtype.definitions.feed import FIRST_PIECE
from mtype.definitions.read_xml import read_xml
from mtype.model.definition import Carrier, Position

_MAGIC = b"LibvirtQemudSave"
_UNFINISHED = b"LibvirtQemudPart"
_NEWEST_VERSION = 2
HEADER_SIZE = 92
# Numbers in the header are an on-disk format and do not change: libvirt's enum virQEMUSaveFormat.
_COMPRESSIONS = ("raw", "gzip", "bzip2", "xz", "lzop", "zstd", "sparse")


def is_save_image(head: bytes) -> bool:
    """Whether a file that begins with `head` (16 bytes or more) is a save image, even an unfinished one."""
    return head.startswith((_MAGIC, _UNFINISHED))


def is_unfinished(head: bytes) -> bool:
    """Whether a file that begins with `head` is a save image that was not written to its end."""
    return head.startswith(_UNFINISHED)


def read_save_image(
    stream: BinaryIO,
    path: str,
    *,
    max_bytes: int,
    carrier: Carrier = Carrier.SAVE_IMAGE,
    head: bytes = b"",
    size: int | None = None,
    portable: bool = False,
) -> Document:
    """Read the definition in a save image, of which `head` has been read from `stream` already.

    Lines and columns are those of the XML in it, offsets are those of the file. Only the XML is read:
    `max_bytes` is for that, and the size of the image, `size` where it is known, does not matter as long as
    it has what its header says.
    """
    while len(head) < HEADER_SIZE and (more := stream.read(FIRST_PIECE)):
        head += more
    if is_unfinished(head):
        return Document(refused="is a save image whose save did not finish; libvirt cannot restore it")
    if len(head) < HEADER_SIZE:
        return _problem(f"the save image ends within its header of {HEADER_SIZE} bytes")
    order = _byte_order(head)
    if order is None:
        return _problem("this save image is of a version that is not known")
    version, data_length, was_running, compression, cookie_offset = struct.unpack_from(order + "5I", head, 16)
    lie = _lie(data_length, cookie_offset, compression, size)
    if lie:
        return _problem(lie)
    image = SaveImage(version, _COMPRESSIONS[compression], bool(was_running))
    text = _Text(head[HEADER_SIZE:], stream.read, cookie_offset or data_length)
    return read_xml(
        text.read(FIRST_PIECE),
        text.read,
        path,
        carrier,
        max_bytes=max_bytes,
        offset=HEADER_SIZE,
        save_image=image,
        portable=portable,
    )


def _lie(data_length: int, cookie_offset: int, compression: int, size: int | None) -> str:
    """What in the header cannot be right, so that libvirt does not restore the image; "" where nothing is.

    libvirt: qemuSaveImageReadHeader in src/qemu/qemu_saveimage.c, which reads data_length bytes whole, those
    behind the cookie's offset as the cookie.
    """
    if compression >= len(_COMPRESSIONS):
        return f"its memory is stored in a way ({compression}) that no libvirt known to us reads"
    if data_length == 0:
        return "the header of the save image says that there is no XML in it"
    if cookie_offset > data_length:
        return (
            f"the header of the save image lies: the XML in front of byte {cookie_offset:,} is to be within "
            f"the first {data_length:,}"
        )
    if size is not None and HEADER_SIZE + data_length > size:
        there = max(size - HEADER_SIZE, 0)
        return f"the save image is cut short: {data_length:,} bytes are to follow its header, {there:,} do"
    return ""


def _byte_order(head: bytes) -> str | None:
    """How the numbers are stored. As libvirt does it: a version that is too high is one of the other
    kind of machine."""
    for order in "<>":
        if struct.unpack_from(order + "I", head, 16)[0] <= _NEWEST_VERSION:
            return order
    return None


def _problem(message: str) -> Document:
    return Document(problem=Malformed(message, Position(1, 1, 0)))


class _Text:
    """The XML in an image: up to the first zero byte, and never more than the header says."""

    def __init__(self, head: bytes, read: Callable[[int], bytes], length: int) -> None:
        self._head = head
        self._read = read
        self._left = length

    def read(self, size: int) -> bytes:
        """At most `size` bytes; none at the end."""
        size = min(size, self._left)
        data = self._head[:size] if self._head else self._read(size)
        self._head = self._head[size:]
        text, zero, _ = data.partition(b"\0")
        self._left = 0 if zero else self._left - len(data)
        return text
