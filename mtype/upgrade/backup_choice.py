"""Which backup was meant?"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path

from mtype.model.errors import UsageError
from mtype.upgrade.backup_read import Backup, Damaged, DamagedError, read_backup


def choose_backup(
    word: str, known: Sequence[Backup | Damaged], uri: str | None, *, disks: bool = False
) -> Backup:
    """The backup that `word` names: an id, the name or UUID of a guest, whose newest it then is, or a path;
    `known` are those of the state folder, the newest first, and `uri` is the host if one was named. With
    `disks` the newest that has a snapshot of disks is meant, if the guest has any such: a restore writes a
    backup too, which usually has none.

    Raises UsageError where nothing or more than one guest has that name, DamagedError for a damaged one.
    """
    for backup in known:
        if word == backup.id:
            return _sound(backup)
    named = [one for one in known if isinstance(one, Backup) and _is_of(one, word, uri)]
    guests = dict.fromkeys((one.manifest.uri, one.manifest.uuid) for one in named)
    if len(guests) > 1:
        newest = [next(one.id for one in named if _guest(one) == guest) for guest in guests]
        raise UsageError(f"{word!r} is the name of several guests: name one of {', '.join(newest)}")
    if named:
        with_disks = [one for one in named if disks and one.manifest.disks]
        return _newest((with_disks or named)[0], known)
    if "/" in word and Path(word).exists():
        return read_backup(Path(word).absolute())
    raise UsageError(f"there is no backup {word!r}{_hint(word, known)}")


def _guest(backup: Backup) -> tuple[str, str]:
    return backup.manifest.uri, backup.manifest.uuid


def _is_of(backup: Backup, word: str, uri: str | None) -> bool:
    manifest = backup.manifest
    return word in (manifest.guest, manifest.uuid) and uri in (None, manifest.uri)


def _newest(backup: Backup, known: Sequence[Backup | Damaged]) -> Backup:
    """`backup`, unless there is a newer one beside it that is damaged: an older one must be asked for."""
    for other in known[: known.index(backup)]:
        if isinstance(other, Damaged) and other.path.parent == backup.path.parent:
            raise DamagedError(other.path, f"{other.reason}; the newest sound one is {backup.id}")
    return backup


def _sound(backup: Backup | Damaged) -> Backup:
    if isinstance(backup, Damaged):
        raise DamagedError(backup.path, backup.reason)
    return backup


def _hint(word: str, known: Sequence[Backup | Damaged]) -> str:
    names = [one.id for one in known]
    names += [one.manifest.guest for one in known if isinstance(one, Backup)]
    near = difflib.get_close_matches(word, names, 1)
    return f": did you mean {near[0]!r}?" if near else "; `virt-machine-type restore` lists them"
