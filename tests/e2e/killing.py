"""How is a run of the tool killed at a point, or its daemon?"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from signal import SIGKILL

from mtype.upgrade.stage import Stage
from tests.e2e.host import HostError
from tests.e2e.kill_points import DAEMON, TOOL, Case
from tests.e2e.on_host import Guest
from tests.e2e.tool import Running, Tool

_SCRIPT = Path(__file__).with_name("killed_run.py")
_LONGEST = 90  # seconds


class KilledTool(Tool):
    """Runs the command with a point at which something happens: killed_run.py says what."""

    def __init__(self, like: Tool, order: dict[str, object]) -> None:
        super().__init__(state=like.state)
        self.uris = like.uris
        self._order = order

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(_SCRIPT), json.dumps(self._order), *super().command(*arguments)[3:]]


def kill_at(upgrade: Tool, when: str, what: str, *arguments: str) -> None:
    """Run the tool up to that point, and there it is killed."""
    running = KilledTool(upgrade, {"when": when, "what": what}).begin(*arguments)
    running.process.communicate()
    assert running.process.returncode == -SIGKILL, running.talk


def run_and_kill(upgrade: Tool, guest: Guest, case: Case) -> tuple[Running, bool]:
    """Run `upgrade` on the guest until the tool has ended or is dead; a daemon that was killed is started
    again. Also gives whether the owner has shut the guest down meanwhile."""
    order = {
        "when": case.when,
        "what": case.what,
        "daemon": guest.host.pid if case.victim == DAEMON else None,
        "hide": str(guest.disks[0].path) if case.scenario.hidden else None,
    }
    running = KilledTool(upgrade, order).begin(guest.name, "--yes", *case.scenario.options)
    to_end = case.scenario.waits and not (case.victim == TOOL and case.what == Stage.WAIT.value)
    ended = False
    deadline = time.monotonic() + _LONGEST
    while running.process.poll() is None:
        assert time.monotonic() < deadline, running.talk
        guest.host.start_daemon()
        if to_end and not ended and Stage.WAIT.value in running.talk:
            ended = _asked(guest)
        time.sleep(0.02)
    return running, ended


def _asked(guest: Guest) -> bool:
    try:
        guest.shutdown()
    except HostError:  # the daemon was just killed
        return False
    return True
