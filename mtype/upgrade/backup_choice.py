"""Which backup was meant?"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence
from pathlib import Path

from mtype.model.errors import UsageError
from mtype.upgrade.backup_read import Backup, Damaged, DamagedError, read_backup


def choose_backup(
    word: str, known: Sequence[Backup | Damaged], uri: str | None, *, disks: bool = False
) -> tuple[Backup, ...]:
    """The backups that `word` may mean, the likeliest first: just one where it is an id or a path, those of
    a guest, the newest first, where it is a name or UUID. `known` are those of the state folder, the newest
    first, and `uri` is the host if one was named. With `disks` those with a snapshot of disks are meant, if
    the guest has any: a restore writes a backup too, which usually has none.

    Raises UsageError where nothing or more than one guest has that name, DamagedError for a damaged one.
    """
    for backup in known:
        if word == backup.id:
            return (_sound(backup),)
    named = [one for one in known if isinstance(one, Backup) and _is_of(one, word, uri)]
    guests = dict.fromkeys((one.manifest.uri, one.manifest.uuid) for one in named)
    if len(guests) > 1:
        newest = [next(one.id for one in named if _guest(one) == guest) for guest in guests]
        raise UsageError(f"{word!r} is the name of several guests: name one of {', '.join(newest)}")
    if named:
        with_disks = [one for one in named if disks and one.manifest.disks]
        return tuple(_without_gap(with_disks or named, known))
    if "/" in word and Path(word).exists():
        return (read_backup(Path(word).absolute()),)
    elsewhere = [one for one in known if isinstance(one, Backup) and _is_of(one, word, None)]
    if elsewhere:  # `uri` is that of another host
        raise UsageError(
            f"there is no backup of {word!r} at {uri}; the newest is of {elsewhere[0].manifest.uri}: name it "
            f"by its id, {elsewhere[0].id}"
        )
    raise UsageError(f"there is no backup {word!r}{_hint(word, known)}")


def _guest(backup: Backup) -> tuple[str, str]:
    return backup.manifest.uri, backup.manifest.uuid


def _is_of(backup: Backup, word: str, uri: str | None) -> bool:
    manifest = backup.manifest
    return word in (manifest.guest, manifest.uuid) and uri in (None, manifest.uri)


def _without_gap(mine: Sequence[Backup], known: Sequence[Backup | Damaged]) -> Iterator[Backup]:
    """Those of `mine` that are newer than every damaged one beside them: one that is older than that must be
    asked for by its id."""
    beside = [one for one in known if one in mine or one.path.parent == mine[0].path.parent]
    for number, one in enumerate(beside):
        if isinstance(one, Damaged):
            if not any(newer in mine for newer in beside[:number]):
                raise DamagedError(one.path, f"{one.reason}; the newest sound one is {mine[0].id}")
            return
        if one in mine:
            yield one


def _sound(backup: Backup | Damaged) -> Backup:
    if isinstance(backup, Damaged):
        raise DamagedError(backup.path, backup.reason)
    return backup


def _hint(word: str, known: Sequence[Backup | Damaged]) -> str:
    names = [one.id for one in known]
    names += [one.manifest.guest for one in known if isinstance(one, Backup)]
    near = difflib.get_close_matches(word, names, 1)
    return f": did you mean {near[0]!r}?" if near else "; `virt-machine-type restore` lists them"
