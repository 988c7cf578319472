"""The command, with a point at which something is killed: `python killed_run.py ORDER upgrade ...`.

ORDER is JSON: `when` and `what` name the point (see kill_points.py), `daemon` is the process that is killed
there, null for this one. `hide` is a file that is away when the guest is started with its new definition, so
that the start fails; it is there again when the guest is to be started as it was, and after the kill.

The product knows nothing of this: its journal and its host are wrapped here.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import libvirt

from mtype.cli.app import main
from mtype.hosts.libvirt_host import LibvirtHost
from mtype.upgrade.journal import Journal
from mtype.upgrade.stage import Stage

ORDER: dict[str, Any] = json.loads(sys.argv.pop(1))


def passed(when: str, what: str) -> None:
    """The run is at this point."""
    if ORDER["hide"] and (when, what) == ("once", Stage.START.value):
        os.rename(ORDER["hide"], f"{ORDER['hide']}.hidden")
    at_the_point = (when, what) == (ORDER["when"], ORDER["what"])
    if ORDER["hide"] and (at_the_point or (when, what) == ("before", Stage.START_AGAIN.value)):
        with contextlib.suppress(FileNotFoundError):
            os.rename(f"{ORDER['hide']}.hidden", ORDER["hide"])
    if not at_the_point:
        return
    ORDER["when"] = None  # once
    os.kill(ORDER["daemon"] or os.getpid(), signal.SIGKILL)
    while Path(f"/proc/{ORDER['daemon']}").exists():
        time.sleep(0.01)


def around(owner: type, name: str, what: Callable[..., str]) -> None:
    """Tell of each call of a method before and once it is done."""
    method = getattr(owner, name)

    @functools.wraps(method)
    def told(self: Any, *args: Any, **kwargs: Any) -> Any:
        passed("before", what(self, *args))
        result = method(self, *args, **kwargs)
        passed("once", what(self, *args))
        return result

    setattr(owner, name, told)


around(Journal, "begin", lambda _: "create")
around(Journal, "reach", lambda _, stage: str(stage.value))
around(Journal, "close", lambda _: "remove")
around(LibvirtHost, "shut_down", lambda *_: "ask")
around(libvirt.virDomain, "destroy", lambda domain: "trial" if "-trial-" in domain.name() else "")
main()
