"""Is a host of another release what the tests take it for, and does nothing of it stay?"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.e2e.host import HostError
from tests.e2e.migration.host import ReleaseHost
from tests.e2e.migration.park import Park
from tools.evidence.record import SUITES
from tools.roots.cache import cached_root
from tools.roots.kinds import HOSTS

QEMU = {"bullseye": "5.2", "bookworm": "7.2", "trixie": "10.0"}  # sid moves


@pytest.mark.parametrize("suite", SUITES)
def test_it_has_the_qemu_of_its_release(park: Park, suite: str) -> None:
    versions = park.sources[suite].versions()
    assert versions.qemu.startswith(QEMU.get(suite, ""))
    newest = ".".join(versions.qemu.split(".")[:2])
    assert {f"pc-q35-{newest}", f"pc-i440fx-{newest}"} <= park.sources[suite].machine_types()


def test_its_root_is_read_only(park: Park) -> None:
    host = park.sources["bookworm"]
    for place in ("/usr/written", "/etc/written", "/var/lib/written"):
        with pytest.raises(subprocess.CalledProcessError):
            host.run("touch", place)
    host.run("touch", "/var/tmp/written")
    assert not (cached_root("bookworm", HOSTS).folder / "root/var/tmp/written").exists()


def test_it_has_a_dev_of_its_own(park: Park) -> None:
    host = park.sources["bookworm"]
    assert host.run("ls", "/dev").split() == [
        "full",
        "null",
        "ptmx",
        "pts",
        "random",
        "tty",
        "urandom",
        "zero",
    ]


def test_the_daemon_can_be_killed_and_started(park: Park) -> None:
    host = park.destinations["trixie"]
    before = host.pid
    host.kill_daemon()
    with pytest.raises(HostError):
        host.virsh("list")
    host.start_daemon()
    assert host.virsh("list", "--all") == ""
    assert host.pid != before


def test_nothing_is_left_when_the_tests_are_killed(releases_are_possible: None) -> None:
    program = (
        "import signal, os; from tests.e2e.migration.host import ReleaseHost;"
        "host = ReleaseHost('bullseye'); host.start();"
        "print(host.folder, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    command = [sys.executable, "-c", program]
    killed = subprocess.run(command, capture_output=True, text=True, check=False)
    folder = Path(killed.stdout.strip())
    assert folder.name.startswith("vmt-"), killed.stderr
    deadline = time.monotonic() + 10
    while (folder.exists() or _mentions(folder)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not folder.exists()
    assert not _mentions(folder)
    root = cached_root("bullseye", HOSTS).folder / "root"
    assert str(root) not in Path("/proc/self/mountinfo").read_text()
    assert not any((root / "proc").iterdir())


def _mentions(folder: Path) -> list[str]:
    """The processes that have a mount of the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "mountinfo").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder.name) in told:
            found.append(process.name)
    return found


def test_two_hosts_of_a_release_are_two(park: Park) -> None:
    first, second = park.sources["sid"], park.destinations["sid"]
    assert isinstance(first, ReleaseHost)
    assert first.folder != second.folder
    assert (
        first.virsh("capabilities").split("<uuid>")[1][:36]
        != second.virsh("capabilities").split("<uuid>")[1][:36]
    )
