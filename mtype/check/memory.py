"""Is the memory there that a snapshot of a host on disk says it holds?"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from io import FileIO

from mtype.check.on_disk import Place
from mtype.definitions.qcow2 import Qcow2, Qcow2Error, read_qcow2
from mtype.definitions.reader import read_document
from mtype.definitions.save_image import HEADER_SIZE, is_save_image, is_unfinished
from mtype.model.definition import Definition

_LONGEST = 200


def with_memory(definition: Definition, place: Place, data: bytes | None) -> tuple[Definition, str | None]:
    """The definition with why the memory of its snapshot cannot be loaded, if that is certain: a copy of a
    host may lack the images. And which file holds it, if it is a save image that can be read here.

    `definition` is that of the guest as it ran, `data` the file in which it stands.
    """
    memory, host = definition.memory, place.host
    if memory is None or data is None or not place.snapshot:
        return definition, None
    if not memory.external:
        return definition._replace(memory=memory._replace(unusable=_images(data, host))), None
    if not memory.file:
        return definition, None
    unusable = _file(memory.file, host, definition.machine_type)
    return definition._replace(memory=memory._replace(unusable=unusable)), _save_image(memory.file, host)


def _save_image(path: str, host: str) -> str | None:
    place, _ = _here(path, host)
    with suppress(OSError, ValueError), _regular(place) as stream:
        head = stream.read(HEADER_SIZE)
        if is_save_image(head) and not is_unfinished(head):
            return place
    return None


def _file(path: str, host: str, machine_type: str | None) -> str | None:
    place, certain = _here(path, host)
    try:
        with _regular(place) as stream:
            head = stream.read(HEADER_SIZE)
            stream.seek(0)
            document = read_document(stream, path) if is_save_image(head) else None
    except FileNotFoundError:
        known = certain and os.path.isdir(os.path.dirname(place))  # noqa: PTH112, PTH120  # raises nothing
        return f"{_named(path)} is not there" if known else None
    except (OSError, ValueError):
        return None
    if is_unfinished(head):
        return f"{_named(path)} was not written to its end"
    if document is None:
        return f"{_named(path)} is no save image"
    held = document.definitions[0].machine_type if document.definitions else None
    if held and machine_type and held != machine_type:
        return f"{_named(path)} was saved from {_named(held)}"
    return None


def _images(snapshot: bytes, host: str) -> str | None:
    from mtype.definitions.snapshot_images import images_of

    wanted = images_of(snapshot)
    if wanted is None:
        return None
    for path in wanted.paths:
        try:
            with _regular(_here(path, host)[0]) as stream:
                image = read_qcow2(stream)
        except (OSError, ValueError, Qcow2Error):
            return None  # it may lie in this one
        if _holds(image, wanted.name):
            return None
    shown = [_named(path) for path in wanted.paths]
    if len(shown) == 1:
        return f"{shown[0]} holds no memory of that name"
    return f"none of its {len(shown)} images holds memory of that name, such as {shown[0]}"


def _holds(image: Qcow2, name: str) -> bool:
    return any(snapshot.name == name and snapshot.memory for snapshot in image.snapshots)


def _here(path: str, host: str) -> tuple[str, bool]:
    """Where the host's file `path` is to be found here, and whether nothing else can be meant."""
    if host == "/" or path.startswith(f"{host}/"):
        return path, True
    inside = os.path.realpath(f"{host}/{path}")
    return (inside if inside.startswith(f"{host}/") else ""), False


def _named(path: str) -> str:
    """A path that stands in somebody's XML, on one line."""
    shown = path if path.isprintable() else repr(path)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3]}..."


def _regular(path: str) -> FileIO:
    """Open what is a regular file; a fifo or a device would keep us waiting."""
    stream = FileIO(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC))
    if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        stream.close()
        raise OSError("is no regular file")
    return stream
