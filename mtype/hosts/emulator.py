"""Which machine types does this emulator really have?"""

from __future__ import annotations

import os
import re
import shutil
import stat
import time
from dataclasses import replace
from pathlib import Path

from mtype.hosts.help_text import read_help_text, with_deprecation
from mtype.hosts.listing import ListedMachine, Listing, ListingError
from mtype.hosts.process import Child, LimitError
from mtype.hosts.qmp import ask_by_qmp
from mtype.model.arch import arch_of_emulator
from mtype.model.errors import EmulatorError
from mtype.model.version import parse_version

_VERSION = re.compile(rb"version (\d{1,4}\.\d{1,4}(?:\.\d{1,4})?)")
_MARKS_SINCE = (3, 0, 0)  # QEMU v3.0.0 vl.c: "(deprecated)" in the listing


def ask_emulator(path: str, *, timeout: float = 10.0) -> Listing:
    """What the emulator at `path` lists, asked in QMP and checked against its own `-machine help`.

    Either will do where the other fails, as QMP does in what is older than 1.2. All of it together takes
    no longer than `timeout` seconds. Raises EmulatorError with the reason where there is no answer, and
    where there are two.
    """
    path = _program(path)
    deadline = time.monotonic() + timeout
    by_qmp: Listing | None = None
    refusal: EmulatorError | None = None
    try:
        by_qmp = ask_by_qmp(path, deadline, timeout)
    except LimitError:
        raise
    except EmulatorError as error:
        refusal = error
    by_help = ask_by_help(path, deadline, timeout)
    if by_qmp is None:
        if by_help is None:
            raise refusal or EmulatorError(f"{path} does not answer.")
        version = _version(path, deadline, timeout)
        machines = _marked(by_help.machines, version)
        arch = arch_of_emulator(path)
        return replace(by_help, machines=machines, arch=arch, emulator=path, version=version)
    if by_help is None:
        return replace(by_qmp, emulator=path)
    differing = sorted(by_qmp.names ^ by_help.names)
    if differing:
        raise EmulatorError(
            f"{path} says two different things: QMP's query-machines and -machine help do not agree on "
            f"{', '.join(differing[:3])}{' and others' if len(differing) > 3 else ''}."
        )
    return replace(_described(by_qmp, by_help), emulator=path)


def ask_by_help(path: str, deadline: float, limit: float) -> Listing | None:
    """The listing of its `-machine help`, None if that is none. It tells neither arch nor version."""
    with Child([path, "-machine", "help"], deadline, limit=limit) as child:
        text = child.everything()
        if child.ending() is not None:
            return None
    try:
        listings = read_help_text(text.decode("utf-8", "replace"))
    except ListingError:
        return None
    return listings[0] if len(listings) == 1 and listings[0].complete else None


def _described(listing: Listing, by_help: Listing) -> Listing:
    """`listing` with the descriptions, which QMP does not give, in the order in which help has it."""
    said = {(m.name, m.alias_of): (place, m) for place, m in enumerate(by_help.machines)}
    unknown = len(said), ListedMachine("", deprecated=None)
    pairs = [(said.get((m.name, m.alias_of), unknown), m) for m in listing.machines]
    pairs.sort(key=lambda pair: pair[0][0])
    machines = [
        replace(m, description=help_.description, deprecated=_first_known(m.deprecated, help_.deprecated))
        for (_, help_), m in pairs
    ]
    return replace(listing, machines=_marked(tuple(machines), listing.version))


def _first_known(one: bool | None, other: bool | None) -> bool | None:
    """QEMU 3.0 to 4.0 marks what is deprecated in its help, but not yet in QMP."""
    return other if one is None else one


def _marked(machines: tuple[ListedMachine, ...], version: str | None) -> tuple[ListedMachine, ...]:
    """Where nothing is marked although this QEMU marks what is deprecated, nothing is."""
    if version is None or parse_version(version) < _MARKS_SINCE:
        return machines
    return tuple(with_deprecation(m, False) if m.deprecated is None else m for m in machines)


def _version(path: str, deadline: float, limit: float) -> str | None:
    with Child([path, "--version"], deadline, limit=limit) as child:
        found = _VERSION.search(child.everything())
    return found[1].decode() if found else None


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
