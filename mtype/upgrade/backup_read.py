"""Which backups are there, and is each as it was written?"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mtype.upgrade.backup import DOMAIN, BackupError
from mtype.upgrade.manifest import FOLDERS, NAME, Kept, Manifest, ManifestError, NewerError, decode
from mtype.upgrade.state_folder import StateFolder

_LONGEST_MANIFEST = 16 << 20
_LONGEST_TEXT = 256 << 20
_NAMED = re.compile(r"(\d{8}T\d{6}\.\d{3}Z)(?:-(\d{1,6}))?")


class DamagedError(BackupError):
    """A backup is not what was written, or not one at all. `reason` names the file."""

    def __init__(self, path: Path, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the backup {path} is damaged: {reason}")


class Backup(NamedTuple):
    """A backup as it was written. `definition` is the text of its domain.xml, with the guest's secrets."""

    path: Path
    manifest: Manifest
    definition: str

    @property
    def id(self) -> str:
        """How a user names it: `web-5f0ab0f2/20261121T150536.123Z`."""
        return backup_id(self.path)


class Damaged(NamedTuple):
    """What lies where a backup should be, and why it is none."""

    path: Path
    reason: str

    @property
    def id(self) -> str:
        """How a user names it."""
        return backup_id(self.path)


def read_backup(path: Path) -> Backup:
    """The backup in the folder `path`, every file of it held against the manifest.

    Raises DamagedError where a file is missing, has changed or is one too many.
    """
    try:
        status = path.lstat()
        if not stat.S_ISDIR(status.st_mode):
            raise DamagedError(path, "it is no folder")
        manifest = decode(_read(path, NAME, _LONGEST_MANIFEST))
    except ManifestError as error:
        if isinstance(error, NewerError):
            raise DamagedError(path, f"{NAME} {error}; upgrade virt-machine-type") from error
        raise DamagedError(path, f"{NAME} {error}") from error
    except OSError as error:
        raise DamagedError(path, f"it cannot be read: {error.strerror}") from error
    named = {kept.path for kept in manifest.files}
    for extra in sorted(set(_names(path)) - named - {NAME}):
        raise DamagedError(path, f"{extra} does not belong to it")
    texts = {kept.path: _verified(path, kept) for kept in manifest.files}
    if DOMAIN not in texts:
        raise DamagedError(path, f"{DOMAIN} is missing")
    return Backup(path, manifest, texts[DOMAIN].decode("utf-8", "surrogateescape"))


def list_backups(state: StateFolder, ending: str = "") -> list[Backup | Damaged]:
    """Every backup, the newest first; only those of guests whose folders have that `ending`.

    Raises BackupError where the folder cannot be read.
    """
    try:
        folders = [folder for folder in state.backups.iterdir() if folder.name.endswith(ending)]
        paths = [path for folder in folders if _real(folder) for path in folder.iterdir()]
    except OSError as error:
        raise BackupError(f"the backups cannot be read: {error}") from error
    found = [path for path in paths if not path.name.startswith(".")]
    return [_backup(path) for path in sorted(found, key=_age, reverse=True)]


def backup_id(path: Path) -> str:
    """How a user names the backup at `path`."""
    return f"{path.parent.name}/{path.name}"


def _backup(path: Path) -> Backup | Damaged:
    try:
        return read_backup(path)
    except DamagedError as error:
        return Damaged(path, error.reason)


def _age(path: Path) -> tuple[str, int, str]:
    match = _NAMED.fullmatch(path.name)
    return (match[1], int(match[2] or 1), path.parent.name) if match else ("", 0, str(path))


def _real(folder: Path) -> bool:
    return stat.S_ISDIR(folder.lstat().st_mode)


def _names(path: Path) -> Iterator[str]:
    """Every name in a backup; a folder that it can have is looked into."""
    try:
        for entry in path.iterdir():
            if entry.name in FOLDERS and _real(entry):
                yield from (f"{entry.name}/{inner.name}" for inner in entry.iterdir())
            else:
                yield entry.name
    except OSError as error:
        raise DamagedError(path, f"it cannot be read: {error.strerror}") from error


def _verified(path: Path, kept: Kept) -> bytes:
    data = _read(path, kept.path, min(kept.size, _LONGEST_TEXT))
    if len(data) != kept.size:
        how = "is shorter" if len(data) < kept.size else "is longer"
        raise DamagedError(path, f"{kept.path} {how} than when it was written")
    if hashlib.sha256(data).hexdigest() != kept.sha256:
        raise DamagedError(path, f"{kept.path} has been changed since it was written")
    return data


def _read(path: Path, name: str, longest: int) -> bytes:
    """The content of a plain file of the backup, and a byte more than `longest` where it is longer."""
    try:
        if not _real((path / name).parent):
            raise DamagedError(path, f"{Path(name).parent} is no folder")
        handle = os.open(path / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(handle, "rb") as stream:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise DamagedError(path, f"{name} is no plain file")
            return stream.read(longest + 1)
    except FileNotFoundError as error:
        raise DamagedError(path, f"{name} is missing") from error
    except OSError as error:
        raise DamagedError(path, f"{name} cannot be read: {error.strerror}") from error
