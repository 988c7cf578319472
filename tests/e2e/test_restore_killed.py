"""Wherever a restore with disks is killed: is the guest restored or as it was, all its disks alike?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mtype.definitions.tree import machine_type_of
from tests.cli.command import environment
from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import Disk
from tests.e2e.host import Host
from tests.e2e.on_host import Guest
from tests.e2e.test_restore import NEW, OLD, Tool, content, definition, snapshots, write

KILLED = Path(__file__).with_name("killed_restore.py")


@pytest.mark.slow
def test_killed_at_any_point_it_is_restored_or_as_it_was(
    guest: MakeGuest, host: Host, tmp_path: Path
) -> None:
    tool = Tool(host, tmp_path)
    bystander = guest(NEW, name="bystander")
    made = guest(OLD, disk_format="qcow2")
    _second_disk(made)
    _write(made, 1)
    then = _contents(made)
    tool.upgrade(made, "--disk-snapshot")
    [backup] = tool.ids()
    _write(made, 2)
    since = _contents(made)
    seen = {}
    for number in range(1, 60):
        killed = _run_and_kill(tool, number, backup)
        # A run for another guest finishes or undoes what it finds first.
        tool("upgrade", bystander.name, "--yes", code=None)
        after = machine_type_of(definition(made)), _contents(made)
        assert after in ((OLD, then), (NEW, since)), killed.stderr
        restored = after[0] == OLD
        seen[number] = restored
        assert list(tool.state.journals.iterdir()) == []
        # Nothing is left of a snapshot that no backup names, and the next run works.
        named = [row for row in tool.json()["backups"] if row["disks"]]
        assert len(named) == len(snapshots(made)), killed.stderr
        if restored:  # back to where it was for the next kill, which is a restore too
            tool("restore", _newest_with_disks(tool), "--disks", "--yes")
            assert (machine_type_of(definition(made)), _contents(made)) == (NEW, since)
            for row in tool.json()["backups"]:
                if row["disks"] and row["id"] != backup:
                    tool("restore", row["id"], "--forget", "--yes")
        if killed.returncode == 0:
            break
    else:
        pytest.fail("it never ran to its end: the range is too short to be the whole matrix")
    assert len(seen) > 15
    # Once it counts as done, it stays done.
    assert list(seen.values()) == sorted(seen.values())


def _newest_with_disks(tool: Tool) -> str:
    """The backup that the restore has written, of the guest as upgraded."""
    return str(next(row["id"] for row in tool.json()["backups"] if row["disks"]))


def _run_and_kill(tool: Tool, number: int, backup: str) -> subprocess.CompletedProcess[str]:
    words = ["restore", backup, "--disks", "--yes", "--state-dir", tool.state.path]
    return subprocess.run(
        [sys.executable, KILLED, str(number), *words],
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def _second_disk(made: Guest) -> None:
    path = made.disks[0].path.with_name("second.qcow2")
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", path, "1M"], check=True)
    made.disks.append(Disk(path, "qcow2"))
    made.host.virsh(
        "attach-disk", made.name, path, "vdb", "--config", "--driver", "qemu", "--subdriver", "qcow2"
    )


def _contents(made: Guest) -> tuple[str, ...]:
    return tuple(content(made, number) for number in range(len(made.disks)))


def _write(made: Guest, pattern: int) -> None:
    for number in range(len(made.disks)):
        write(made, pattern, number)
