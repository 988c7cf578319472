"""What is done first about guests that an interrupted run has left?"""

from __future__ import annotations

from collections.abc import Iterable

from mtype.cli.output import talk
from mtype.cli.stopping import stop_on_signals
from mtype.upgrade.answer import GuestAnswer
from mtype.upgrade.guest_host import GuestHost
from mtype.upgrade.guests import Run, recover_guests


def recover_hosts(hosts: Iterable[GuestHost], run: Run) -> list[GuestAnswer]:
    """Finish or undo it at each host, and tell of it even if what was asked for is wrong.

    Raises KeyboardInterrupt where the run is told to stop, once the guest under way is done with.
    """
    answers = []
    with stop_on_signals(run.stop):
        for host in hosts:
            for recovered in recover_guests(host, run):
                talk(f"{recovered.domain}: {recovered.reason}")
                answers.append(recovered)
    if run.stop.is_set():
        raise KeyboardInterrupt
    return answers
