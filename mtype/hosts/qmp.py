"""How is an emulator asked for its machine types in QMP, its own language for machines?"""

from __future__ import annotations

import json
from typing import Any

from mtype.hosts.listing import Listing, ListingError, shown
from mtype.hosts.process import Child
from mtype.hosts.query_machines import listings_of
from mtype.model.errors import EmulatorError

# No board, no devices, no window, no configuration of this host; and were there a board, it would stand.
_OPTIONS = ("-nodefaults", "-no-user-config", "-display", "none", "-S", "-qmp", "stdio")
# An emulator built for Xen or KVM alone has no accelerator where neither is at hand. `qtest` needs
# nothing, and is missing only where it is a module that is not installed (Debian 12); not the first choice,
# since QEMU may hide things from its own tests.
_BOARDS = ("none", "none,accel=qtest")
_MAX_TALK = 100
_OF_THE_SHELL = 126  # from here on a status is no word of the program: not found, killed by a signal


class NoQmpError(EmulatorError):
    """An emulator cannot be asked in QMP: it ends with an error, or does not know the command."""


class _EndedError(EmulatorError):
    """It ended instead of a reply."""


def ask_by_qmp(path: str, deadline: float, limit: float) -> Listing:
    """The listing of the emulator at `path`; EmulatorError says why there is none.

    A second try follows only where it ended by itself: before it greeted, or after, for it greets before it
    looks for an accelerator. Raises NoQmpError where it cannot be asked so, as what is older than 1.2.
    """
    reasons: list[str] = []
    refused = True
    for board in _BOARDS:
        with Child([path, "-machine", board, *_OPTIONS], deadline, limit=limit, talks=True) as child:
            try:
                return _conversation(child)
            except _EndedError as error:
                reasons.append(f"{error}{_silence(child)}")
            refused = refused and 0 < child.status < _OF_THE_SHELL
    kind = NoQmpError if refused else EmulatorError
    raise kind(f"{path} is no emulator that answers: it {reasons[0]}.")


def _silence(child: Child) -> str:
    """Why there was no answer: how it ended, and the first thing it complained of."""
    ending = child.ending() or "ended without a word"
    complaints = child.stderr.decode("utf-8", "replace").strip().splitlines()
    return f"{ending} ({shown(complaints[0], 200)})" if complaints else ending


def _conversation(child: Child) -> Listing:
    greeting = _value(child)
    if greeting is None:
        raise _EndedError
    if not isinstance(greeting.get("QMP"), dict):
        raise EmulatorError(f"{child.path} is no emulator: it says something, but does not greet in QMP.")
    values = [greeting]
    for command in ("qmp_capabilities", "query-version", "query-target", "query-machines"):
        child.say(json.dumps({"execute": command}).encode() + b"\n")
        values.append(_reply(child, command))
    if _is_unknown(values[-1]):
        raise NoQmpError(f"{child.path} does not know the QMP command query-machines.")
    child.say(b'{"execute": "quit"}\n')
    try:
        (listing,) = listings_of(values)
    except (ListingError, ValueError) as error:
        raise EmulatorError(f"{child.path} did not list its machine types: its answer {error}.") from error
    return listing


def _is_unknown(reply: dict[str, Any]) -> bool:
    """Whether that is the answer to a command that it does not have."""
    error = reply.get("error")
    return isinstance(error, dict) and error.get("class") == "CommandNotFound"


def _reply(child: Child, command: str) -> dict[str, Any]:
    """The next value that is a reply; events may come at any time."""
    while (value := _value(child)) is not None:
        if "event" not in value:
            return value
    raise _EndedError(f"did not reply to the QMP command {command}, and ")


def _value(child: Child) -> dict[str, Any] | None:
    """The next JSON object, None at the end. A wrapper may talk before; what it says is passed over."""
    for _ in range(_MAX_TALK):
        line = child.line()
        if line is None:
            return None
        if line.lstrip().startswith(b"{"):
            try:
                value: dict[str, Any] = json.loads(line)
                return value
            except (ValueError, RecursionError) as error:
                raise EmulatorError(f"{child.path} says something that is neither JSON nor talk.") from error
    raise EmulatorError(f"{child.path} is no emulator: it talks, but not in QMP.")
