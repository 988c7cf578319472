"""What did this emulator say when it was last asked?

An answer is kept in the user's cache, under the path by which the emulator was called and the file that this
is in the end, and holds as long as that file has the same inode, size and times. Only ELF programs have one:
what a script calls may change while the script does not. A compiled wrapper, or a library, that changes the
list of machine types without a change of the program is not noticed; nobody is known to build one.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any, NamedTuple
from zlib import crc32

from mtype import __version__
from mtype.catalogue.compiled import unpack
from mtype.catalogue.load import cache_folder, write_compiled
from mtype.hosts.listing import ListedMachine, Listing, merged

# Raise it when what is kept, or what an emulator is asked, changes between two releases of ours.
_FORMAT = 1
_MOST = 1 << 20  # the longest answer known takes 20 kB


class Key(NamedTuple):
    """Where an answer lies, and what it must be the answer of."""

    place: Path
    path: str
    stamp: str


def answer_key(path: str) -> Key | None:
    """The key of the program at the absolute `path`; None where no answer of it is kept."""
    folder = cache_folder()
    real = os.path.realpath(path)
    try:
        with Path(real).open("rb") as stream:
            if folder is None or stream.read(4) != b"\x7fELF":
                return None
            now = os.fstat(stream.fileno())
    except OSError:
        return None
    state = [now.st_dev, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns]
    stamp = json.dumps([__version__, _FORMAT, path, real, *state])
    name = f"{crc32(json.dumps([path, real]).encode()):08x}.jsonl"
    return Key(Path(folder, "emulators", name), path, stamp)


def read_answer(key: Key) -> Listing | None:
    """The answer under `key`; None if there is none, if it is damaged, or if others could have written it."""
    try:
        if not _is_ours(key.place.parent):
            return None
        descriptor = os.open(key.place, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as stream:
            state = os.fstat(descriptor)
            data = stream.read(_MOST) if stat.S_ISREG(state.st_mode) and _is_private(state) else b""
        parts = unpack(data, key.stamp)
        return None if parts is None else _listing(key.path, **parts["listing"])
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _listing(path: str, *, machines: list[Any], **more: Any) -> Listing:
    listed = merged(ListedMachine(*row) for row in machines)
    return Listing(machines=listed, emulator=path, cross_checked=True, **more)


def write_answer(key: Key, listing: Listing) -> None:
    """Keep a cross-checked answer without disagreements, as a file for the user alone.

    Where that cannot be done the emulator is asked again next time, so that is no error.
    """
    folder = key.place.parent
    try:
        if not _is_among_ours(folder.parent):
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not _is_ours(folder):
            return
    except OSError:
        return
    machines = [[m.name, m.alias_of, m.default, m.deprecated, m.description] for m in listing.machines]
    kept = {"arch": listing.arch, "version": listing.version, "told_by": listing.told_by}
    write_compiled({"listing": {**kept, "machines": machines}}, str(key.place), key.stamp)


def _is_ours(folder: Path) -> bool:
    """Whether nobody else can write into `folder`, or could have put it there."""
    state = folder.lstat()
    return stat.S_ISDIR(state.st_mode) and _is_private(state) and _is_among_ours(folder.parent)


def _is_among_ours(folder: Path) -> bool:
    """Whether `folder`, if it is there, and all above it are ours or root's, and not free for all: root with
    the home of another user, as sudo may leave it, puts nothing there."""
    real = Path(os.path.realpath(folder))
    states = [above.stat() for above in (real, *real.parents) if above.exists()]
    sticky = [state for state in states if not state.st_mode & stat.S_IWOTH or state.st_mode & stat.S_ISVTX]
    return len(sticky) == len(states) and all(state.st_uid in (0, os.geteuid()) for state in states)


def _is_private(state: os.stat_result) -> bool:
    return state.st_uid == os.geteuid() and not state.st_mode & 0o022
