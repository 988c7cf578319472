"""How many backups of a guest stay?"""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from mtype.model.guest import Guest
from mtype.upgrade.backup import BackupError, uuid_part
from mtype.upgrade.backup_read import Backup, list_backups
from mtype.upgrade.discard import clear_up, discard_backup
from mtype.upgrade.state_folder import StateFolder

KEEP = 10


def prune(state: StateFolder, guest: Guest, keep: int = KEEP, protected: Collection[Path] = ()) -> list[Path]:
    """Remove all but the newest `keep` backups of the guest, and give back which.

    One that has a snapshot of disks stays, for nothing else knows of it; so do the `protected`, which
    somebody still needs, and what is damaged, which a person should look at. Raises BackupError where one
    cannot be removed.
    """
    mine = [
        backup
        for backup in list_backups(state, f"-{uuid_part(guest.uuid)}")
        if isinstance(backup, Backup)
        and (backup.manifest.uuid, backup.manifest.uri) == (guest.uuid, guest.uri)
    ]
    old = [
        backup.path
        for backup in mine[max(keep, 1) :]
        if backup.manifest.disks is None and backup.path not in protected
    ]
    for path in old:
        remove(path)
    for folder in {backup.path.parent for backup in mine}:
        with suppress(OSError):
            clear_up(folder)
    return old


def remove(backup: Path) -> None:
    """Take a backup away, which was just read and found whole; raises BackupError where that fails."""
    try:
        discard_backup(backup)
    except OSError as error:
        raise BackupError(f"the backup {backup} cannot be removed: {error.strerror}") from error
