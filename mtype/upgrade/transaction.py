"""How does a guest get another definition, so that a crash at any point can be finished or undone?"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from mtype.definitions.tree import differences, machine_type_of
from mtype.model.errors import HostError, HostLostError
from mtype.upgrade.conduct import Conduct, When
from mtype.upgrade.disk_work import DiskWorker
from mtype.upgrade.ending import UndoneError, UnfinishedError, in_words, why_undone
from mtype.upgrade.guest_host import GuestHost
from mtype.upgrade.journal import Journal, JournalError
from mtype.upgrade.shutting_down import shut_down, wait_until_off
from mtype.upgrade.stage import Stage
from mtype.upgrade.unchanged import check_as_planned, check_unchanged
from mtype.upgrade.way_back import go_back

_LISTEN = 1.0  # seconds between two looks at whether the run is to stop
Tell = Callable[[Stage], None]


class Tools(NamedTuple):
    """What a transaction works with. `back_up` writes the backup and gives its place; `tell` hears of each
    step before it begins; `stopped` is whether no owner is to be waited for any more."""

    host: GuestHost
    journal: Journal
    conduct: Conduct
    back_up: Callable[[], str]
    disks: DiskWorker
    tell: Tell = lambda stage: None
    stopped: Callable[[], bool] = lambda: False


def carry_out(tools: Tools, trial: str | None) -> None:
    """Give the guest of the journal its new definition, step by step as design and journal say; `trial` is
    the definition for a start on trial.

    Raises UndoneError where it was refused or went wrong and the guest is as it was, and UnfinishedError
    where it is not known how it is, or where it could not be put back.
    """
    try:
        _prepare(tools, trial)
        _define(tools)
        finish(tools)
    except HostLostError as error:
        raise UnfinishedError(str(error), lost=True) from error
    except Exception as error:
        tools.journal.until = 0.0  # whoever was asked to shut down was waited for, or could not be asked
        raise undone(tools, why_undone(error)) from error
    close(tools)


def finish(tools: Tools) -> None:
    """From a definition that is in place: verify it, start what ran, verify what runs."""
    host, intent = tools.host, tools.journal.intent
    _note(tools, Stage.VERIFY)
    changed = differences(host.definition(intent.uuid), intent.new)
    if changed:
        raise UndoneError(
            f"libvirt keeps another definition than it was given: {_listed(changed)} differ", ours=True
        )
    if host.state(intent.uuid).active:
        _check_live(tools, "it was started by something else meanwhile, such as its autostart,")
    elif intent.ran and intent.start:
        _note(tools, Stage.START)
        host.start(intent.uuid)
        _note(tools, Stage.VERIFY_LIVE)
        if not host.state(intent.uuid).active:
            raise UndoneError("it went off again as soon as it was started")
        _check_live(tools, "after its start it")


def undone(tools: Tools, why: UndoneError) -> UndoneError:
    """Put the guest back as it was and close the journal; gives the error to raise. Raises UnfinishedError
    where that fails. A guest that somebody has undefined meanwhile stays undefined."""
    try:
        if is_defined(tools):
            done = go_back(tools.host, tools.journal, tools.disks, tools.tell, ours=why.ours)
        else:
            tools.host.discard(tools.journal.intent.trial)
            done = "it is no longer defined: nothing is left to do"
    except Exception as error:
        lost = isinstance(error, HostLostError)
        raise UnfinishedError(f"{why}; putting it back failed: {in_words(error)}", lost=lost) from error
    close(tools)
    return UndoneError(f"{why}; {done}" if done else str(why), why.remedy, refused=why.refused)


def is_defined(tools: Tools) -> bool:
    """Whether the host still keeps a definition of the guest."""
    guest = tools.host.guest(tools.journal.intent.uuid)
    return guest is not None and guest.persistent


def close(tools: Tools) -> None:
    """Nothing is left to do. Raises UnfinishedError where the journal stays all the same."""
    try:
        tools.journal.close()
    except JournalError as error:
        raise UnfinishedError(f"nothing is left to do with the guest, but {error}") from error


def _prepare(tools: Tools, trial: str | None) -> None:
    """Everything up to the point where the guest is off and nothing about it has changed."""
    host, intent, conduct = tools.host, tools.journal.intent, tools.conduct
    _reach(tools, Stage.BACK_UP)
    place = tools.back_up()
    tools.journal.reach(Stage.PRE_FLIGHT, backup=place)
    tools.tell(Stage.PRE_FLIGHT)
    try:
        host.validate(intent.new)
        if trial is not None:
            host.try_start(trial)
    except HostLostError:
        raise
    except HostError as error:
        remedy = "see the log that libvirt keeps of it, usually in /var/log/libvirt/qemu"
        raise UndoneError(f"the pre-flight failed: {error}", remedy, refused=True) from error
    check_as_planned(host, intent, conduct)
    if conduct.when is When.NEXT_SHUTDOWN and host.state(intent.uuid).active:
        _reach(tools, Stage.WAIT)
        _wait_for_owner(tools)
    elif intent.ran:
        patience = conduct.shutdown_timeout
        tools.journal.reach(Stage.SHUT_DOWN, until=time.time() + patience, patience=patience)
        tools.tell(Stage.SHUT_DOWN)
        if not shut_down(host, intent.uuid, conduct):
            if not conduct.force_off:
                raise UndoneError(
                    f"it did not shut down within {conduct.shutdown_timeout:g} seconds and still runs; it "
                    "may obey later",
                    "shut it down from inside, or give --shutdown-timeout more, or --force-off",
                )
            _reach(tools, Stage.FORCE_OFF)
            host.force_off(intent.uuid)
    check_unchanged(host, intent)


def _wait_for_owner(tools: Tools) -> None:
    """Wait until somebody else shuts the guest down."""
    watch = tools.conduct.watch
    deadline = None if watch is None else time.monotonic() + watch
    while not wait_until_off(tools.host, tools.journal.intent.uuid, _LISTEN):
        if tools.stopped():
            raise UndoneError("the run was stopped before anybody shut it down", refused=True)
        if deadline is not None and time.monotonic() >= deadline:
            raise UndoneError(
                "nobody has shut it down in that time", "wait longer, or --when now", refused=True
            )


def _define(tools: Tools) -> None:
    host, intent = tools.host, tools.journal.intent
    if intent.disks is not None:
        _reach(tools, Stage.SNAPSHOT_DISKS)
        tools.disks.take(intent.disks)
        if intent.disks.revert is not None:
            _reach(tools, Stage.REVERT_DISKS)
            tools.disks.revert(intent.disks)
    _reach(tools, Stage.DEFINE)
    check_unchanged(
        host, intent
    )  # once more: disks take their time, and libvirt has no "define unless changed"
    host.define(intent.new)


def _check_live(tools: Tools, what: str) -> None:
    runs = machine_type_of(tools.host.live(tools.journal.intent.uuid))
    if runs != tools.journal.intent.to:
        raise UndoneError(f"{what} runs as {runs}, not as {tools.journal.intent.to}")


def _reach(tools: Tools, stage: Stage) -> None:
    tools.journal.reach(stage)
    tools.tell(stage)


def _note(tools: Tools, stage: Stage) -> None:
    # From DEFINE on the next run looks at the guest itself, so a disk that is full by now must not take a
    # guest back that may run already.
    with suppress(JournalError):
        tools.journal.reach(stage)
    tools.tell(stage)


def _listed(paths: tuple[str, ...]) -> str:
    return ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
