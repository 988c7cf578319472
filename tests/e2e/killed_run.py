"""The command, with a point at which something happens: `python killed_run.py ORDER upgrade ...`.

ORDER is JSON: `when` and `what` name the point (see kill_points.py). What happens there is one of these:

nothing else said   this process is killed
`daemon`            the process with that id is killed
`fill`              that file on the disk of the state folder takes all the room there is
`run`               that command is run
`deaf`              whoever listened to the standard error stream has gone

`hide` is a file that is away when the guest is started with its new definition, so that the start fails; it
is there again when the guest is to be started as it was, and at the point. `first` is a command, `run`, with
a point of its own, `at`.

The product knows nothing of this: its journal and its host are wrapped here.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import libvirt

from mtype.cli.app import main
from mtype.hosts.libvirt_host import LibvirtHost
from mtype.upgrade import journal as journals
from mtype.upgrade.journal import Journal
from mtype.upgrade.stage import Stage

PAGE = 4096
ORDER: dict[str, Any] = json.loads(sys.argv.pop(1))


def passed(when: str, what: str) -> None:
    """The run is at this point."""
    if ORDER.get("hide") and (when, what) == ("once", Stage.START.value):
        os.rename(ORDER["hide"], f"{ORDER['hide']}.hidden")
    first = ORDER.get("first")
    if first and [when, what] == first["at"]:
        run(first["run"])
    at_the_point = (when, what) == (ORDER["when"], ORDER["what"])
    if ORDER.get("hide") and (at_the_point or (when, what) == ("before", Stage.START_AGAIN.value)):
        with contextlib.suppress(FileNotFoundError):
            os.rename(f"{ORDER['hide']}.hidden", ORDER["hide"])
    if not at_the_point:
        return
    ORDER["when"] = None  # once
    if "fill" in ORDER:
        fill_up()
    elif "run" in ORDER:
        run(ORDER["run"])
    elif "deaf" in ORDER:
        reader, writer = os.pipe()
        os.close(reader)
        os.dup2(writer, sys.stderr.fileno())
    else:
        os.kill(ORDER.get("daemon") or os.getpid(), signal.SIGKILL)
        while Path(f"/proc/{ORDER.get('daemon')}").exists():
            time.sleep(0.01)


def run(command: list[str]) -> None:
    """Run it in silence: the standard output stream is the report."""
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


def fill_up() -> None:
    """Leave no page for anybody."""
    with contextlib.suppress(OSError), open(ORDER["fill"], "wb", buffering=0) as filler:
        while True:
            filler.write(bytes(PAGE))


def whole_pages(record: dict[str, object]) -> str:
    """A line that needs a page of its own: what is left of the last page of a file is never full."""
    text = json.dumps(record)
    return text.ljust(-(-(len(text) + 1) // PAGE) * PAGE - 1)


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
if "fill" in ORDER:
    journals.json = SimpleNamespace(dumps=whole_pages, loads=json.loads)  # type: ignore[attr-defined]
main()
