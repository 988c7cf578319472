"""How do many guests get their new definitions, each in a transaction of its own?"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import NamedTuple
from uuid import uuid4

from mtype.model.errors import MtypeError
from mtype.upgrade.answer import GuestAnswer
from mtype.upgrade.conduct import Conduct
from mtype.upgrade.disk_work import DiskWorker
from mtype.upgrade.ending import UndoneError, UnfinishedError
from mtype.upgrade.files import Outcome
from mtype.upgrade.guest_host import DiskSnapshots, GuestHost
from mtype.upgrade.guest_plan import plan_diff
from mtype.upgrade.journal import Intent, Journal, JournalError, journal_path, journal_paths, read_journal
from mtype.upgrade.plan import DiskWork, Plan
from mtype.upgrade.recovery import recover
from mtype.upgrade.restart_diff import restart_diff
from mtype.upgrade.stage import Stage
from mtype.upgrade.state_folder import LockedError, StateFolder, lock
from mtype.upgrade.transaction import Tools, carry_out
from mtype.upgrade.trial import trial_definition

_ANSWER_SIGNALS = 0.1  # seconds
_RECONNECT = 30.0  # seconds: a daemon that was restarted by its service manager is back by then


class Run(NamedTuple):
    """What the transactions of one command share.

    `back_up` writes a backup of the guest of a plan and gives its place; `note_disks` records which
    snapshots of disks belong to a backup, None for none; `tell` hears of each step of each guest, by its
    name. Once `stop` is set no other guest is begun, and with `keep_going` off neither after a failure.
    """

    state: StateFolder
    conduct: Conduct
    back_up: Callable[[GuestHost, Plan], str]
    disks: DiskSnapshots | None
    note_disks: Callable[[str, DiskWork | None], None]
    tell: Callable[[str, Stage], None]
    stop: threading.Event
    jobs: int = 1
    keep_going: bool = True


def upgrade_guests(work: Sequence[tuple[GuestHost, Plan]], run: Run) -> Iterator[GuestAnswer]:
    """What became of each guest, in the order in which they are done; `run.jobs` at a time. What goes wrong
    with one neither stops nor harms another."""
    with ThreadPoolExecutor(run.jobs) as pool:
        open_: set[Future[GuestAnswer]] = {pool.submit(upgrade_guest, host, plan, run) for host, plan in work}
        while open_:
            # Not for ever: the kernel may hand a signal to another thread, and only this one answers it.
            done, open_ = wait(open_, _ANSWER_SIGNALS, return_when=FIRST_COMPLETED)
            yield from (future.result() for future in done)


def upgrade_guest(host: GuestHost, plan: Plan, run: Run) -> GuestAnswer:
    """What became of one guest; whatever goes wrong becomes part of the answer."""
    started = time.monotonic()
    guest = plan.guest
    answer = GuestAnswer(
        host.uri, guest.name, guest.uuid, Outcome.LIFTED, plan.from_, plan.to,
        source=plan.source, warnings=plan.warnings, diff=tuple(plan_diff(plan)),
        restart_diff=tuple(restart_diff(plan)),
    )  # fmt: skip
    if run.stop.is_set():
        return answer._replace(outcome=Outcome.REFUSED, reason="the run was stopped before its turn")
    journal = Journal(journal_path(run.state.journals, host.uri, guest.uuid), _intent(host, plan, run))
    try:
        with lock(run.state, host.uri, guest.uuid):
            answer = _upgrade_locked(host, plan, run, journal, answer)
    except LockedError as error:
        answer = answer._replace(outcome=Outcome.REFUSED, reason=str(error), remedy="wait for it")
    except MtypeError as error:
        answer = answer._replace(outcome=Outcome.FAILED, reason=str(error))
    except Exception as error:  # the guests beside it go on, and are told of
        answer = _open(answer, f"this is a defect of virt-machine-type: {type(error).__name__}: {error}")
    if answer.outcome is Outcome.FAILED and not run.keep_going:
        run.stop.set()
    return answer._replace(backup=journal.intent.backup or None, seconds=round(time.monotonic() - started, 3))


def _upgrade_locked(
    host: GuestHost, plan: Plan, run: Run, journal: Journal, answer: GuestAnswer
) -> GuestAnswer:
    if read_journal(journal.path) is not None:
        return answer._replace(
            outcome=Outcome.REFUSED,
            reason="another run was interrupted at it meanwhile",
            remedy="run the command again: it finishes or undoes that first",
        )
    trial = None
    if run.conduct.try_start:
        name = f"virt-machine-type-trial-{journal.intent.trial[:8]}"
        trial = trial_definition(plan.new, name, journal.intent.trial)
    journal.begin()
    tools = _tools(host, journal, run, lambda: run.back_up(host, _as_it_is_now(host, plan)))
    try:
        carry_out(tools, trial)
    except UndoneError as error:
        outcome = Outcome.REFUSED if error.refused else Outcome.FAILED
        return answer._replace(outcome=outcome, reason=str(error), remedy=error.remedy)
    except UnfinishedError as error:
        if error.lost and host.reconnect(_RECONNECT):
            return _recovered(tools, answer, f"{error}; ")
        return _open(answer, str(error))
    return answer


def recover_guests(host: GuestHost, run: Run) -> Iterator[GuestAnswer]:
    """Finish or undo what earlier runs have left open at `host`, until `run.stop` is set; a guest that
    another run works on right now is passed over."""
    for path in journal_paths(run.state.journals):
        if run.stop.is_set():
            return
        try:
            journal = read_journal(path)
        except JournalError as error:
            yield GuestAnswer(host.uri, path.name, "", Outcome.FAILED, reason=str(error))
            continue
        if journal is None or journal.intent.uri != host.uri:
            continue
        intent = journal.intent
        answer = GuestAnswer(
            host.uri, intent.name, intent.uuid, Outcome.LIFTED, intent.from_, intent.to,
            backup=intent.backup or None,
        )  # fmt: skip
        try:
            with lock(run.state, host.uri, intent.uuid):
                again = read_journal(journal.path)  # whoever had the lock may have finished it
                if again is not None:
                    yield _recovered(_tools(host, again, run, str), answer, "")
        except LockedError:
            continue
        except MtypeError as error:
            yield answer._replace(outcome=Outcome.FAILED, reason=str(error))


def _as_it_is_now(host: GuestHost, plan: Plan) -> Plan:
    """Whoever confirmed the plan may have taken hours to: snapshots may have been made meanwhile."""
    return plan._replace(guest=host.guest(plan.guest.uuid) or plan.guest)


def _recovered(tools: Tools, answer: GuestAnswer, before: str) -> GuestAnswer:
    try:
        return answer._replace(reason=before + recover(tools))
    except UndoneError as error:
        return answer._replace(outcome=Outcome.FAILED, reason=before + str(error), remedy=error.remedy)
    except UnfinishedError as error:
        return _open(answer, f"{before}{error}")


def _open(answer: GuestAnswer, why: str) -> GuestAnswer:
    return answer._replace(
        outcome=Outcome.FAILED,
        reason=f"not finished: {why}",
        remedy="mend that and run the command again: it finishes or undoes this guest first",
    )


def _tools(host: GuestHost, journal: Journal, run: Run, back_up: Callable[[], str]) -> Tools:
    name = journal.intent.name

    def tell(stage: Stage) -> None:
        with suppress(OSError, ValueError):  # nobody listens any more (`| head`): the guest must not feel it
            run.tell(name, stage)

    def note(work: DiskWork | None) -> None:
        if journal.intent.backup:
            run.note_disks(journal.intent.backup, work)

    return Tools(host, journal, run.conduct, back_up, DiskWorker(run.disks, note), tell, run.stop.is_set)


def _intent(host: GuestHost, plan: Plan, run: Run) -> Intent:
    return Intent(
        host.uri, plan.guest.uuid, plan.guest.name, plan.from_, plan.to, plan.old, plan.new, plan.ran,
        run.conduct.start, str(uuid4()), disks=plan.disks,
    )  # fmt: skip
