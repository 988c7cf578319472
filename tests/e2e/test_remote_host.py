"""Is a host that lies behind a line worked on like any other, also when the line hangs without a word?"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from tests.cli.command import run
from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, Q35
from tests.e2e.host import Host, holds
from tests.e2e.tool import Tool, machine

# In place of ssh: what comes is passed on to the daemon, `most` bytes of its answers at the most.
LINE = """#!{python}
import os, select, socket, sys, time
open({pids!r}, "a").write(f"{{os.getpid()}}\\n")
daemon = socket.socket(socket.AF_UNIX); daemon.connect({socket!r})
left = {most}
while True:
    for ready in select.select([0, daemon], [], [])[0]:
        data = os.read(ready if ready == 0 else daemon.fileno(), 65536)
        if not data:
            sys.exit()
        if ready == 0:
            daemon.sendall(data)
        else:
            left -= len(data)
            while left < 0:
                time.sleep(1)
            os.write(1, data)
"""


class Line:
    """The way to `host` as to another machine."""

    def __init__(self, host: Host, folder: Path, most: int = 1 << 40) -> None:
        self.program, self._pids = folder / "line", folder / "pids"
        socket = str(host.folder / host.socket)
        self.program.write_text(
            LINE.format(python=sys.executable, pids=str(self._pids), socket=socket, most=most)
        )
        self.program.chmod(0o755)
        self.uri = f"qemu+ssh://elsewhere/system?command={self.program}&proxy=netcat"

    @property
    def pids(self) -> list[int]:
        """The processes of it so far."""
        return [int(pid) for pid in self._pids.read_text().split()] if self._pids.exists() else []


@pytest.fixture
def line(host: Host, tmp_path: Path) -> Line:
    return Line(host, tmp_path)


def test_a_guest_over_there_is_listed_and_lifted(line: Line, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(Q35, start=True)
    assert made.name in run("list", "--connect", line.uri).out
    upgrade.uris = (line.uri,)
    done = upgrade(made.name, "--yes")
    assert (done.code, done.outcomes) == (0, {made.name: "lifted"}), str(done)
    assert machine(made.dumpxml()) == "pc-q35-7.2"
    assert upgrade.open_journals == []


def test_a_line_that_hangs_is_opened_anew(line: Line, guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(PC, start=True)
    upgrade.uris = (line.uri,)
    running = upgrade.begin(made.name, "--yes", "--when", "next-shutdown")
    running.wait_for(f"{made.name}: wait for its shutdown\n")
    (first,) = line.pids
    os.kill(first, signal.SIGSTOP)
    assert holds(lambda: len(line.pids) > 1, 60), running.talk
    made.shutdown()
    done = running.done()
    assert (done.code, done.outcomes) == (0, {made.name: "lifted"}), str(done)
    assert machine(made.dumpxml()) == "pc-i440fx-7.2"


def test_a_host_that_stops_to_answer_is_not_waited_for_for_ever(
    host: Host, guest: MakeGuest, tmp_path: Path
) -> None:
    guest(Q35, start=True)
    line = Line(host, tmp_path, most=2000)  # enough to open it, and for a part of the definition
    ran = run("list", "--connect", line.uri)
    assert (ran.code, ran.out) == (3, ""), ran
    assert f"{line.uri} stopped answering: " in ran.talk
