"""What happens to the disks of a guest while it is off?"""

from __future__ import annotations

from collections.abc import Callable

from mtype.model.errors import HostError
from mtype.upgrade.guest_host import DiskSnapshots
from mtype.upgrade.plan import DiskWork
from mtype.upgrade.stage import Stage


class DiskWorker:
    """Takes and reverts snapshots of all the disks of a guest, and undoes that. `note` records in the backup
    what snapshot there is, None for none: as long as the backup names it, it is there."""

    def __init__(
        self, snapshots: DiskSnapshots | None, note: Callable[[DiskWork | None], None] = lambda work: None
    ) -> None:
        self._given = snapshots
        self._note = note
        self._begun: list[str] | None = None  # None in a run that finishes or undoes what another began

    @property
    def _snapshots(self) -> DiskSnapshots:
        if self._given is None:
            raise HostError("snapshots of disks can be taken on the host itself only")
        return self._given

    def take(self, work: DiskWork) -> None:
        """Snapshot each disk. Raises HostError where one cannot be, or has a snapshot of that name; `undo`
        then drops those that were taken here, and no other."""
        self._begun = []
        for path in work.paths:
            if work.take in self._snapshots.names(path):
                raise HostError(f"{path} has a snapshot {work.take} already, which is not of this run")
            self._begun.append(path)
            self._snapshots.take(path, work.take)
        self._note(work)

    def revert(self, work: DiskWork) -> None:
        """Take each disk back to the snapshot that is asked for."""
        for path in work.paths:
            self._snapshots.revert(path, work.revert or work.take)

    def undo(self, work: DiskWork, reached: Stage) -> bool:
        """Take the disks back to what they were before `take`, and drop that snapshot; the guest must be
        off. Whether there was anything to do."""
        self._note(None)
        begun = work.paths if self._begun is None else self._begun
        held = [path for path in begun if work.take in self._snapshots.names(path)]
        for path in held:
            # Without a revert nobody has written to them since: the guest was off, or ran on its own.
            if work.revert is not None and reached is not Stage.SNAPSHOT_DISKS:
                self._snapshots.revert(path, work.take)
            self._snapshots.drop(path, work.take)
        return bool(held)
