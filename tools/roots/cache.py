"""Where do the roots of other Debian suites lie between two test runs, and when are they made anew?"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tools.roots.kinds import EMULATORS, Kind
from tools.roots.make import RootError, days_since_made, is_root, make_root

MOVING = ("sid", "trixie-backports")
MAX_AGE_DAYS = 7


class CachedRoot(NamedTuple):
    """`note` says what a reader of a test's result must know of it, None where there is nothing to say."""

    folder: Path
    note: str | None = None


def cached_root(suite: str, kind: Kind = EMULATORS) -> CachedRoot:
    """The root of `suite`, made if it is not there, made anew if its suite moves and it is older than a week.

    Where that fails an old one will do, with a note. Two processes that ask at once wait for each other.
    Raises RootError.
    """
    folder = cache_folder(kind) / suite
    with _locked(folder, kind):
        there = is_root(folder, suite, kind)
        age = days_since_made(folder) if there else 0
        if there and (suite not in MOVING or age <= MAX_AGE_DAYS):
            return CachedRoot(folder)
        try:
            make_root(suite, folder, kind)
        except RootError as error:
            if not there:
                raise
            return CachedRoot(folder, f"the root of {suite} is {age} days old and stays: {error}")
        return CachedRoot(folder)


def cache_folder(kind: Kind = EMULATORS) -> Path:
    """VMT_ROOTS, or a folder in the user's cache.

    Root's own cache is not for others, and root runs emulators as another user: then in /var/cache. There are
    the hosts of other suites always: VMT_HOSTS, or /var/cache/virt-machine-type/hosts.
    """
    named = os.environ.get(_variable(kind))
    if named:
        return Path(named).absolute()
    if kind.needs_root:
        return Path("/var/cache/virt-machine-type") / kind.place
    cache = os.environ.get("XDG_CACHE_HOME") or ("/var/cache" if os.geteuid() == 0 else "~/.cache")
    return Path(cache).expanduser().absolute() / "virt-machine-type" / kind.place


def _variable(kind: Kind) -> str:
    return f"VMT_{kind.place.upper()}"


@contextmanager
def _locked(folder: Path, kind: Kind) -> Iterator[None]:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        stream = folder.with_name(f"{folder.name}.lock").open("w")
    except OSError as error:
        named = f"set {_variable(kind)}"
        raise RootError(f"{folder.parent} cannot be written: {error.strerror}; {named}.") from error
    with stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield
