"""Where is the catalogue, and how does it load in a few milliseconds? The only I/O of this package.

The YAML is compiled when the wheel is built; a changed or uninstalled YAML is compiled on first use into
the user's cache. The compiled form is JSON: reading it can execute nothing, whoever wrote it.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mtype.catalogue.digest import digest
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.source import MAX_SIZE
from mtype.model.errors import CatalogueError, Problem

_PACKAGE = Path(__file__).resolve().parent.parent
_NAME = "machine-types.yaml"
_PARTS = {"digest", "sources", "boards", "vendors", "types", "lines"}
COMPILED_NAME = "machine-types.json"


def catalogue_path() -> Path:
    """The YAML inside an installed package, or `data/` of a source tree."""
    installed = _PACKAGE / "data" / _NAME
    return installed if installed.exists() else _PACKAGE.parent / "data" / _NAME


def load_catalogue(path: Path | None = None) -> Catalogue:
    """The catalogue at `path`, by default the shipped one.

    Raises CatalogueError when it cannot be read or is not valid.
    """
    shipped, path = path is None, path or catalogue_path()
    data = _read(path)
    key = digest(data)
    cached = _cache_file(key)
    for place in (path.with_name(COMPILED_NAME) if shipped else None, cached):
        compiled = _read_compiled(place, key) if place is not None else None
        if compiled is not None:
            return Catalogue(compiled, str(path))
    from mtype.catalogue.compile import compile_catalogue  # slow: YAML, shapes

    fresh = compile_catalogue(data, str(path))
    if cached is not None:
        write_compiled(fresh, cached)
    return Catalogue(fresh, str(path))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_SIZE + 1)
    except OSError as error:
        raise CatalogueError([Problem(str(path), 1, 1, f"cannot read: {error.strerror}")]) from error
    if len(data) > MAX_SIZE:
        raise CatalogueError([Problem(str(path), 1, 1, f"larger than {MAX_SIZE} bytes")])
    return data


def _cache_file(key: str) -> Path | None:
    """Where the compiled form belongs; None where the user has no home."""
    named = Path(os.environ.get("XDG_CACHE_HOME", ""))
    try:  # the specification of XDG_CACHE_HOME: a relative path is to be ignored
        base = named if named.is_absolute() else Path.home() / ".cache"
    except RuntimeError:
        return None
    return base / "virt-machine-type" / f"{key}.json"


def _read_compiled(place: Path, key: str) -> Mapping[str, Any] | None:
    """The compiled form at `place`, or None if it is absent, damaged, or of another YAML."""
    try:
        compiled = json.loads(place.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    whole = isinstance(compiled, dict) and compiled.keys() >= _PARTS
    return compiled if whole and compiled["digest"] == key else None


def write_compiled(compiled: Mapping[str, Any], place: Path) -> None:
    """Write atomically; a cache that cannot be written (full disk, read-only home) is only a slower
    next start, so that is no error."""
    import tempfile  # slow to load, and the cache is rarely written

    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".compiled-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(compiled, stream, ensure_ascii=False, separators=(",", ":"))
            Path(temporary).replace(place)
        except BaseException:
            Path(temporary).unlink()
            raise
    except OSError:
        return
