"""What was a lint run asked to do?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

from mtype.catalogue.target import Target
from mtype.check.selection import means
from mtype.rules import RULES, Rule

MAX_BYTES = 64 * 1024 * 1024


class PathSuppression(NamedTuple):
    """From the project file: these rules are not reported for paths that match, for this reason.

    `*` in a pattern crosses folders; a pattern is matched against the path relative to the project file.
    """

    rules: tuple[str, ...]
    paths: tuple[str, ...]
    reason: str

    def covers(self, rule: str, path: str) -> bool:
        """Whether a finding of `rule` in `path` is suppressed."""
        return any(means(pattern, rule) for pattern in self.rules) and matches(self.paths, path)


def matches(patterns: Sequence[str], path: str) -> bool:
    """Whether a path matches one of the patterns, or lies in a folder that is one."""
    return any(fnmatchcase(path, p) or fnmatchcase(path, p.rstrip("/") + "/*") for p in patterns)


class Settings(NamedTuple):
    """Everything a run depends on besides the files: the same settings and files give the same result.

    `root` is the folder that paths in `exclude` and `suppressions` are relative to. `schema` is None, `own`
    or `libvirt`; `schemas` the folder of libvirt's schemas.
    """

    targets: tuple[Target, ...]
    today: date
    horizon: date | None = None
    rules: tuple[type[Rule], ...] = RULES
    root: Path = Path()
    exclude: tuple[str, ...] = ()
    suppressions: tuple[PathSuppression, ...] = ()
    max_bytes: int = MAX_BYTES
    schema: str | None = None
    schemas: Path = Path("/usr/share/libvirt/schemas")
    jobs: int = 1

    def relative(self, path: str) -> str:
        """`path` as the project file's patterns see it; a guest's is no path of a file."""
        if "://" in path:
            return path
        try:
            return Path(path).resolve().relative_to(self.root.resolve()).as_posix()
        except (OSError, ValueError):
            return path
