"""What does an emulator list when it is started and asked?"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import replace

from mtype.hosts.cross_check import cross_check, marked
from mtype.hosts.help_text import read_help_text
from mtype.hosts.listing import Listing, ListingError
from mtype.hosts.process import Child
from mtype.hosts.qmp import NoQmpError, ask_by_qmp
from mtype.model.arch import arch_of_emulator
from mtype.model.errors import EmulatorError

_VERSION = re.compile(rb"version (\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)")
_HELP = ("-machine", "help")
_OLD_HELP = ("-M", "?")  # until 1.2, which made `help` a word too, and brought query-machines


def ask(path: str, limit: float) -> Listing:
    """What the program at the absolute `path` lists in QMP, checked against its `-machine help`; by its help
    alone, and not cross-checked, only where it cannot be asked in QMP.

    Raises EmulatorError where there is no answer within `limit` seconds for all of it.
    """
    deadline = time.monotonic() + limit
    try:
        by_qmp = ask_by_qmp(path, deadline, limit)
    except NoQmpError as refusal:
        by_help = ask_by_help(path, deadline, limit) or ask_by_help(path, deadline, limit, _OLD_HELP)
        if by_help is None:
            raise refusal
        version = _version(path, deadline, limit)
        machines = marked(by_help.machines, version)
        return replace(
            by_help, machines=machines, arch=arch_of_emulator(path), emulator=path, version=version
        )
    by_help = ask_by_help(path, deadline, limit)
    if by_help is None:
        raise EmulatorError(
            f"{path} lists machine types in QMP, but none in -machine help, as every QEMU does: "
            "it is not believed on one word."
        )
    return cross_check(replace(by_qmp, emulator=path), by_help)


def ask_by_help(path: str, deadline: float, limit: float, words: Sequence[str] = _HELP) -> Listing | None:
    """The listing of its `-machine help`, None if that is none. It tells neither arch nor version."""
    with Child([path, *words], deadline, limit=limit) as child:
        text = child.everything()
        if child.ending() is not None:
            return None
    try:
        listings = read_help_text(text.decode("utf-8", "replace"))
    except ListingError:
        return None
    return listings[0] if len(listings) == 1 and listings[0].complete else None


def _version(path: str, deadline: float, limit: float) -> str | None:
    with Child([path, "--version"], deadline, limit=limit) as child:
        found = _VERSION.search(child.everything())
    return found[1].decode() if found else None
