"""At which points can a run be killed, and what is expected then?"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mtype.upgrade.stage import Stage
from tests.e2e.guests import OBEDIENT, STUBBORN

TABLE = Path(__file__).with_name("kill_matrix.txt")
REGENERATE = "VMT_REGENERATE_KILL_MATRIX"
HEAD = f"{'guest':<24}{'killed':<8}{'at':<60}afterwards\n"
TOOL, DAEMON = "tool", "daemon"


class Scenario(NamedTuple):
    """A guest, how it is upgraded, and the steps at which that is killed, which are all of them where it is
    `whole`. With `hidden` its disk is away when it is started with its new definition."""

    name: str
    steps: tuple[Stage, ...]
    options: tuple[str, ...] = ()
    running: bool = True
    whole: bool = False
    obeys_after: float | None = OBEDIENT
    disk_format: str = "raw"
    hidden: bool = False

    @property
    def waits(self) -> bool:
        """Whether somebody else shuts it down."""
        return Stage.WAIT in self.steps

    @property
    def disk_snapshot(self) -> bool:
        """Whether snapshots are taken of its disks."""
        return Stage.SNAPSHOT_DISKS in self.steps


class Case(NamedTuple):
    """Who is killed where: `before` a line of the journal is written, or `once` it is, and before the step
    begins. Before the next line is after the step, so that point has no name of its own."""

    scenario: Scenario
    victim: str
    when: str
    what: str

    @property
    def key(self) -> str:
        """Its row of the table, but for what is expected."""
        return f"{self.scenario.name:<24}{self.victim:<8}{self.place:<60}"

    @property
    def place(self) -> str:
        """The point, in words."""
        if self.what in _NAMED:
            return f"{self.when} {_NAMED[self.what]}"
        return f"{self.when} '{self.what}' is in the journal"


_NAMED = {
    "create": "the journal is created",
    "remove": "the journal is removed",
    "ask": "the guest was asked to shut down",
    "trial": "the guest of the trial start is discarded",
}
_QUICK = ("--shutdown-mode", "acpi", "--shutdown-timeout")
SCENARIOS = (
    Scenario(
        "running",
        (
            Stage.BACK_UP, Stage.PRE_FLIGHT, Stage.SHUT_DOWN, Stage.DEFINE, Stage.VERIFY, Stage.START,
            Stage.VERIFY_LIVE,
        ),
        (*_QUICK, "20"),
        whole=True,
    ),
    Scenario(
        "stopped", (Stage.BACK_UP, Stage.PRE_FLIGHT, Stage.DEFINE, Stage.VERIFY), running=False, whole=True,
        disk_format="qcow2",
    ),
    Scenario(
        "disks are snapshot", (Stage.SNAPSHOT_DISKS, Stage.DEFINE, Stage.START),
        (*_QUICK, "20", "--disk-snapshot"), disk_format="qcow2",
    ),
    Scenario(
        "stubborn, forced off", (Stage.FORCE_OFF, Stage.DEFINE), (*_QUICK, "0", "--force-off"),
        obeys_after=STUBBORN,
    ),
    Scenario("trial start", (), (*_QUICK, "20", "--preflight", "start")),
    Scenario("waits for its owner", (Stage.WAIT, Stage.DEFINE), ("--when", "next-shutdown")),
    Scenario(
        "new start fails", (Stage.PUT_BACK, Stage.START_AGAIN), (*_QUICK, "20"), whole=False, hidden=True
    ),
)  # fmt: skip


def cases() -> Iterator[Case]:
    """The whole matrix, in the order of the table."""
    for scenario in SCENARIOS:
        for victim in (TOOL, DAEMON):
            for when, what in _points(scenario):
                yield Case(scenario, victim, when, what)


def _points(scenario: Scenario) -> Iterator[tuple[str, str]]:
    if scenario.whole:
        yield from (("before", "create"), ("once", "create"))
    for stage in scenario.steps:
        yield from (("before", stage.value), ("once", stage.value))
        if stage is Stage.SHUT_DOWN:
            yield ("once", "ask")
    if "--preflight" in scenario.options:
        yield from (("before", "trial"), ("once", "trial"))
    if scenario.whole or scenario.hidden:
        yield from (("before", "remove"), ("once", "remove"))


def expected() -> dict[str, str]:
    """What the table says of each case, by its key."""
    width = len(HEAD) - len("afterwards\n")
    lines = TABLE.read_text().splitlines()[1:]
    return {line[:width]: line[width:] for line in lines}


def write_down(case: Case, result: str) -> None:
    """Put the row of one case into the table. Tests run side by side."""
    with open(TABLE, "a+") as table:
        fcntl.flock(table, fcntl.LOCK_EX)
        rows = expected() | {case.key: result}
        known = [one.key for one in cases()]
        text = HEAD + "".join(f"{key}{rows[key]}\n" for key in known if key in rows)
        os.truncate(TABLE, 0)
        table.write(text)
