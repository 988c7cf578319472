"""Is a guest upgraded or as it was when the disk of the state folder is full, from whichever step on?"""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC
from tests.e2e.host import Host
from tests.e2e.killing import KilledTool
from tests.e2e.on_host import Guest
from tests.e2e.promise import AS_IT_WAS, UPGRADED, became, whole
from tests.e2e.tool import Tool

NEWEST = "pc-i440fx-7.2"
QUICK = ("--yes", "--shutdown-mode", "acpi", "--shutdown-timeout", "20")


class SmallDisk:
    """A disk of 512 KiB for the state folder, in the mount namespace of a Host, which the tool shares."""

    def __init__(self, host: Host, place: Path) -> None:
        place.mkdir()
        self.inside = ("nsenter", "--mount", f"--target={host.holder_pid}")
        self.place = place
        self.seen = Path(f"/proc/{host.holder_pid}/root{place}")  # from outside
        options = "mode=0700,size=512k"
        subprocess.run([*self.inside, "mount", "-t", "tmpfs", "-o", options, "tmpfs", place], check=True)

    def unmount(self) -> None:
        subprocess.run([*self.inside, "umount", self.place], check=True)


@pytest.fixture
def disk(host: Host, tmp_path: Path) -> Iterator[SmallDisk]:
    small = SmallDisk(host, tmp_path / "small")
    yield small
    small.unmount()


def upgrade_until_full(host: Host, disk: SmallDisk, made: Guest, when: str, what: str) -> tuple[int, str]:
    """The exit code, and the reason it gives; then there is room again."""
    order = {"when": when, "what": what, "fill": str(disk.place / "filler")}
    tool = KilledTool(Tool(host, state=disk.place / "state"), order)
    tool.prefix = disk.inside
    done = tool(made.name, *QUICK)
    (disk.seen / "filler").unlink()
    left = [path.name for path in (disk.seen / "state" / "journals").iterdir()]
    assert left == []
    return done.code, done.guests[made.name]["reason"]


@pytest.mark.parametrize(
    ("when", "what", "reason"),
    [
        ("before", "create", "the journal * cannot be written: No space left on device"),
        ("once", "create", "the journal * cannot be written: No space left on device"),
        ("once", "back up", "no backup could be written to *: No space left on device"),
        ("before", "pre-flight", "the journal * cannot be written: No space left on device"),
        ("once", "pre-flight", "the journal * cannot be written: No space left on device"),
    ],
)
def test_a_guest_is_not_even_shut_down(
    host: Host, guest: MakeGuest, disk: SmallDisk, when: str, what: str, reason: str
) -> None:
    made = guest(start=True)
    before, start = whole(made), host.virsh("domid", made.name)
    code, told = upgrade_until_full(host, disk, made, when, what)
    words = reason.split("*")
    assert code == 3
    assert told.startswith(words[0]), told
    assert told.endswith(words[1]), told
    assert whole(made) == before
    assert host.virsh("domid", made.name) == start


def test_a_guest_that_was_shut_down_is_started_again_as_it_was(
    host: Host, guest: MakeGuest, disk: SmallDisk
) -> None:
    made = guest(start=True)
    before = whole(made)
    code, told = upgrade_until_full(host, disk, made, "once", "shut down")
    assert code == 3
    assert "No space left on device; it was started again as it was" in told
    assert became(before, whole(made), PC, NEWEST) == AS_IT_WAS
    made.wait_until_alive()
    # With room there the next run is an ordinary one.
    again = Tool(host, state=disk.place / "state")
    again.prefix = disk.inside
    assert again(made.name, *QUICK).outcomes == {made.name: "lifted"}
    assert became(before, whole(made), PC, NEWEST) == UPGRADED


@pytest.mark.parametrize("stage", ["define", "verify the definition", "start", "verify the live definition"])
def test_a_guest_that_has_its_new_definition_is_finished(
    host: Host, guest: MakeGuest, disk: SmallDisk, stage: str
) -> None:
    made = guest(start=True)
    before = whole(made)
    assert upgrade_until_full(host, disk, made, "once", stage) == (0, None)
    assert became(before, whole(made), PC, NEWEST) == UPGRADED
