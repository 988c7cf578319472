"""In which words does QEMU itself refuse a state that is newer than it is?

Migration sends the state of every device with a version; the receiver may take older versions, never newer
ones. Here no libvirt stands between the two.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

import pytest

from tests.e2e.migration.host import ReleaseHost
from tests.e2e.migration.park import Park
from tools.evidence.record import observed, read_record

TIME_LIMIT = 60.0  # s, of one emulator
OLDER, NEWER = "bookworm", "trixie"
OLD_TYPE, NEW_TYPE = "pc-q35-7.2", "pc-q35-10.0"


@pytest.fixture
def state(park: Park) -> Iterator[Path]:
    yield park.images / "state"
    (park.images / "state").unlink(missing_ok=True)


def test_a_newer_type_is_not_known(park: Park) -> None:
    refused = _qemu(park.sources[OLDER], NEW_TYPE)
    assert refused.wait(timeout=30) == 1
    assert "unsupported machine type" in _said(refused)


def test_the_state_of_a_newer_type_is_refused_by_name(park: Park, state: Path) -> None:
    _save(park.sources[NEWER], NEW_TYPE, state)
    refusal = _load(park.sources[OLDER], OLD_TYPE, state)
    assert f"Machine type received is '{NEW_TYPE}' and local is '{OLD_TYPE}'" in refusal
    assert "load of migration failed" in refusal


def test_a_newer_version_of_a_device_is_refused(park: Park, state: Path) -> None:
    """The version of one device in the state is made one higher than what the receiver knows."""
    _save(park.sources[NEWER], OLD_TYPE, state)
    written = bytearray(state.read_bytes())
    version = (
        written.index(b"\x05timer") + len(b"\x05timer") + 4 + 3
    )  # after its instance, the last of 4 bytes
    assert written[version] == 2
    written[version] = 3
    state.write_bytes(written)
    assert "unsupported version 3 for 'timer' v2" in _load(park.sources[OLDER], OLD_TYPE, state)


def test_the_state_of_an_older_type_is_taken(park: Park, state: Path) -> None:
    _save(park.sources[OLDER], OLD_TYPE, state)
    assert _load(park.sources[NEWER], OLD_TYPE, state) == ""


@pytest.mark.parametrize("kind", ["live", "saved"])
def test_libvirt_passes_on_what_qemu_says(kind: str) -> None:
    """Every guest of a type that the destination lacks, in the record."""
    lacking = [
        one
        for one in read_record().attempts
        if one.outcomes[kind] == "refused" and "machine type" in one.refusal(kind)
    ]
    assert lacking
    for one in lacking:
        assert observed(one.source, one.destination, one.machine, kind) is False
        assert "unsupported machine type" in one.refusal(kind) or (
            f"does not support machine type '{one.machine}'" in one.refusal(kind)
        )


def _qemu(host: ReleaseHost, machine: str, *arguments: str) -> subprocess.Popen[str]:
    """An emulator of that host, on its QMP."""
    inside = ["nsenter", "--mount", f"--target={host.holder_pid}", "chroot", str(host.root[0])]
    emulator = ["qemu-system-x86_64", "-nodefaults", "-display", "none", "-accel", "tcg", "-m", "16"]
    process = subprocess.Popen(
        [*inside, *emulator, "-machine", machine, "-qmp", "stdio", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    # Whoever waits for an event that never comes reads the end of the stream instead.
    limit = Timer(TIME_LIMIT, process.kill)
    limit.daemon = True
    limit.start()
    if process.stdin is not None and process.stdout is not None and process.stdout.readline():
        _tell(process, "qmp_capabilities")
    return process


def _tell(process: subprocess.Popen[str], command: str, **arguments: object) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
    process.stdin.flush()


def _until(process: subprocess.Popen[str], event: str) -> bool:
    """Whether that event comes before the emulator ends."""
    assert process.stdout is not None
    return any(json.loads(line).get("event") == event for line in process.stdout)


def _said(process: subprocess.Popen[str]) -> str:
    """What it complained of; it has ended when this returns."""
    return process.communicate(timeout=30)[1]


def _save(host: ReleaseHost, machine: str, state: Path) -> None:
    source = _qemu(host, machine)
    _tell(source, "migrate", uri=f"exec:cat > {state}")
    assert _until(source, "STOP"), _said(source)
    assert source.stdout is not None
    while True:
        _tell(source, "query-migrate")
        if '"completed"' in next(line for line in source.stdout if '"return"' in line):
            break
    _tell(source, "quit")
    _said(source)


def _load(host: ReleaseHost, machine: str, state: Path) -> str:
    """What is said against it, "" where the machine runs on."""
    destination = _qemu(host, machine, "-incoming", f"exec:cat {state}")
    if _until(destination, "RESUME"):
        _tell(destination, "quit")
    return _said(destination)
