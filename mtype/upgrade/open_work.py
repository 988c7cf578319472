"""Which guests are being upgraded now, or were when a run was interrupted?"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Mapping
from typing import NamedTuple

from mtype.upgrade.journal import JournalError, journal_paths, read_journal
from mtype.upgrade.state_folder import StateFolder, guest_key


class OpenWork(NamedTuple):
    """An upgrade to `to` that is not finished; `under_way` is whether a run works on it now."""

    to: str
    under_way: bool


def open_work(state: StateFolder) -> Mapping[tuple[str, str], OpenWork]:
    """The unfinished upgrades by URI and UUID, as far as this user may read them. Nothing is written: whoever
    only lists guests needs no state folder."""
    found = {}
    try:
        paths = journal_paths(state.journals)
    except OSError:
        return {}
    for path in paths:
        try:
            journal = read_journal(path)
        except JournalError:  # the next upgrade refuses to go on, and names it
            continue
        if journal is not None:
            intent = journal.intent
            found[intent.uri, intent.uuid] = OpenWork(intent.to, _is_locked(state, intent.uri, intent.uuid))
    return found


def _is_locked(state: StateFolder, uri: str, uuid: str) -> bool:
    try:
        handle = os.open(state.locks / f"{guest_key(uri, uuid)}.lock", os.O_RDONLY | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False
