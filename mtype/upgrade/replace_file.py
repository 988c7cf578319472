"""How is a file replaced so that a crash at any point leaves the old content or the new, and a copy?"""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from mtype.model.errors import MtypeError

_NOT_SUPPORTED = (errno.ENOTSUP, errno.EPERM, errno.EACCES, errno.ENODATA)


class ReplaceError(MtypeError):
    """A file could not be replaced; it is as it was."""


class Original(NamedTuple):
    """A file as it was read: `path` is where it really lies, past every link."""

    path: Path
    data: bytes
    status: os.stat_result


def read_original(path: str, max_bytes: int) -> Original:
    """The file at `path`; raises ReplaceError where it cannot be read or cannot be replaced later."""
    try:
        real = Path(path).resolve(strict=True)
        _must_be_regular(real.stat())  # before it is opened: that would start a device
        # A pipe that takes its place meanwhile is not waited for.
        with os.fdopen(os.open(real, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as stream:
            status = os.fstat(stream.fileno())
            _must_be_regular(status)
            data = stream.read(max_bytes + 1)
    except (OSError, ValueError, RuntimeError) as error:  # RuntimeError: a link that leads to itself
        raise ReplaceError(f"cannot be read: {_why(error)}") from error
    if len(data) > max_bytes:
        raise ReplaceError(f"is larger than {max_bytes} bytes")
    if status.st_nlink > 1:
        raise ReplaceError(f"has {status.st_nlink} names (hard links), and only one of them would change")
    return Original(real, data, status)


def back_up(original: Original, folder: Path | None) -> Path:
    """Write a copy that nobody else may read who could not read the original: beside it with a `~` after its
    name, or into `folder`; an older copy is kept. Raises ReplaceError where it cannot be written whole."""
    try:
        if folder is not None:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = folder or original.path.parent
        with _opened(place) as opened, _temporary(place) as (handle, temporary):
            _fill(handle, original.data)
            _like(temporary, original)
            backup = _keep(temporary, place, original.path.name)
            try:
                os.fsync(opened)
            except OSError:
                backup.unlink()
                raise
            return backup
    except OSError as error:
        raise ReplaceError(f"no backup could be written: {_why(error)}") from error


def replace(original: Original, data: bytes) -> None:
    """Put `data` in the place of `original` at once; owner, mode and extended attributes stay.

    Raises ReplaceError, with the file as it was, where somebody has changed it since it was read or where
    the new one cannot be written whole.
    """
    path = original.path
    try:
        with _opened(path.parent) as opened, _temporary(path.parent) as (handle, temporary):
            _fill(handle, data)
            _like(temporary, original)
            if _changed(original):
                raise ReplaceError("has been changed by somebody else meanwhile")
            temporary.replace(path)
            # From here on the content is new, whatever fails. A loss of power right now may still bring the
            # old file back, which is whole too.
            with suppress(OSError):
                os.fsync(opened)
    except OSError as error:
        raise ReplaceError(f"cannot be written: {_why(error)}") from error


def _must_be_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise ReplaceError("is a directory")
    if not stat.S_ISREG(status.st_mode):
        raise ReplaceError("is no regular file")


@contextmanager
def _opened(folder: Path) -> Iterator[int]:
    """The folder, opened before anything changes in it, so that nothing is left to fail afterwards."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _temporary(folder: Path) -> Iterator[tuple[int, Path]]:
    """A new file in `folder`, for `_fill`; it goes where it was not given another name."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".virt-machine-type-")
    try:
        yield handle, Path(name)
    finally:
        with suppress(OSError):
            Path(name).unlink()


def _fill(handle: int, data: bytes) -> None:
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _like(copy: Path, original: Original) -> None:
    """Give `copy` the owner, mode and extended attributes (SELinux' label among them) of the original."""
    status = original.status
    mine = copy.stat()
    if (mine.st_uid, mine.st_gid) != (status.st_uid, status.st_gid):
        os.chown(copy, status.st_uid, status.st_gid)
    copy.chmod(stat.S_IMODE(status.st_mode))
    for name in os.listxattr(original.path):
        try:
            os.setxattr(copy, name, os.getxattr(original.path, name))
        except OSError as error:
            if error.errno not in _NOT_SUPPORTED:
                raise


def _keep(temporary: Path, place: Path, name: str) -> Path:
    """Give the copy its name, which nothing has yet: `guest.xml~`, then `guest.xml.~2~` and so on."""
    number = 1
    while True:
        backup = place / (f"{name}~" if number == 1 else f"{name}.~{number}~")
        try:
            os.link(temporary, backup)  # unlike rename, this never replaces what is there
        except FileExistsError:
            number += 1
            continue
        return backup


def _changed(original: Original) -> bool:
    now, then = original.path.stat(), original.status
    return (now.st_ino, now.st_size, now.st_mtime_ns) != (then.st_ino, then.st_size, then.st_mtime_ns)


def _why(error: Exception) -> str:
    return error.strerror if isinstance(error, OSError) and error.strerror else str(error)
