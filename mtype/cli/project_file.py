"""What does the project file `.virt-machine-type.yaml` say?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mtype import __version__
from mtype.check.settings import PathSuppression
from mtype.model.errors import CatalogueError, UsageError

NAME = ".virt-machine-type.yaml"


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """The settings of a project file; empty where the file does not say. `root` is its folder."""

    root: Path = Path()
    targets: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: str | None = None
    horizon: str | None = None
    today: str | None = None
    jobs: str | None = None
    baseline: str | None = None
    catalogue: str | None = None
    schema: str | None = None
    exclude: tuple[str, ...] = ()
    suppress: tuple[PathSuppression, ...] = ()


def find_project_file(start: Path) -> Path | None:
    """The nearest project file in `start` or above, not beyond the root of a git repository."""
    for folder in (start, *start.parents):
        if (folder / NAME).is_file():
            return folder / NAME
        if (folder / ".git").exists():
            return None
    return None


def read_project_file(path: Path) -> ProjectFile:
    """Read the file; raises CatalogueError with all its problems, each with its line."""
    from mtype.catalogue.shape import Report, list_of, mapping, text, texts
    from mtype.catalogue.source import Node, read_yaml

    shape = mapping(
        {
            "required-version": text,
            "for": texts,
            "select": texts,
            "ignore": texts,
            "fail-on": text,
            "horizon": text,
            "today": text,
            "jobs": text,
            "baseline": text,
            "catalogue": text,
            "schema": text,
            "exclude": texts,
            "suppress": list_of(
                mapping(
                    {"rules": texts, "paths": texts, "reason": text},
                    required=("rules", "paths", "reason"),
                )
            ),
        }
    )
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read: {error}") from error
    if not content.strip():
        return ProjectFile(root=path.parent)
    root = read_yaml(content, str(path))
    report = Report(str(path))
    shape(report, root, "the project file")
    if report.problems:
        raise CatalogueError(report.problems)

    _required_version(root.text("required-version"), path)

    def suppressions() -> Iterator[PathSuppression]:
        node = root.get("suppress") or Node([], 1, 1)
        for item in node.items():
            yield PathSuppression(
                tuple(item.list("rules")), tuple(item.list("paths")), item.text("reason") or ""
            )

    return ProjectFile(
        root=path.parent,
        targets=tuple(root.list("for")),
        select=tuple(root.list("select")),
        ignore=tuple(root.list("ignore")),
        fail_on=root.text("fail-on"),
        horizon=root.text("horizon"),
        today=root.text("today"),
        jobs=root.text("jobs"),
        baseline=_beside(path, root.text("baseline")),
        catalogue=_beside(path, root.text("catalogue")),
        schema=root.text("schema"),
        exclude=tuple(root.list("exclude")),
        suppress=tuple(suppressions()),
    )


def _required_version(wanted: str | None, path: Path) -> None:
    """A team that pins the findings of its CI pins the version that makes them."""
    if wanted is None:
        return
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        fits = SpecifierSet(wanted).contains(__version__, prereleases=True)
    except InvalidSpecifier as error:
        raise UsageError(f"{path}: required-version {wanted!r} is nothing like >=0.1,<1") from error
    if not fits:
        raise UsageError(f"{path} requires version {wanted}, and this is {__version__}")


def _beside(path: Path, name: str | None) -> str | None:
    """A file named in the project file lies relative to it."""
    return str(path.parent / name) if name else None
