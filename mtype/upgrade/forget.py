"""How is a backup given up, with the snapshots of disks that belong to it?"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Protocol

from mtype.model.errors import HostError
from mtype.upgrade.backup import BackupError
from mtype.upgrade.backup_read import Backup
from mtype.upgrade.disks import ImageError, Images, is_local
from mtype.upgrade.guest_host import DiskSnapshots
from mtype.upgrade.retention import remove
from mtype.upgrade.state_folder import StateFolder, lock


class SnapshotImages(DiskSnapshots, Images, Protocol):
    """The images of this machine, and their snapshots."""


def forget(
    state: StateFolder, backup: Backup, snapshots: SnapshotImages, protected: Collection[Path]
) -> tuple[str, ...]:
    """Drop the disk snapshots of the backup, then remove it; gives the images that had one.

    Raises BackupError, with the backup still there, where a snapshot cannot be dropped or is not on this
    machine, or an interrupted run needs the backup; LockedError where another run works on the guest. What
    was dropped before stays so.
    """
    manifest = backup.manifest
    with lock(state, manifest.uri, manifest.uuid):
        if backup.path in protected:
            raise BackupError(
                f"{backup.id} is needed to finish or undo an interrupted run: run that again first"
            )
        dropped = []
        for path in snapshot_paths(backup, snapshots):
            try:
                if manifest.disks and manifest.disks.name in snapshots.names(path):
                    snapshots.drop(path, manifest.disks.name)
                    dropped.append(path)
            except HostError as error:
                raise BackupError(
                    f"{backup.id} stays, for a snapshot of its disks cannot be dropped (the guest must be "
                    f"off): {error}"
                ) from error
        remove(backup.path)
    return tuple(dropped)


def snapshot_paths(backup: Backup, images: Images) -> tuple[str, ...]:
    """The images that may hold a snapshot of the backup; an image that has gone has taken it along.

    Raises BackupError where they lie on another host, or nobody can tell.
    """
    manifest = backup.manifest
    if manifest.disks is None or not manifest.disks.paths:
        return ()
    if not is_local(manifest.uri):
        raise BackupError(f"the disks of {backup.id} lie on the host of {manifest.uri}: forget it there")
    try:
        for path in manifest.disks.paths:
            images.check_here(manifest.uri, path)
    except ImageError as error:
        raise BackupError(f"{backup.id} stays: {error}; {error.remedy}") from error
    return tuple(path for path in manifest.disks.paths if not _has_gone(path))


def _has_gone(path: str) -> bool:
    try:
        Path(path).stat()
    except FileNotFoundError:
        return True
    except OSError:  # nobody knows: qemu-img will say
        return False
    return False
