"""In which folder are backups, journals and locks kept, and who works on which guest?"""

from __future__ import annotations

import fcntl
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from mtype.model.errors import MtypeError, UsageError

_NAME = "virt-machine-type"
_OTHER = "name another one with --state-dir"
_LONGEST_PID = 32
_LOOKS, _A_MOMENT = 5, 0.02  # seconds


class StateFolderError(UsageError):
    """The folder cannot be used, or not without danger: what it holds tells secrets and is acted on."""


class LockedError(MtypeError):
    """Another run works on the guest."""


class StateFolder(NamedTuple):
    """A folder of our own that was looked at by `open_state_folder`."""

    path: Path

    @property
    def backups(self) -> Path:
        """Where backups lie, in a folder for each guest."""
        return self.path / "backups"

    @property
    def journals(self) -> Path:
        """Where the journals of what is under way lie."""
        return self.path / "journals"

    @property
    def locks(self) -> Path:
        """Where runs mark the guests that they work on."""
        return self.path / "locks"


def state_folder(path: str | None = None) -> StateFolder:
    """The folder at `path`, or the usual one of this user, as it is and if it is there at all.

    Raises StateFolderError where `path` is empty or this user has no home.
    """
    try:
        return StateFolder(_usual() if path is None else _explicit(path))
    except RuntimeError as error:
        raise StateFolderError(f"the state folder of this user is not known: {error}; {_OTHER}") from error


def open_state_folder(path: str | None = None) -> StateFolder:
    """The folder at `path`, or the usual one of this user, made where it is missing.

    Raises StateFolderError where it or a folder in it is a link, is somebody else's, lets others write or
    cannot be written to.
    """
    try:
        state = StateFolder(_usual() if path is None else _explicit(path))
        with suppress(FileExistsError):
            state.path.parent.mkdir(mode=0o700, parents=True)
        for folder in (state.path, state.backups, state.journals, state.locks):
            own_folder(folder)
        for folder in (state.backups, state.journals, state.locks):
            _try_to_write(folder)
    except (OSError, ValueError, RuntimeError) as error:  # ValueError: a NUL; RuntimeError: no home folder
        why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        place = (isinstance(error, OSError) and error.filename) or path or "of this user"
        raise StateFolderError(f"the state folder {place} cannot be used: {why}; {_OTHER}") from error
    return state


@contextmanager
def lock(state: StateFolder, uri: str, uuid: str) -> Iterator[None]:
    """Nobody else works on the guest `uuid` of the host `uri` meanwhile.

    The kernel lets go of it when this process ends, however it ends. Raises LockedError where another run
    has it, StateFolderError where the file cannot be made.
    """
    path = state.locks / f"{guest_key(uri, uuid)}.lock"
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise StateFolderError(f"{path} cannot be locked: {error.strerror}") from error
    try:
        _take(handle, uuid)
        try:
            yield
        finally:
            # The file stays: whoever waits for it may have opened it already.
            with suppress(OSError):
                os.ftruncate(handle, 0)
    finally:
        os.close(handle)


def guest_key(uri: str, uuid: str) -> str:
    """A short name for one guest of one host: copied guests of two hosts may have equal UUIDs."""
    return hashlib.sha256(f"{uri}\0{uuid}".encode("utf-8", "surrogateescape")).hexdigest()[:24]


def own_folder(folder: Path) -> None:
    """Make `folder` where it is missing; raises StateFolderError unless it is a real one that we alone may
    write to."""
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    else:
        folder.chmod(0o700)  # the umask may have taken away too much
    status = folder.lstat()
    if stat.S_ISLNK(status.st_mode):
        raise StateFolderError(f"the state folder {folder} is a symbolic link: name the real folder")
    if not stat.S_ISDIR(status.st_mode):
        raise StateFolderError(f"the state folder {folder} is not a folder; {_OTHER}")
    if status.st_uid != os.geteuid():
        raise StateFolderError(f"the state folder {folder} belongs to another user; {_OTHER}")
    if status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise StateFolderError(
            f"others may write to the state folder {folder}: `chmod go-w` it if you trust what is in it"
        )


def _usual() -> Path:
    home = os.environ.get("XDG_STATE_HOME", "")
    if home.startswith("/"):  # the specification: a relative one is to be ignored
        return Path(home) / _NAME
    return Path("/var/lib") / _NAME if os.geteuid() == 0 else Path.home() / ".local" / "state" / _NAME


def _explicit(path: str) -> Path:
    if not path:
        raise StateFolderError("--state-dir is empty: name a folder")
    return Path(os.path.abspath(path))  # noqa: PTH100  # a link stays a link, to be refused


def _try_to_write(folder: Path) -> None:
    # Only a real file tells: root is denied nothing, but a read-only file system denies root too.
    handle, path = tempfile.mkstemp(dir=folder, prefix=".try-")
    os.close(handle)
    Path(path).unlink()


def _take(handle: int, uuid: str) -> None:
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        raise StateFolderError(f"the lock of the guest {uuid} is no regular file: remove it")
    for _ in range(_LOOKS):  # `list` has it for a moment to see whether somebody else does
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            time.sleep(_A_MOMENT)
    else:
        pid = os.pread(handle, _LONGEST_PID, 0).decode("ascii", "replace").strip()
        who = f"another run (process {pid})" if pid.isdecimal() else "another run"
        raise LockedError(f"{who} works on this guest: wait until it is done")
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
