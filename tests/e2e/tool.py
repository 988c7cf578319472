"""How is `virt-machine-type upgrade` run on a Host, and what did it say?

upgrade = Tool(host, state=tmp_path / "state")
done = upgrade("web", "--yes")
assert done.outcomes == {"web": "lifted"}
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

from tests.e2e.host import Host, holds
from tests.e2e.on_host import Guest

_PROGRAM = (sys.executable, "-m", "mtype")
_ROOT = Path(__file__).parents[2]


class Done(NamedTuple):
    """The exit code, what was talked on stderr, and the JSON report by the name of the guest."""

    code: int
    talk: str
    guests: dict[str, Any]

    @property
    def outcomes(self) -> dict[str, str]:
        """lifted, planned, kept, refused or failed, by the name of the guest."""
        return {name: guest["outcome"] for name, guest in self.guests.items()}

    def __str__(self) -> str:
        """For the message of an assertion: pytest shortens what is no text."""
        told = [f"{name}: {guest['outcome']}: {self.reason(name)}" for name, guest in self.guests.items()]
        return "\n".join([f"exit code {self.code}", *told, self.talk])

    def reason(self, name: str) -> str:
        """Why nothing was done with the guest, and the remedy."""
        return f"{self.guests[name]['reason']} | {self.guests[name]['remedy']}"


class Running:
    """The tool while it works."""

    def __init__(self, process: subprocess.Popen[bytes], talk: Path) -> None:
        self.process = process
        self._talk = talk

    @property
    def talk(self) -> str:
        """What it has said on stderr so far."""
        return self._talk.read_text()

    def wait_for(self, words: str, within: float = 20) -> None:
        """Wait until it has said that."""
        assert holds(lambda: words in self.talk or self.process.poll() is not None, within), self.talk
        assert words in self.talk, self.talk

    def done(self, within: float = 60) -> Done:
        """Wait for its end."""
        out, _ = self.process.communicate(timeout=within)
        assert "Traceback" not in self.talk, self.talk
        assert "defect" not in self.talk, self.talk
        return Done(self.process.returncode, self.talk, _guests(out.decode()))


class Tool:
    """`upgrade` on some Hosts, with JSON as its report, a state folder of its own and no terminal."""

    def __init__(self, *hosts: Host, state: Path) -> None:
        self.uris = tuple(host.uri for host in hosts)
        self.state = state
        self.prefix: tuple[str, ...] = ()
        self._number = 0

    def __call__(self, *arguments: str, timeout: float = 60) -> Done:
        """Run it to its end."""
        return self.begin(*arguments).done(timeout)

    def begin(self, *arguments: str) -> Running:
        """Start it, and do not wait."""
        self._number += 1
        talk = self.state.parent / f"{self.state.name}.talk-{self._number}"
        with talk.open("wb") as stream:
            process = subprocess.Popen(
                [*self.prefix, *self.command("--format", "json", *arguments)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=stream,
                env=self.environment,
                start_new_session=True,
            )
        return Running(process, talk)

    def command(self, *arguments: str) -> list[str]:
        """The command line of `upgrade ARGUMENTS`."""
        uris = [part for uri in self.uris for part in ("--connect", uri)]
        common = ["--config", "", *uris, "--state-dir", str(self.state)]
        return [*_PROGRAM, "upgrade", *common, *arguments]

    @property
    def environment(self) -> dict[str, str]:
        """No variable of the user's takes part."""
        kept = {key: value for key, value in os.environ.items() if not key.startswith("VIRT_MACHINE_")}
        return {**kept, "PYTHONPATH": str(_ROOT), "PYTHONUNBUFFERED": "1"}

    @property
    def open_journals(self) -> list[Path]:
        """What a run has left for the next one."""
        return sorted((self.state / "journals").glob("*"))


class Seen(NamedTuple):
    """What must be the same of a guest that was not touched: `live_id` is another one after any restart."""

    state: str
    live_id: str
    definition: str
    live: str


def look_at(guest: Guest) -> Seen:
    """The guest as it is now."""
    options = ("--inactive", "--security-info")
    state = guest.domstate
    transient = "Persistent:     no" in guest.host.virsh("dominfo", guest.name)
    return Seen(
        state,
        guest.host.virsh("domid", guest.name),
        "" if transient else guest.dumpxml(*options),
        guest.dumpxml("--security-info"),
    )


def machine(text: str) -> str:
    """The machine type in a definition."""
    found = re.search(r"machine='([^']*)'", text)
    assert found, text
    return found[1]


def _guests(out: str) -> dict[str, Any]:
    if not out:
        return {}
    return {guest["domain"]: guest for guest in json.loads(out)["guests"]}
