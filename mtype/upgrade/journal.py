"""How does the next run know what an interrupted one was about to do?"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from mtype.model.errors import MtypeError
from mtype.upgrade.plan import DiskWork
from mtype.upgrade.stage import Stage
from mtype.upgrade.state_folder import guest_key

VERSION = 1


class JournalError(MtypeError):
    """A journal could not be written, or cannot be read; nothing is done to a guest without one."""


class Intent(NamedTuple):
    """What a transaction is to do, complete enough to finish or to undo it: its journal begins with this.

    `old` and `new` are the definitions; `ran` is whether the guest ran and `start` whether it is to be
    started once lifted; `trial` is the UUID of the guest of a start on trial; `backup` the folder of the
    backup, "" as long as there is none.
    """

    uri: str
    uuid: str
    name: str
    from_: str
    to: str
    old: str
    new: str
    ran: bool
    start: bool
    trial: str
    backup: str = ""
    disks: DiskWork | None = None


class Journal:
    """The journal of one transaction: a file that exists as long as it is not finished."""

    def __init__(self, path: Path, intent: Intent, stage: Stage | None = None, until: float = 0.0) -> None:
        self.path = path
        self.intent = intent
        self.stage = stage
        self.until = until  # Unix time up to which the guest may still obey a request to shut down

    def begin(self) -> None:
        """Create the file. Raises JournalError where it cannot be written to the disk."""
        record = {"version": VERSION, "pid": os.getpid(), **self.intent._asdict()}
        try:
            self._append(record, os.O_CREAT | os.O_EXCL)
            _sync(self.path.parent)
        except OSError as error:
            with suppress(OSError):
                self.path.unlink()
            raise JournalError(f"the journal {self.path} cannot be written: {error.strerror}") from error

    def reach(self, stage: Stage, *, until: float = 0.0, backup: str | None = None) -> None:
        """Note that `stage` is about to begin; it is on the disk when this returns."""
        record: dict[str, object] = {"stage": stage.value}
        if until:
            record["until"] = until
        if backup is not None:
            record["backup"] = backup
            self.intent = self.intent._replace(backup=backup)
        try:
            self._append(record, 0)
        except OSError as error:
            raise JournalError(f"the journal {self.path} cannot be written: {error.strerror}") from error
        self.stage, self.until = stage, until or self.until

    def close(self) -> None:
        """The transaction is finished or undone: nothing is left to do."""
        with suppress(FileNotFoundError):
            self.path.unlink()
            _sync(self.path.parent)

    def _append(self, record: dict[str, object], flags: int) -> None:
        line = json.dumps(record).encode() + b"\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC | flags, 0o600)
        try:
            size = os.fstat(handle).st_size
            if os.write(handle, line) != len(line):
                os.ftruncate(handle, size)
                raise OSError(28, "No space left on device")
            os.fsync(handle)
        finally:
            os.close(handle)


def journal_path(folder: Path, uri: str, uuid: str) -> Path:
    """Where the journal of a guest lies, whether or not there is one."""
    return folder / f"{guest_key(uri, uuid)}.jsonl"


def journal_paths(folder: Path) -> list[Path]:
    """The journals of transactions that are under way or were interrupted."""
    return sorted(folder.glob("*.jsonl"))


def read_journal(path: Path) -> Journal | None:
    """The journal at `path`; None where there is none, or where it ends before its first line does: then
    nothing was begun, and it is taken away.

    A last line that was written in part belongs to a step that was never begun. Raises JournalError for a
    journal that nobody can read: a guest may hang on it.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise JournalError(f"the journal {path} cannot be read: {error.strerror}") from error
    lines = data.split(b"\n")[:-1]
    if not lines:
        path.unlink(missing_ok=True)
        return None
    try:
        records = [json.loads(line) for line in lines]
        return _journal(path, records)
    except (ValueError, KeyError, TypeError) as error:
        raise JournalError(
            f"the journal {path} is damaged: look at the guest and its backup yourself, then delete it"
        ) from error


def _journal(path: Path, records: list[dict[str, object]]) -> Journal:
    first = dict(records[0])
    if first.pop("version") != VERSION:
        raise ValueError("another version")
    first.pop("pid")
    disks = first.pop("disks")
    work = DiskWork(tuple(disks[0]), disks[1], disks[2]) if isinstance(disks, list) else None
    intent = Intent(**first, disks=work)  # type: ignore[arg-type]
    journal = Journal(path, intent)
    for record in records[1:]:
        journal.stage = Stage(record["stage"])
        journal.until = float(str(record.get("until", journal.until)))
        if "backup" in record:
            journal.intent = journal.intent._replace(backup=str(record["backup"]))
    return journal


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
