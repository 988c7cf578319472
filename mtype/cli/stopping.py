"""What happens when a run on guests is told to stop?"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from mtype.cli.output import talk
from mtype.model.exit_code import ExitCode

# SIGHUP: the line to the host breaks off at three in the morning, with guests shut down.
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stop_on_signals(stop: threading.Event) -> Iterator[None]:
    """The first signal sets `stop`: guests that are under way are done with, no other is begun. The second
    ends the process; the journals tell the next run what is left to do."""
    told = threading.Event()  # not `stop`, which --fail-fast sets too

    def on_signal(number: int, frame: object) -> None:
        if told.is_set():
            os._exit(ExitCode.INCOMPLETE)
        told.set()
        stop.set()
        with suppress(OSError, ValueError):  # whoever listened may have gone with the line
            talk(
                "stopping: the guests under way are finished, no other is begun. Once more ends at once, and "
                "the next run finishes or undoes what is open"
            )

    before = {number: signal.signal(number, on_signal) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
