"""Where does the catalogue come from, so that a run reads it in milliseconds? The only I/O here.

The shipped YAML is compiled when the wheel is built; with overlays, or where it was changed, it is compiled
on first use into the user's cache. Loading pathlib takes longer than all the rest: paths are texts here.
"""

from __future__ import annotations

import os

from mtype.catalogue.compiled import pack, unpack
from mtype.catalogue.digest import digest, stamp
from mtype.catalogue.lookup import Catalogue

TYPE_CHECKING = False  # typing itself takes 3 ms to load
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from mtype.catalogue.compiled import Parts
    from mtype.model.errors import Problem

COMPILED_NAME = "machine-types.jsonl"
_NAME = "machine-types.yaml"
_MOST = 2 << 20  # whoever compiles it refuses less than that
_PACKAGE = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))


def catalogue_path() -> Path:
    """The YAML inside an installed package, or `data/` of a source tree."""
    from pathlib import Path

    return Path(_shipped())


def _shipped() -> str:
    installed = os.path.join(_PACKAGE, "data", _NAME)
    return installed if os.path.exists(installed) else os.path.join(os.path.dirname(_PACKAGE), "data", _NAME)


def load_catalogue(overlays: Sequence[str | Path] = ()) -> Catalogue:
    """The shipped catalogue with what the files `overlays` add to it, in that order.

    Raises CatalogueError with every problem of every file.
    """
    path = _shipped()
    data = _read(path)
    beside = os.path.join(os.path.dirname(path), COMPILED_NAME)
    parts: Mapping[str, Any] | None = None if overlays else _read_compiled(beside, stamp(data))
    if parts is None:
        parts = _compiled(path, data, [*dict.fromkeys(os.fspath(overlay) for overlay in overlays)])
    return Catalogue(parts, path)


def _compiled(path: str, data: bytes, overlays: Sequence[str]) -> Mapping[str, Any]:
    """What the cache has for the shipped `data` and `overlays`, or what is compiled now and put there."""
    files, unread = _read_all(overlays)
    key = digest(data, files)
    folder = cache_folder()
    place = None if folder is None else os.path.join(folder, f"{key}.jsonl")
    cached = _read_compiled(place, key) if place is not None and not unread else None
    if cached is not None:
        return cached
    from mtype.catalogue.compile import compile_catalogue  # slow: YAML, shapes

    fresh = compile_catalogue(data, path, files, unread)
    if place is not None:
        write_compiled(fresh, place, key)
    return fresh


def _read_all(paths: Sequence[str]) -> tuple[list[tuple[str, bytes]], list[Problem]]:
    """Each file with its content, and what is wrong with those that cannot be read."""
    files, problems = [], []
    for path in paths:
        try:
            files.append((path, _read(path)))
        except (OSError, ValueError) as error:
            from mtype.model.errors import Problem

            problems.append(Problem(path, 1, 1, f"cannot read: {getattr(error, 'strerror', error)}"))
    return files, problems


def _read(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read(_MOST)


def cache_folder() -> str | None:
    """Where this program keeps what it can make again; None where the user has no home."""
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):  # the specification of XDG_CACHE_HOME: a relative path is to be ignored
        base = os.path.expanduser("~/.cache")
    return os.path.join(base, "virt-machine-type") if os.path.isabs(base) else None


def _read_compiled(place: str, key: str) -> Parts | None:
    """The compiled form at `place`, or None if it is absent, damaged, or of other files."""
    try:
        with open(place, "rb") as stream:
            return unpack(stream.read(), key)
    except OSError:
        return None


def write_compiled(compiled: Mapping[str, Any], place: str, key: str) -> None:
    """Write atomically; a cache that cannot be written (full disk, read-only home) is only a slower
    next start, so that is no error."""
    import tempfile  # slow to load, and the cache is rarely written

    folder = os.path.dirname(place)
    try:
        os.makedirs(folder, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".compiled-")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(pack(compiled, key))
            os.replace(temporary, place)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError:
        return
