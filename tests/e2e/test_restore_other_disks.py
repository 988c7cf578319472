"""Is a guest that has other disks by now kept from going back to those of its backup?"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from mtype.definitions.tree import machine_type_of
from tests.e2e.conftest import MakeGuest
from tests.e2e.on_host import Guest
from tests.e2e.test_restore import OLD, Tool, snapshots, tool
from tests.e2e.tool import look_at

__all__ = ["tool"]


def snapshot(guest: Guest) -> Path:
    """Put its disk on an overlay, as backup programs do; gives that."""
    place = guest.disks[0].path.with_suffix(".s1")
    place.unlink(missing_ok=True)  # of a test before, on the same host
    guest.host.virsh("snapshot-create-as", guest.name, "s1", "--disk-only")
    return place


def copy(guest: Guest) -> Path:
    """Move its disk to another place."""
    place = guest.disks[0].path.with_name(f"{guest.name}-moved.qcow2")
    place.unlink(missing_ok=True)
    guest.host.virsh("blockcopy", guest.name, "vda", place, "--wait", "--pivot", "--transient-job", within=60)
    return place


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("move", [snapshot, copy])
@pytest.mark.parametrize("disks", [True, False])
def test_a_guest_on_another_image_is_refused_while_it_runs(
    move: Callable[[Guest], Path], disks: bool, guest: MakeGuest, tool: Tool
) -> None:
    made = guest(OLD, disk_format="qcow2")
    tool.upgrade(made, *(["--disk-snapshot"] if disks else []))
    made.start()
    now = move(made)
    before, base = look_at(made), digest(made.disks[0].path)
    for more in [("--disks",), ("--disks", "--allow", "disks")] if disks else [()]:
        ran = tool("restore", made.name, "--yes", *more, code=1)
        if "--allow" not in more:
            assert f"its disk vda is {now} now, and was {made.disks[0].path} then" in ran.out
            assert "--allow disks" in ran.out
        if disks:
            assert f"{made.disks[0].path} cannot go back: the guest has another disk" in ran.out
    assert look_at(made) == before
    assert made.is_alive()
    assert digest(made.disks[0].path) == base
    assert len(tool.ids()) == 1


def test_it_goes_back_once_the_overlay_is_merged(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD, disk_format="qcow2")
    tool.upgrade(made, "--disk-snapshot")
    made.start()
    snapshot(made)
    assert "virsh blockcommit guest-1 DISK" in tool("restore", made.name, "--yes", code=1).out
    made.host.virsh("blockcommit", made.name, "vda", "--active", "--pivot", "--wait", within=60)
    tool("restore", made.name, "--disks", "--yes")
    assert machine_type_of(made.dumpxml()) == OLD
    made.wait_until_alive()
    assert len(snapshots(made)) == 2


def test_it_goes_back_to_its_old_disks_where_that_is_said_by_name(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD, disk_format="qcow2")
    tool.upgrade(made)
    made.start()
    now = snapshot(made)
    report = tool.json(made.name, "--yes", "--allow", "disks")
    told = f"its disk vda is {now} now, and was {made.disks[0].path} then"
    assert report["guest"]["outcome"] == "restored"
    assert report["guest"]["warnings"][0] == told
    assert f"<source file='{made.disks[0].path}'" in made.dumpxml()


def test_a_disk_that_rests_on_the_one_that_would_go_back_keeps_it(guest: MakeGuest, tool: Tool) -> None:
    made = guest(OLD, disk_format="qcow2")
    tool.upgrade(made, "--disk-snapshot")
    made.start()
    now = snapshot(made)
    made.destroy()
    # As where a definition was put back by hand: the overlay is a second disk.
    text = made.dumpxml("--inactive").replace(str(now), str(made.disks[0].path))
    place = tool.host.folder / "images" / "by-hand.xml"
    place.write_text(text)
    tool.host.virsh("define", place)
    tool.host.virsh(
        "attach-disk", made.name, now, "vdb", "--config", "--driver", "qemu", "--subdriver", "qcow2"
    )
    base = digest(made.disks[0].path)
    ran = tool("restore", made.name, "--disks", "--yes", "--allow", "disks", code=1)
    assert f"cannot go back: {now}, which the guest has now, rests on it" in ran.out
    assert digest(made.disks[0].path) == base
