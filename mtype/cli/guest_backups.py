"""How does a transaction get its backup?"""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import datetime, timezone
from pathlib import Path

from mtype import __version__
from mtype.hosts.versions import capabilities_of, versions_of
from mtype.model.definition import Carrier
from mtype.upgrade.backup import BackupError, Contents, note_disks, write_backup
from mtype.upgrade.guest_host import GuestHost
from mtype.upgrade.journal import JournalError, journal_paths, read_journal
from mtype.upgrade.manifest import Disks
from mtype.upgrade.plan import DiskWork, Plan
from mtype.upgrade.retention import prune
from mtype.upgrade.state_folder import StateFolder


class Backups:
    """Writes the backups of one run, and keeps no more than `keep` for each guest."""

    def __init__(self, state: StateFolder, keep: int) -> None:
        self._state = state
        self._keep = keep
        self._lock = threading.Lock()

    def write(self, host: GuestHost, plan: Plan) -> str:
        """Write the backup of the guest of `plan`; gives its folder. Raises BackupError."""
        guest = plan.guest
        live = guest.texts(Carrier.LIVE)
        contents = Contents(
            guest=guest,
            definition=plan.old,
            live=live[0].text if live else None,
            capabilities=capabilities_of(host, plan.old),
            versions={"virt-machine-type": __version__, **versions_of(host)},
            from_=plan.from_,
            to=plan.to,
            when=datetime.now(timezone.utc),
        )
        place = write_backup(self._state, contents)
        with self._lock:
            # The journal does not name it yet, and the clock may be behind that of the others' names.
            prune(self._state, guest, self._keep, self.in_use() | {place})
        return str(place)

    def note_disks(self, place: str, work: DiskWork | None) -> None:
        """The snapshots of `work` belong to the backup at `place`, or none do. Raises BackupError where that
        cannot be recorded; a restore looks itself whether they are there."""
        if work is not None:
            note_disks(Path(place), Disks(work.take, work.paths))
        else:
            with suppress(BackupError):
                note_disks(Path(place), None)

    def in_use(self) -> set[Path]:
        """The backups that open journals name."""
        used = set()
        for path in journal_paths(self._state.journals):
            try:
                journal = read_journal(path)
            except JournalError:
                continue
            if journal is not None and journal.intent.backup:
                used.add(Path(journal.intent.backup))
        return used
