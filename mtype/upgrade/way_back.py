"""How does a guest get back to what it was?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from mtype.definitions.tree import differences, machine_type_of
from mtype.model.errors import HostError
from mtype.upgrade.disk_work import DiskWorker
from mtype.upgrade.guest_host import GuestHost
from mtype.upgrade.journal import Intent, Journal, JournalError
from mtype.upgrade.stage import Stage


def go_back(
    host: GuestHost,
    journal: Journal,
    disks: DiskWorker,
    tell: Callable[[Stage], None],
    *,
    ours: bool,
) -> str:
    """Undo whatever the journal says may have been done, looking at what really is.

    Gives what was done in words, "" for nothing. `ours` is whether a definition that is neither the old nor
    the new one can only be what libvirt made of the new one; else somebody else has made it, and it is left
    alone. A request to shut down that an interrupted run may have made gets what was left of its time then.
    Raises HostError, or HostLostError, where it cannot be done.
    """
    began = journal.stage
    if began is None or began is Stage.BACK_UP:
        return ""
    if began is Stage.PRE_FLIGHT:
        host.discard(journal.intent.trial)
        return ""
    return " and ".join(_go_back(host, journal, disks, tell, began, ours=ours))


def _go_back(
    host: GuestHost,
    journal: Journal,
    disks: DiskWorker,
    tell: Callable[[Stage], None],
    began: Stage,
    *,
    ours: bool,
) -> Iterator[str]:
    intent = journal.intent
    if intent.disks is not None and began.may_have_touched_disks:
        if host.state(intent.uuid).active:
            yield f"the snapshot {intent.disks.take} of its disks was left, for it runs"
        elif disks.undo(intent.disks, began):
            yield "its disks are what they were"
    if began.may_have_defined:
        now = host.definition(intent.uuid)
        if differences(now, intent.old):
            if _runs_new(host, intent):
                yield f"it runs as {intent.to} already, and was left so"
            elif ours or now == journal.found or not differences(now, intent.new):
                _note(journal, tell, Stage.PUT_BACK, found=now)
                _put_back(host, intent.uuid, intent.old)
                yield "the old definition was put back"
            else:
                yield "its definition is neither the old nor the new one now, and was left alone"
    if intent.ran and began.may_have_shut_down:
        left = _left(journal, began)
        if left and host.state(intent.uuid).active:
            tell(Stage.WAIT)
        if host.wait_until_off(intent.uuid, left):
            _note(journal, tell, Stage.START_AGAIN)
            host.start(intent.uuid)
            yield "it was started again as it was"
        elif left:
            yield "it runs as it did, but may yet obey the request to shut down"


def _runs_new(host: GuestHost, intent: Intent) -> bool:
    """Whether it runs on what it was given: then the definition it had would not be that of what runs."""
    return host.state(intent.uuid).active and machine_type_of(host.live(intent.uuid)) == intent.to


def _put_back(host: GuestHost, uuid: str, old: str) -> None:
    host.define(old)
    changed = differences(host.definition(uuid), old)
    if changed:
        raise HostError(f"libvirt does not take the old definition back whole: {', '.join(changed[:3])}")


def _left(journal: Journal, began: Stage) -> float:
    """For how many seconds a request to shut down may still be on its way. No longer than it was given: the
    clock may have been set back meanwhile."""
    left = journal.until - time.time() if began is Stage.SHUT_DOWN else 0.0
    return min(max(0.0, left), journal.patience)


def _note(journal: Journal, tell: Callable[[Stage], None], stage: Stage, *, found: str | None = None) -> None:
    # A full disk must not keep a guest from getting back; what the journal says already is enough, since
    # the next run looks at the guest itself.
    with suppress(JournalError):
        journal.reach(stage, found=found)
    tell(stage)
