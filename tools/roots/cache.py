"""Where do the roots of other Debian suites lie between two test runs, and when are they made anew?"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tools.roots.make import RootError, is_root, make_root

MOVING = ("sid", "trixie-backports")
MAX_AGE_DAYS = 7


class CachedRoot(NamedTuple):
    """`note` says what a reader of a test's result must know of it, None where there is nothing to say."""

    folder: Path
    note: str | None = None


def cached_root(suite: str) -> CachedRoot:
    """The root of `suite`, made if it is not there, made anew if its suite moves and it is older than a week.

    Where that fails an old one will do, with a note. Two processes that ask at once wait for each other.
    Raises RootError.
    """
    folder = cache_folder() / suite
    with _locked(folder):
        there = is_root(folder, suite)
        age = _age_in_days(folder) if there else 0
        if there and (suite not in MOVING or age <= MAX_AGE_DAYS):
            return CachedRoot(folder)
        try:
            make_root(suite, folder)
        except RootError as error:
            if not there:
                raise
            return CachedRoot(folder, f"the root of {suite} is {age} days old and stays: {error}")
        return CachedRoot(folder)


def cache_folder() -> Path:
    """VMT_ROOTS, or a folder in the user's cache.

    Root's own cache is not for others, and root runs emulators as another user: then in /var/cache.
    """
    named = os.environ.get("VMT_ROOTS")
    if named:
        return Path(named).absolute()
    cache = os.environ.get("XDG_CACHE_HOME") or ("/var/cache" if os.geteuid() == 0 else "~/.cache")
    return Path(cache).expanduser().absolute() / "virt-machine-type" / "roots"


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stream = folder.with_name(f"{folder.name}.lock").open("w")
    except OSError as error:
        raise RootError(f"{folder.parent} cannot be written: {error.strerror}; set VMT_ROOTS.") from error
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def _age_in_days(folder: Path) -> int:
    return int((time.time() - (folder / "emulators").stat().st_mtime) // 86400)
