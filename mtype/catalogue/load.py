"""Where is the catalogue, and how does it load in a few milliseconds? The only I/O of this package.

The YAML is compiled when the wheel is built; a changed or uninstalled YAML is compiled on first use into
the user's cache. The compiled form is JSON: reading it can execute nothing, whoever wrote it.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mtype.catalogue.digest import digest
from mtype.catalogue.lookup import Catalogue
from mtype.model.errors import CatalogueError, Problem

_PACKAGE = Path(__file__).resolve().parent.parent
_NAME = "machine-types.yaml"
COMPILED_NAME = "machine-types.json"


def catalogue_path() -> Path:
    """The YAML inside an installed package, or `data/` of a source tree."""
    installed = _PACKAGE / "data" / _NAME
    return installed if installed.exists() else _PACKAGE.parent / "data" / _NAME


def load_catalogue(path: Path | None = None) -> Catalogue:
    """The catalogue at `path`, by default the shipped one.

    Raises CatalogueError when it cannot be read or is not valid.
    """
    path = path or catalogue_path()
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CatalogueError([Problem(str(path), 1, 1, f"cannot read: {error.strerror}")]) from error
    key = digest(data)
    for place in (path.with_name(COMPILED_NAME), _cache_folder() / f"{key}.json"):
        compiled = _read_compiled(place, key)
        if compiled is not None:
            return Catalogue(compiled, str(path))
    from mtype.catalogue.compile import compile_catalogue  # slow: YAML, shapes

    compiled = compile_catalogue(data, str(path))
    write_compiled(compiled, _cache_folder() / f"{key}.json")
    return Catalogue(compiled, str(path))


def _cache_folder() -> Path:
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "virt-machine-type"


def _read_compiled(place: Path, key: str) -> Mapping[str, Any] | None:
    """The compiled form at `place`, or None if it is absent, damaged, or of another YAML."""
    try:
        compiled = json.loads(place.read_bytes())
    except (OSError, ValueError):
        return None
    return compiled if isinstance(compiled, dict) and compiled.get("digest") == key else None


def write_compiled(compiled: Mapping[str, Any], place: Path) -> None:
    """Write atomically; a cache that cannot be written (full disk, read-only home) is only a slower
    next start, so that is no error."""
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=place.parent, prefix=".compiled-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                json.dump(compiled, stream, ensure_ascii=False, separators=(",", ":"))
            os.replace(temporary, place)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError:
        return
