"""The command, killed at its Nth point: `python killed_restore.py N restore ...`.

Points are before and after each line of the journal and each change of a disk. It says what the point was.
"""

from __future__ import annotations

import functools
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from mtype.cli.app import main
from mtype.hosts.qemu_img import QemuImg
from mtype.upgrade.journal import Journal

left = [int(sys.argv.pop(1))]


def passed(what: str) -> None:
    left[0] -= 1
    if left[0] == 0:
        print(what, file=sys.stderr, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)


def around(owner: type, name: str, what: Callable[..., str]) -> None:
    method = getattr(owner, name)

    @functools.wraps(method)
    def told(self: Any, *args: Any, **kwargs: Any) -> Any:
        passed(f"before {what(*args)}")
        result = method(self, *args, **kwargs)
        passed(f"after {what(*args)}")
        return result

    setattr(owner, name, told)


around(Journal, "begin", lambda: "the journal is created")
around(Journal, "reach", lambda stage: f"'{stage.value}' is in the journal")
around(Journal, "close", lambda: "the journal is removed")
around(QemuImg, "_snapshot", lambda flag, path, _: f"qemu-img snapshot {flag} of {path}")
main()
