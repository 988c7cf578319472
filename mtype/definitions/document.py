"""What was one file: which definitions, or why none?"""

from __future__ import annotations

from typing import NamedTuple

from mtype.model.definition import Definition, Position, Suppression
from mtype.model.portability import Portability


class Malformed(NamedTuple):
    """Why a file is not XML that libvirt would read, and where in it."""

    message: str
    at: Position


class SaveImage(NamedTuple):
    """What the header of a libvirt save image says.

    `compression` is libvirt's word for how the memory is stored (`raw`, `gzip`, …); `was_running` is whether
    the guest will run after a restore.
    """

    version: int
    compression: str
    was_running: bool


class Document(NamedTuple):
    """What was read of one file; definitions are given only if the whole file could be read.

    `problem` is set where it is no XML that libvirt would read. `not_domain` is set where it is another
    object of libvirt and names it ("network", "storage pool"). `refused` is set where it was not read to
    its end for safety, and completes a sentence about the file. If none of the three is set and there are
    no definitions, it is XML without a domain. `suppressions` are all of the file; those outside of any
    definition hold for each of them and stand in each definition's own `suppressions` too. `holds_memory` is
    whether there is a snapshot with the memory of a running guest among them. `portabilities` says what each
    definition asks of its host, in their order; only where that was wanted.
    """

    definitions: tuple[Definition, ...] = ()
    problem: Malformed | None = None
    not_domain: str | None = None
    refused: str | None = None
    suppressions: tuple[Suppression, ...] = ()
    save_image: SaveImage | None = None
    holds_memory: bool = False
    portabilities: tuple[Portability, ...] = ()
