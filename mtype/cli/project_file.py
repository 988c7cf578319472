"""What does the project file `.virt-machine-type.yaml` say?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mtype import __version__
from mtype.check.discover import why
from mtype.check.selection import rule_ids
from mtype.check.settings import PathSuppression
from mtype.cli.named_file import read_text
from mtype.cli.option_values import parse_horizon
from mtype.model.errors import CatalogueError, UsageError

NAME = ".virt-machine-type.yaml"


class ProjectFile(NamedTuple):
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
    catalogue: tuple[str, ...] = ()
    schema: str | None = None
    exclude: tuple[str, ...] = ()
    suppress: tuple[PathSuppression, ...] = ()


def project_of(config: str | None) -> ProjectFile:
    """The settings that `--config` names: of the nearest project file if it is None, none if it is empty."""
    if config == "":
        return ProjectFile()
    path = Path(config) if config else _nearest()
    return read_project_file(path) if path else ProjectFile()


def _nearest() -> Path | None:
    try:
        here = Path.cwd()
    except OSError as error:
        raise UsageError(f"the working directory {why(error)}") from error
    path = find_project_file(here)
    return Path(path.name) if path and path.parent == here else path


def find_project_file(start: Path) -> Path | None:
    """The nearest project file in `start` or above, not beyond the root of a git repository or what this
    user may look into."""
    try:
        for folder in (start, *start.parents):
            if (folder / NAME).is_file():
                return folder / NAME
            if (folder / ".git").exists():
                return None
    except PermissionError:
        return None
    return None


def read_project_file(path: Path) -> ProjectFile:
    """Read the file; raises CatalogueError with all its problems, each with its line."""
    from mtype.catalogue.shape import Report, day, list_of, mapping, one_of, text, texts
    from mtype.catalogue.source import Node, read_yaml

    def accepted(by: Callable[[str], object]) -> Callable[[Report, Node, str], None]:
        """A text, or a list of them, that `by` does not refuse."""

        def check(report: Report, node: Node, where: str) -> None:
            texts(report, node, where)
            for child in node.items() if isinstance(node.value, list) else (node,):
                try:
                    if isinstance(child.value, str):
                        by(child.value)
                except UsageError as error:
                    report.add(child, f"{where}: {error}")

        return check

    rules = accepted(lambda word: rule_ids([word]))
    shape = mapping(
        {
            "required-version": text,
            "for": texts,
            "select": rules,
            "ignore": rules,
            "fail-on": one_of("error", "warning", "info", "never"),
            "horizon": accepted(lambda span: parse_horizon(span, date(2000, 1, 1))),
            "today": day,
            "jobs": text,
            "baseline": text,
            "catalogue": texts,
            "schema": one_of("own", "libvirt"),
            "exclude": texts,
            "suppress": list_of(
                mapping(
                    {"rules": rules, "paths": texts, "reason": text},
                    required=("rules", "paths", "reason"),
                )
            ),
        }
    )
    content = read_text(path, "the project file")
    if not content.strip():
        return ProjectFile(root=path.parent)
    root = read_yaml(content, str(path))
    report = Report()
    shape(report, root, "the project file")
    if report.problems:
        raise CatalogueError(report.problems)

    _required_version(root.text("required-version"), path)

    def suppressions() -> Iterator[PathSuppression]:
        node = root.get("suppress") or Node([], 1, 1)
        for item in node.items():
            # Names and groups become ids; a rule that crashes is never silent.
            ids = sorted(rule_ids(item.list("rules")) - {"MT000"})
            yield PathSuppression(tuple(ids), tuple(item.list("paths")), item.text("reason") or "")

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
        catalogue=tuple(str(path.parent / name) for name in root.list("catalogue")),
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
