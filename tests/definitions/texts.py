"""Definitions to read, and streams that give them in their own way."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from mtype.definitions.document import Document
from mtype.definitions.reader import MAX_BYTES, read_document
from mtype.model.definition import Carrier, Definition

LIBVIRT = Path(__file__).parents[1] / "fixtures" / "libvirt"
TYPE = "<type arch='x86_64' machine='pc-q35-7.2'>hvm</type>"
GUEST = f"<domain type='kvm'><name>web</name><os>{TYPE}</os></domain>"


def guest(name: str = "web", machine: str = "pc-q35-7.2", rest: str = "") -> str:
    """A small domain; `rest` stands in front of its end."""
    return (
        f"<domain type='kvm'><name>{name}</name>"
        f"<os><type arch='x86_64' machine='{machine}'>hvm</type></os>{rest}</domain>"
    )


def read(text: str | bytes, *, max_bytes: int = MAX_BYTES, carrier: Carrier = Carrier.FILE) -> Document:
    """What is read of a file with this content."""
    data = text.encode() if isinstance(text, str) else text
    return read_document(io.BytesIO(data), "a.xml", max_bytes=max_bytes, carrier=carrier)


def only(text: str | bytes) -> Definition:
    """The one definition of a file without any problem."""
    document = read(text)
    assert (document.problem, document.refused, document.not_domain) == (None, None, None)
    (definition,) = document.definitions
    return definition


def names(document: Document) -> list[str | None]:
    """The names of the domains, in order."""
    return [definition.name for definition in document.definitions]


class Pipe(io.BytesIO):
    """What can only be read forwards: pieces of any size, made when they are asked for."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        super().__init__()
        self._pieces: Iterator[bytes] = iter(pieces)
        self._rest = b""

    def seekable(self) -> bool:
        return False

    def read(self, size: int | None = -1, /) -> bytes:
        while not self._rest:
            try:
                self._rest = next(self._pieces)
            except StopIteration:
                return b""
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece
