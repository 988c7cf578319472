"""How far is a long run?"""

from __future__ import annotations

import time
from typing import Any


class ProgressBar:
    """A bar on stderr for runs of more than a second; call it with (done, total), and close it at the end.

    rich takes longer to load than a short run takes.
    """

    def __init__(self, *, show_after: float = 1.0) -> None:
        self._show_after = show_after
        self._started = time.monotonic()
        self._bar: Any = None
        self._task: Any = None

    def __call__(self, done: int, total: int) -> None:
        """Draw the bar anew."""
        if self._bar is None:
            if done >= total or time.monotonic() - self._started < self._show_after:
                return
            self._start(total)
        self._bar.update(self._task, completed=done)

    def close(self) -> None:
        """Wipe the bar and show the cursor again, also where the run was interrupted."""
        if self._bar is not None:
            self._bar.stop()

    def _start(self, total: int) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("checking"), BarColumn(), MofNCompleteColumn(), TextColumn("files"))
        self._bar = Progress(*columns, console=Console(stderr=True), transient=True)
        self._task = self._bar.add_task("", total=total)
        self._bar.start()
