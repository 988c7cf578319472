"""Which text has a file of a QEMU source tree, be it a folder or a revision of a git repository?"""

from __future__ import annotations

import re
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path

# What machine definitions and build rules are found in, in any layout since 0.10.
_TOPS = re.compile(
    r"VERSION|configure|Makefile.*|meson\.build|Kconfig.*|rules\.mak"
    r"|hw|include|configs|default-configs|accel|target|target-[a-z0-9]+|backends|qemu-deprecated\.texi"
)
_KEPT = re.compile(r".*(\.c|\.h|\.inc|\.mak|\.objs|\.target|\.build|/Kconfig.*|/meson\.build)|[^/]+")


class SourceTree(Mapping[str, str]):
    """The files of a tree by their path from its top, as text; what is no text of a build is left out."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = dict(files)

    def __getitem__(self, path: str) -> str:
        return self._files[path].decode("utf-8", "replace")

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def open_tree(place: Path, revision: str | None = None) -> SourceTree:
    """The tree at `revision` of the git repository `place`, or without one the folder `place` itself.

    Raises ValueError where it is no QEMU source tree.
    """
    files = _of_git(place, revision) if revision else _of_folder(place)
    if "VERSION" not in files:
        at = f" at {revision}" if revision else ""
        raise ValueError(f"{place}{at} is no source tree of QEMU: it has no VERSION")
    return SourceTree(files)


def _of_git(place: Path, revision: str) -> dict[str, bytes]:
    names = _git(place, "ls-tree", "--name-only", revision).decode().split("\n")
    wanted = [name for name in names if _TOPS.fullmatch(name)]
    git = ["git", "-C", str(place), "archive", "--format=tar", revision, "--", *wanted]
    with subprocess.Popen(git, stdout=subprocess.PIPE) as running:
        assert running.stdout is not None
        with tarfile.open(fileobj=running.stdout, mode="r|") as archive:
            members = ((member, archive.extractfile(member)) for member in archive if member.isfile())
            return {
                member.name: file.read() for member, file in members if file and _KEPT.fullmatch(member.name)
            }


def _git(place: Path, *arguments: str) -> bytes:
    done = subprocess.run(["git", "-C", str(place), *arguments], capture_output=True, check=False)
    if done.returncode:
        raise ValueError(f"{place}: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout


def _of_folder(place: Path) -> dict[str, bytes]:
    tops = [path for path in place.iterdir() if _TOPS.fullmatch(path.name)] if place.is_dir() else []
    found = [path for top in tops for path in ([top] if top.is_file() else top.rglob("*")) if path.is_file()]
    names = {path.relative_to(place).as_posix(): path for path in found}
    return {name: path.read_bytes() for name, path in names.items() if _KEPT.fullmatch(name)}
