"""Which snapshots does a qcow2 image hold?"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

_MAGIC = b"QFI\xfb"
_HEADER = struct.Struct(">4sIQIIQIIQQIIQ")  # of version 2; those of version 3 begin with it
_ENTRY = struct.Struct(">QIHHIIQII")  # of the snapshot table, in front of extra data, id and name
_SIZE = struct.Struct(">Q")
_NEWEST_VERSION = 3
# QEMU itself reads no image with a longer name or more snapshots than these.
_LONGEST_NAME = 1023
_MOST_SNAPSHOTS = 65536
# Of a table of snapshots, which takes some 80 bytes each: more than this is not read.
_MOST_READ = 1 << 20


class Qcow2Error(Exception):
    """The file is no qcow2 image that can be read; completes a sentence about it."""


class InternalSnapshot(NamedTuple):
    """One snapshot in an image; `memory` is the size of the memory of the guest in it, 0 without."""

    id: str
    name: str
    memory: int


class Qcow2(NamedTuple):
    """What the header of an image says. `backing_file` is as it was written; nothing follows it."""

    version: int
    size: int
    backing_file: str | None
    snapshots: tuple[InternalSnapshot, ...]


def is_qcow2(head: bytes) -> bool:
    """Whether a file that begins with `head` (4 bytes or more) is called a qcow2 image by its magic."""
    return head.startswith(_MAGIC)


def read_qcow2(stream: BinaryIO) -> Qcow2:
    """Read the header and the table of snapshots, a megabyte at most.

    Raises Qcow2Error for whatever is wrong with them; an OSError of `stream` comes through.
    """
    stream.seek(0)
    head = stream.read(_HEADER.size)
    if not is_qcow2(head):
        raise Qcow2Error("is no qcow2 image")
    if len(head) < _HEADER.size:
        raise Qcow2Error(f"ends within its header of {_HEADER.size} bytes")
    _, version, name_at, name_size, _, size, _, _, _, _, _, count, table_at = _HEADER.unpack(head)
    if not 2 <= version <= _NEWEST_VERSION:
        raise Qcow2Error(f"is a qcow2 image of version {version}, which is not known")
    backing = None
    if name_at:
        if name_size > _LONGEST_NAME:
            raise Qcow2Error(f"gives the name of its backing file {name_size:,} bytes")
        backing = _text(_read(stream, name_at, name_size, "the name of its backing file"))
    return Qcow2(version, size, backing, tuple(_snapshots(stream, table_at, count)) if count else ())


def _snapshots(stream: BinaryIO, at: int, count: int) -> Iterator[InternalSnapshot]:
    if count > _MOST_SNAPSHOTS:
        raise Qcow2Error(f"says that it holds {count:,} snapshots")
    what = f"its table of {count} snapshots"
    table = _read(stream, at, _MOST_READ, what, exactly=False)
    here = 0
    for _ in range(count):
        if here + _ENTRY.size > len(table):
            raise Qcow2Error(_cut(what, len(table)))
        _, _, id_size, name_size, _, _, _, memory, extra = _ENTRY.unpack_from(table, here)
        id_at = here + _ENTRY.size + extra
        name_at = id_at + id_size
        end = name_at + name_size
        if end > len(table):
            raise Qcow2Error(_cut(what, len(table)))
        if extra >= _SIZE.size:  # there, sizes of 4 GiB and more have room
            (large,) = _SIZE.unpack_from(table, here + _ENTRY.size)
            memory = large or memory
        yield InternalSnapshot(_text(table[id_at:name_at]), _text(table[name_at:end]), memory)
        here = (end + 7) & ~7


def _read(stream: BinaryIO, at: int, size: int, what: str, *, exactly: bool = True) -> bytes:
    if at >= 1 << 63:  # no file is that long, and no seek takes it
        raise Qcow2Error(f"ends before {what}")
    stream.seek(at)
    data = stream.read(size)
    if not data or (exactly and len(data) < size):
        raise Qcow2Error(f"ends before {what} does")
    return data


def _cut(what: str, length: int) -> str:
    if length >= _MOST_READ:
        return f"has more than {_MOST_READ >> 20} MiB in {what}, which is not read"
    return f"ends before {what} does"


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
