"""Which machine types does this emulator really have?"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

from mtype.hosts.answers import answer_key, read_answer, write_answer
from mtype.hosts.listing import Listing
from mtype.model.errors import EmulatorError

TIME_LIMIT = 10.0


def ask_emulator(path: str, *, time_limit: float = TIME_LIMIT, cache: bool = True) -> Listing:
    """What the emulator at `path`, or of that name on PATH, lists: asked in QMP and by `-machine help`.

    Only what both name is listed; `disagreements` names the rest, and those who want all or nothing pass the
    listing through `cross_check.agreed`. Where it cannot be asked in QMP (older than 1.2) its help alone is
    the answer, and `cross_checked` is False: nobody may change a guest on that one word.

    It runs as an ordinary user, `nobody` for root. All of it together takes no longer than `time_limit`
    seconds. With `cache` an unchanged program that agreed with itself is not started again; see `answers`.
    Raises EmulatorError with the reason where there is no answer, and never keeps that.
    """
    path = _program(path)
    key = answer_key(path) if cache else None
    known = read_answer(key) if key else None
    if known:
        return known
    from mtype.hosts.asking import ask  # processes: not needed for what is known

    listing = ask(path, time_limit)
    if key and listing.cross_checked and not listing.disagreements and key == answer_key(path):
        write_answer(key, listing)
    return listing


def _program(path: str) -> str:
    """The absolute path of a program, looked up like a shell does where `path` is a bare name."""
    found = shutil.which(path) if path and "/" not in path and not Path(path).exists() else None
    whole = os.path.abspath(found or path)  # noqa: PTH100 - a link stays a link: its name may tell the arch
    try:
        mode = os.stat(whole).st_mode  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise EmulatorError(f"There is no emulator {path}.") from error
    except OSError as error:
        raise EmulatorError(f"{path} cannot be read: {error.strerror}.") from error
    if not stat.S_ISREG(mode):
        raise EmulatorError(f"{path} is {'a folder' if stat.S_ISDIR(mode) else 'no file'}, not an emulator.")
    if not mode & 0o111:
        raise EmulatorError(f"{path} is not executable.")
    return whole
