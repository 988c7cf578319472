"""How does a root of another Debian suite come about, whose emulators can be asked on this machine?

mmdebstrap downloads the packages from the mirror that this machine's apt uses and unpacks them. Nothing in
a root of emulators is ever configured, mounted or started as a system, so no privilege is needed; a root that
is a host (kinds.py) is configured too, and needs root. What lies there:

    FOLDER/root        the unpacked packages
    FOLDER/emulators   a script for each emulator that runs it by the loader and the libraries of the root;
                       a host has none
    FOLDER/made.json   suite and packages; only a folder that has it is ever removed
"""

from __future__ import annotations

import json
import os
import subprocess
import time
from pathlib import Path
from shutil import which

from tools.roots.emulators import write_scripts
from tools.roots.kinds import EMULATORS, Kind

_MADE = "made.json"
PACKAGES = EMULATORS.packages
_MOUNTS = Path("/proc/self/mountinfo")
_TIME_LIMIT = 900


class RootError(Exception):
    """A root could not be made or removed; the text says why and what to do."""


def make_root(suite: str, folder: Path, kind: Kind = EMULATORS) -> None:
    """Make the root of `suite` in `folder`, which this replaces if it is an older one made here.

    It is built beside `folder` and renamed: a half-made root is never in its place. Raises RootError.
    """
    if suite not in kind.packages:
        raise RootError(f"{suite} is none of {', '.join(kind.packages)}.")
    if which("mmdebstrap") is None:
        raise RootError("mmdebstrap is not installed: apt-get install mmdebstrap.")
    if kind.needs_root and os.geteuid() != 0:
        raise RootError(f"Only root makes a host of {suite}.")
    folder = folder.absolute()
    fresh, old = (folder.with_name(f"{folder.name}.{word}") for word in ("new", "old"))
    for left_over in (fresh, old):
        remove_root(left_over)
    if folder.exists() and not _made_here(folder):
        raise RootError(f"{folder} is not a root that was made here: name another folder.")
    fresh.mkdir(parents=True)
    fresh.chmod(0o755)  # root asks emulators as another user, whatever root's umask
    (fresh / _MADE).write_text(json.dumps(kind.made(suite)) + "\n")
    try:
        _unpack(suite, fresh / "root", kind)
    except RootError:
        remove_root(fresh)
        raise
    if kind.has_scripts:
        write_scripts(fresh)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    remove_root(old)


def is_root(folder: Path, suite: str, kind: Kind = EMULATORS) -> bool:
    """Whether `folder` holds a whole root of `suite` with all the packages that are asked for today."""
    return _made_here(folder) == kind.made(suite)


def days_since_made(folder: Path) -> int:
    """Whole days."""
    return int((time.time() - (folder / _MADE).stat().st_mtime) // 86400)


def remove_root(folder: Path) -> None:
    """Remove what `make_root` made, and nothing else; nothing at all where something is mounted below."""
    if not folder.exists():
        return
    if _made_here(folder) is None:
        raise RootError(f"{folder} is in the way and was not made here: move it away.")
    mounted = _mounts_below(folder)
    if mounted:
        raise RootError(f"{mounted[0]} is mounted: unmount it, nothing below {folder} is removed before.")
    subprocess.run(["rm", "-r", "--one-file-system", "--", str(folder)], check=True)


def _unpack(suite: str, root: Path, kind: Kind) -> None:
    release, _, pocket = suite.partition("-")
    mirror = _mirror()
    lines = [f"deb {mirror} {name} main" for name in ((release, suite) if pocket else (release,))]
    command = [
        "mmdebstrap",
        "--quiet",
        *kind.options,
        '--aptopt=Acquire::Check-Valid-Until "false"',
        f'--aptopt=APT::Default-Release "{suite}"',
        f"--include={','.join(kind.packages[suite])}",
        release,
        str(root),
        *lines,
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_TIME_LIMIT, umask=0o022)
    except subprocess.TimeoutExpired as error:
        raise RootError(f"mmdebstrap did not finish {suite} within {_TIME_LIMIT} s.") from error
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.startswith(("E:", "Err:"))]
        raise RootError(f"mmdebstrap could not unpack {suite}: {' '.join(said or ['no reason given'])}")


def _mirror() -> str:
    """The mirror of Debian that this machine's apt uses."""
    wanted = ["Created-By: Packages", "Origin: Debian", "Label: Debian"]
    command = ["apt-get", "indextargets", "--format", "$(REPO_URI)", *wanted]
    if which(command[0]) is None:
        raise RootError("There is no apt here: roots are made on Debian and its kin.")
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()
    if not found:
        raise RootError("apt knows no mirror of Debian: apt-get update, or add one to its sources.")
    return found[0]


def _made_here(folder: Path) -> dict[str, object] | None:
    try:
        made = json.loads((folder / _MADE).read_bytes())
    except (OSError, ValueError):
        return None
    return made if isinstance(made, dict) else None


def _mounts_below(folder: Path) -> list[str]:
    """Mount points at or below `folder`, from /proc/self/mountinfo (octal escapes for blanks and such)."""
    points = [line.split()[4] for line in _MOUNTS.read_text().splitlines()]
    paths = [point.encode().decode("unicode_escape").encode("latin-1").decode() for point in points]
    place = str(folder.resolve())
    return [path for path in paths if path == place or path.startswith(f"{place}/")]
