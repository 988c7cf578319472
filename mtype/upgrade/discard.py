"""How is a backup taken away, so that nothing but what belongs to it goes?"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from mtype.upgrade.durable import claimed, sync_folder
from mtype.upgrade.manifest import FOLDERS

# How names begin of what is not yet a backup, and of what is one no more.
NEW, OLD = ".new-", ".old-"


def discard_backup(backup: Path) -> None:
    """Take a backup away, at once as others see it. Raises OSError where that is not possible."""
    aside = backup.with_name(f"{OLD}{backup.name}")
    with claimed(backup):
        backup.rename(aside)
        sync_folder(aside.parent)
        discard(aside)
    with suppress(OSError):
        aside.parent.rmdir()  # the guest's last backup


def clear_up(folder: Path) -> None:
    """Take away what a crash has left of backups that were being written or removed."""
    for entry in folder.iterdir():
        if entry.name.startswith((NEW, OLD)):
            with suppress(OSError):
                _clear(entry)


def discard(folder: Path) -> None:
    """Delete a folder with what a backup can hold: plain files, in it and in the two folders it has.

    No link is followed and no file system is left: what is not a plain file stays, and so does the folder.
    """
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            device = os.fstat(handle).st_dev
            for name in FOLDERS:
                with suppress(OSError):
                    inner = os.open(
                        name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=handle
                    )
                    try:
                        if os.fstat(inner).st_dev == device:
                            _empty(inner)
                    finally:
                        os.close(inner)
                    os.rmdir(name, dir_fd=handle)
            _empty(handle)
        finally:
            os.close(handle)
        folder.rmdir()


def _clear(entry: Path) -> None:
    with claimed(entry) as free:
        if free and entry.is_dir():
            discard(entry)
        elif free:
            entry.unlink()


def _empty(handle: int) -> None:
    for name in _plain_files(handle):
        os.unlink(name, dir_fd=handle)


def _plain_files(handle: int) -> Iterator[str]:
    for name in os.listdir(handle):
        if stat.S_ISREG(os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode):
            yield name
