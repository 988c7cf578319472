"""How does the next run know what an interrupted one was about to do?"""

from __future__ import annotations

import errno
import json
import os
import stat
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, get_type_hints

from mtype.model.errors import MtypeError
from mtype.upgrade.durable import sync_folder
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
    """The journal of one transaction: a file that exists as long as it is not finished.

    `until` is the Unix time up to which the guest may still obey a request to shut down, which was given
    `patience` seconds; `found` is the definition that the way back decided to replace.
    """

    def __init__(self, path: Path, intent: Intent) -> None:
        self.path = path
        self.intent = intent
        self.stage: Stage | None = None
        self.until = 0.0
        self.patience = 0.0
        self.found: str | None = None
        self._size = 0  # of the whole lines; what follows them was never written whole

    def begin(self) -> None:
        """Create the file. Raises JournalError where it cannot be written to the disk."""
        record = {"version": VERSION, "pid": os.getpid(), **self.intent._asdict()}
        if read_journal(self.path) is not None:
            raise JournalError(f"there is a journal {self.path} already")
        try:
            self.path.unlink(missing_ok=True)  # a first line that was never written whole: nothing was begun
            self._append(record, os.O_CREAT | os.O_EXCL)
            sync_folder(self.path.parent)
        except OSError as error:
            with suppress(OSError):
                self.path.unlink()
            raise self._unwritten(error) from error

    def reach(
        self,
        stage: Stage,
        *,
        until: float = 0.0,
        patience: float = 0.0,
        backup: str | None = None,
        found: str | None = None,
    ) -> None:
        """Note that `stage` is about to begin; it is on the disk when this returns. Raises JournalError, with
        the journal as it was, where it cannot be written."""
        record: dict[str, object] = {"stage": stage.value}
        if until:
            record |= {"until": until, "patience": patience}
        if found is not None:
            record["found"] = found
        if backup is not None:
            record["backup"] = backup
            self.intent = self.intent._replace(backup=backup)
        try:
            self._append(record, 0)
        except OSError as error:
            raise self._unwritten(error) from error
        self.stage, self.found = stage, found or self.found
        self.until, self.patience = (until, patience) if until else (self.until, self.patience)

    def close(self) -> None:
        """The transaction is finished or undone: nothing is left to do. Raises JournalError where the file
        cannot be taken away; then the next run finds that out again."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            why = f"the journal {self.path} cannot be removed: {error.strerror}"
            raise JournalError(why) from error
        with suppress(OSError):
            sync_folder(self.path.parent)

    def _append(self, record: dict[str, object], flags: int) -> None:
        line = json.dumps(record).encode() + b"\n"
        handle = os.open(self.path, os.O_WRONLY | os.O_NOFOLLOW | os.O_CLOEXEC | flags, 0o600)
        try:
            os.ftruncate(handle, self._size)
            try:
                # Less than the whole line is written where the disk is nearly full.
                if os.pwrite(handle, line, self._size) != len(line):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
                os.fsync(handle)
            except OSError:
                with suppress(OSError):
                    os.ftruncate(handle, self._size)
                raise
        finally:
            os.close(handle)
        self._size += len(line)

    def _unwritten(self, error: OSError) -> JournalError:
        return JournalError(f"the journal {self.path} cannot be written: {error.strerror}")


def journal_path(folder: Path, uri: str, uuid: str) -> Path:
    """Where the journal of a guest lies, whether or not there is one."""
    return folder / f"{guest_key(uri, uuid)}.jsonl"


def journal_paths(folder: Path) -> list[Path]:
    """The journals of transactions that are under way or were interrupted."""
    return sorted(folder.glob("*.jsonl"))


def read_journal(path: Path) -> Journal | None:
    """The journal at `path`; None where there is none, or where it ends before its first line does: then
    nothing was begun.

    A last line that was written in part belongs to a step that was never begun. Raises JournalError for a
    journal that nobody can read: a guest may hang on it.
    """
    try:
        data = _content(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise JournalError(f"the journal {path} cannot be read: {error.strerror}") from error
    lines = data.split(b"\n")[:-1]
    if not lines:
        return None
    try:
        records = [json.loads(line) for line in lines]
        if records[0]["version"] > VERSION:
            raise JournalError(
                f"the journal {path} is of a newer version of this program: run that again, it finishes or "
                "undoes what it began"
            )
        journal = _journal(path, records)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise JournalError(
            f"the journal {path} is damaged: look at the guest and its backup yourself, then delete it"
        ) from error
    journal._size = sum(len(line) + 1 for line in lines)
    return journal


def _content(path: Path) -> bytes:
    # What it says is done to guests, so it is never taken from elsewhere through a link.
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file")
        return stream.read()


def _journal(path: Path, records: list[dict[str, Any]]) -> Journal:
    first = dict(records[0])
    if first.pop("version") != VERSION:
        raise ValueError("another version")
    first.pop("pid")
    if first["disks"] is not None:
        paths, take, revert = first["disks"]
        first["disks"] = DiskWork(tuple(paths), take, revert)
    for name, kind in get_type_hints(Intent).items():
        if name != "disks" and type(first[name]) is not kind:
            raise TypeError(name)
    journal = Journal(path, Intent(**first))
    for record in records[1:]:
        journal.stage = Stage(record["stage"])
        journal.until = float(record.get("until", journal.until))
        journal.patience = float(record.get("patience", journal.patience))
        journal.found = record.get("found", journal.found)
        if "backup" in record:
            journal.intent = journal.intent._replace(backup=str(record["backup"]))
    return journal
