"""How does a guest get back to what it was?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress

from mtype.definitions.tree import differences
from mtype.model.errors import HostError
from mtype.upgrade.disk_work import DiskWorker
from mtype.upgrade.guest_host import GuestHost
from mtype.upgrade.journal import Journal, JournalError
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
    alone. Raises HostError, or HostLostError, where it cannot be done.
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
            if ours or not differences(now, intent.new):
                _note(journal, tell, Stage.PUT_BACK)
                _put_back(host, intent.uuid, intent.old)
                yield "the old definition was put back"
            else:
                yield "its definition is neither the old nor the new one now, and was left alone"
    if intent.ran and began.may_have_shut_down and _is_off(host, journal, began):
        _note(journal, tell, Stage.START_AGAIN)
        host.start(intent.uuid)
        yield "it was started again as it was"


def _put_back(host: GuestHost, uuid: str, old: str) -> None:
    host.define(old)
    changed = differences(host.definition(uuid), old)
    if changed:
        raise HostError(f"libvirt does not take the old definition back whole: {', '.join(changed[:3])}")


def _is_off(host: GuestHost, journal: Journal, began: Stage) -> bool:
    """Whether it is off; a request to shut down that may still be on its way is given its time."""
    left = max(0.0, journal.until - time.time()) if began is Stage.SHUT_DOWN else 0.0
    return host.wait_until_off(journal.intent.uuid, left)


def _note(journal: Journal, tell: Callable[[Stage], None], stage: Stage) -> None:
    # A full disk must not keep a guest from getting back; what the journal says already is enough, since
    # the next run looks at the guest itself.
    with suppress(JournalError):
        journal.reach(stage)
    tell(stage)
