"""Which files hold definitions?"""

from __future__ import annotations

import errno
import os
import stat
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from enum import Enum, auto
from pathlib import Path

from mtype.check.on_disk import is_autostart_link
from mtype.check.settings import Settings, matches
from mtype.definitions.recognise import looks_like_definition
from mtype.model.finding import Skipped

STDIN = "-"
_HEAD = 2048  # enough to see what follows a comment at the top
# A link to nothing or in a circle: worth a word only where its name says that it is a definition.
_LEADS_NOWHERE = (errno.ENOENT, errno.ELOOP)


class _Kind(Enum):
    FOLDER = auto()
    FILE = auto()
    NOTHING = auto()


class Discovery:
    """`files` in the order of the roots and, below each, of their paths; each once however many links lead
    to it. `skipped` are paths that were named or met and cannot be read. `autostarted` are definitions that
    libvirt has a link to, which makes it start the guest with the host."""

    def __init__(self) -> None:
        self.files: list[str] = []
        self.skipped: list[Skipped] = []
        self.autostarted: list[str] = []
        self._seen: set[tuple[int, int]] = set()

    def first_time(self, status: os.stat_result) -> bool:
        """Whether this file or folder has not been met before."""
        key = status.st_dev, status.st_ino
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def besides(self, paths: Iterable[str], settings: Settings) -> list[str]:
        """Those of `paths`, which files name that were found, that were not met and are not left out."""
        new = []
        for path in paths:
            with suppress(OSError):  # it has gone meanwhile
                if self.first_time(Path(path).stat()) and not matches(
                    settings.exclude, settings.relative(path)
                ):
                    new.append(path)
        return new


def discover(roots: Sequence[str], settings: Settings) -> Discovery:
    """The files at and below `roots`.

    A file that is named is always taken. In a folder, `.xml` files are taken and others that start as XML or
    as a save image; hidden folders (`.git`), backups (`guest.xml~`, as editors and `upgrade` write them) and
    what `exclude` names are left out; links are followed,
    each folder once, and after everything else: what is reported is the real path (autostart/a.xml is a
    link to ../a.xml).
    """
    found = Discovery()
    for root in roots:
        if root == STDIN:
            if STDIN not in found.files:
                found.files.append(root)
            continue
        try:
            status = Path(root).stat()
        except (OSError, ValueError) as error:
            found.skipped.append(Skipped(root, why(error), failed=True))
            continue
        if stat.S_ISDIR(status.st_mode):
            if found.first_time(status):
                found.files += sorted(_walk(root, settings, found))
        elif found.first_time(status):
            found.files.append(root)
    return found


def why(error: OSError | ValueError) -> str:
    """The reason of a failed system call as a short sentence."""
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read: {error.strerror}"
    return f"cannot be read: {error}"


def _walk(root: str, settings: Settings, found: Discovery) -> Iterator[str]:
    """The files below `folder`, in no order."""
    folders, links = [root], deque[os.DirEntry[str]]()
    while folders or links:
        if folders:
            folder = folders.pop()
            try:
                entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
            except OSError as error:
                found.skipped.append(Skipped(folder, why(error), failed=True))
                continue
            if folder.endswith("/autostart") and folder != root:
                entries = _without_autostart(entries, found)
            links.extend(entry for entry in entries if entry.is_symlink())
            entries = [entry for entry in entries if not entry.is_symlink()]
        else:
            entries = [links.popleft()]
        for entry in entries:
            kind = _kind(entry, settings, found)
            if kind is _Kind.FOLDER:
                folders.append(entry.path)
            elif kind is _Kind.FILE:
                yield entry.path


def _without_autostart(entries: list[os.DirEntry[str]], found: Discovery) -> list[os.DirEntry[str]]:
    """Those that are more than a note of libvirt's; of a copy that made files of its links too."""
    left = []
    for entry in entries:
        if not is_autostart_link(entry.path):
            left.append(entry)
            continue
        above, _, name = entry.path.rpartition("/autostart/")
        definition = f"{above}/{name}"
        found.autostarted.append(definition)
        if not entry.is_symlink():
            reason = f"a copy of what is an autostart link on a host; {definition} is checked"
            found.skipped.append(Skipped(entry.path, reason, failed=False))
    return left


def _kind(entry: os.DirEntry[str], settings: Settings, found: Discovery) -> _Kind:
    """What to do with an entry of a folder that is met for the first time."""
    if entry.name.endswith("~"):
        return _Kind.NOTHING
    if settings.exclude and matches(settings.exclude, settings.relative(entry.path)):
        return _Kind.NOTHING
    try:
        status = entry.stat()
        if stat.S_ISDIR(status.st_mode):
            if not entry.name.startswith(".") and found.first_time(status):
                return _Kind.FOLDER
        elif stat.S_ISREG(status.st_mode):
            if (_is_xml(entry.name) or _starts_as_definition(entry.path)) and found.first_time(status):
                return _Kind.FILE
        elif _is_xml(entry.name):
            found.skipped.append(Skipped(entry.path, "is no regular file", failed=True))
    except OSError as error:
        if _is_xml(entry.name) or error.errno not in _LEADS_NOWHERE:
            found.skipped.append(Skipped(entry.path, why(error), failed=True))
    return _Kind.NOTHING


def _is_xml(name: str) -> bool:
    return name[-4:].lower() == ".xml"


def _starts_as_definition(path: str) -> bool:
    with Path(path).open("rb") as stream:
        return looks_like_definition(stream.read(_HEAD))
