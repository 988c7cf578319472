"""What does `catalogue validate` say of overlays, or of the shipped catalogue?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mtype.catalogue.compile import compile_catalogue
from mtype.catalogue.load import catalogue_path, load_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import all_releases
from mtype.model.errors import CatalogueError

Fields = dict[str, Any]


def validated(base: Sequence[Path], files: Sequence[Path]) -> Fields:
    """Each of `files` by itself, on top of the shipped catalogue and the overlays `base`; the shipped one
    where there are no files. A file that is not valid has `problems`, all of them."""
    if not files:
        return {"files": [_shipped()]}
    try:
        below = load_catalogue(base)
    except CatalogueError as error:
        return {"files": [_refused(str(base[-1]), error)]}
    return {"files": [_overlay(below, base, file) for file in files]}


def _shipped() -> Fields:
    """Compiled anew: what a cache holds was valid once."""
    path = catalogue_path()
    try:
        catalogue = Catalogue(compile_catalogue(path.read_bytes(), str(path)), str(path))
    except CatalogueError as error:
        return _refused(path.name, error)
    counts = {"types": catalogue.types, "releases": _releases(catalogue), "sources": catalogue.sources}
    holds = ", ".join(f"{len(found)} {word}" for word, found in counts.items())
    return {**_valid(path.name, [], [], []), "holds": holds}


def _overlay(below: Catalogue, base: Sequence[Path], file: Path) -> Fields:
    try:
        catalogue = load_catalogue([*base, file])
    except CatalogueError as error:
        return _refused(str(file), error)
    known, there = {(kind.name, kind.arches) for kind in below.types}, _releases(below)
    types = [kind.name for kind in catalogue.types if (kind.name, kind.arches) not in known]
    releases = [release for release in _releases(catalogue) if release not in there]
    overrides = catalogue.overrides[len(below.overrides) :]
    told = [{**override._asdict(), "text": str(override)} for override in overrides]
    return _valid(str(file), types, releases, told)


def _valid(path: str, types: list[str], releases: list[str], overrides: list[Fields]) -> Fields:
    return {
        "path": path,
        "valid": True,
        "types": types,
        "releases": releases,
        "overrides": overrides,
        "problems": [],
    }


def _refused(path: str, error: CatalogueError) -> Fields:
    problems = [problem._asdict() for problem in error.problems]
    return {"path": path, "valid": False, "types": [], "releases": [], "overrides": [], "problems": problems}


def _releases(catalogue: Catalogue) -> list[str]:
    return [release.id for release in all_releases(catalogue)]
