"""Are the hosts and guests of these tests what the tests take them for?"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, Q35, SLOW, STUBBORN, VIRT
from tests.e2e.host import Host, HostError

BOARDS = [PC, Q35, VIRT]


@pytest.mark.parametrize("machine", BOARDS)
def test_a_guest_starts_and_obeys(guest: MakeGuest, machine: str) -> None:
    obedient = guest(machine, start=True)
    assert f"machine='{machine}'" in obedient.dumpxml()
    obedient.shutdown()
    assert obedient.wait_for("shut off") < 3


@pytest.mark.parametrize("machine", BOARDS)
def test_a_stubborn_guest_does_not(guest: MakeGuest, machine: str) -> None:
    stubborn = guest(machine, obeys_after=STUBBORN, start=True)
    stubborn.shutdown()
    time.sleep(2)
    assert stubborn.domstate == "running"
    assert stubborn.is_alive()


@pytest.mark.parametrize("machine", BOARDS)
def test_a_slow_guest_takes_its_time(guest: MakeGuest, machine: str) -> None:
    slow = guest(machine, obeys_after=SLOW, start=True)
    slow.shutdown()
    assert 1.5 < slow.wait_for("shut off") < 5


@pytest.mark.parametrize("machine", BOARDS)
def test_a_guest_stops_when_it_is_suspended(host: Host, guest: MakeGuest, machine: str) -> None:
    suspended = guest(machine, start=True)
    host.virsh("suspend", suspended.name)
    assert not suspended.is_alive()
    host.virsh("resume", suspended.name)
    assert suspended.is_alive()


def test_a_guest_outlives_the_daemon(host: Host, guest: MakeGuest) -> None:
    running = guest(start=True)
    before = host.pid
    host.kill_daemon()
    with pytest.raises(HostError):
        host.virsh("list")
    assert running.is_alive()
    host.start_daemon()
    assert host.pid not in (None, before)
    assert running.domstate == "running"
    running.shutdown()
    running.wait_for("shut off")


@pytest.mark.parametrize("machine", BOARDS)
def test_a_managed_save_restores_a_running_guest(host: Host, guest: MakeGuest, machine: str) -> None:
    saved = guest(machine, start=True)
    host.virsh("managedsave", saved.name)
    assert saved.domstate == "shut off"
    assert "Managed save:   yes" in host.virsh("dominfo", saved.name)
    saved.start()
    saved.shutdown()
    saved.wait_for("shut off")


@pytest.mark.parametrize("machine", BOARDS)
def test_a_snapshot_keeps_the_memory(host: Host, guest: MakeGuest, machine: str) -> None:
    kept = guest(machine, disk_format="qcow2", start=True)
    host.virsh("snapshot-create-as", kept.name, "before")
    assert "<memory snapshot='internal'/>" in host.virsh("snapshot-dumpxml", kept.name, "before")
    kept.destroy()
    host.virsh("snapshot-revert", kept.name, "before")
    kept.wait_until_alive()
    kept.shutdown()
    kept.wait_for("shut off")


def test_hosts_do_not_see_each_other(host: Host, second_host: Host, guest: MakeGuest) -> None:
    here = guest(name="same", start=True)
    there = guest(name="same", host=second_host, start=True)
    assert here.uuid != there.uuid
    here.destroy()
    assert (here.domstate, there.domstate) == ("shut off", "running")
    assert host.virsh("list", "--name") == ""


def test_nothing_is_left_after_stop(guest: MakeGuest, second_host: Host) -> None:
    guest(host=second_host, start=True)
    assert _mentions(second_host.folder)
    second_host.stop()
    assert not second_host.folder.exists()
    assert not _mentions(second_host.folder)


def test_nothing_is_left_when_the_tests_are_killed(tmp_path: Path) -> None:
    program = (
        "import signal, os; from tests.e2e.host import Host; host = Host(); host.start();"
        "print(host.folder, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    folder = Path(killed.stdout.strip())
    assert folder.name.startswith("vmt-"), killed.stderr
    deadline = time.monotonic() + 10
    while (folder.exists() or _mentions(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
    assert not _mentions(folder)


def _mentions(folder: Path) -> list[str]:
    """The processes that were started with the folder in their command, or that have a mount of it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "cmdline").read_bytes() + (process / "mountinfo").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder.name) in told:
            found.append(process.name)
    return found
