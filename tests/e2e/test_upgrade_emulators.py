"""What is a guest lifted to, or not, by what its own emulator says?"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import Q35
from tests.e2e.host import Host
from tests.e2e.tool import Tool, look_at, machine

EMULATOR = Path("/usr/bin/qemu-system-x86_64")
WRAPPER = f'#!/bin/sh\nexec {EMULATOR} "$@"\n'


@pytest.fixture
def here(host: Host, upgrade: Tool) -> Tool:
    """The tool on the machine of the guests, where it asks their emulators itself."""
    upgrade.prefix = ("nsenter", "--mount", "--target", str(host.holder_pid), "--")
    upgrade.uris = ("qemu:///system",)
    return upgrade


@pytest.fixture
def emulator() -> Iterator[Path]:
    """A wrapper of the real one, where an unprivileged user may run it."""
    folder = Path(tempfile.mkdtemp(prefix="vmt-emulator-", dir="/tmp"))
    folder.chmod(0o755)
    place = folder / "emulator"
    place.write_text(WRAPPER)
    place.chmod(0o755)
    yield place
    shutil.rmtree(folder)


def using(emulator: Path) -> str:
    return f"<emulator>{emulator}</emulator>"


def make_older(emulator: Path) -> None:
    """Let it be QEMU 7.2 that does not know its newest board."""
    name = b"pc-q35-7.2-machine"
    binary = EMULATOR.read_bytes()
    assert name in binary
    older = emulator.with_name("older")
    older.write_bytes(binary.replace(name, b"pc-q35-7x2-machine"))
    older.chmod(0o755)
    modules = next(Path("/usr/lib").glob("*/qemu/accel-tcg-x86_64.so")).parent
    emulator.write_text(f'#!/bin/sh\nQEMU_MODULE_DIR={modules} exec {older} "$@"\n')


@pytest.mark.parametrize("place", ["here", "there"])
def test_a_guest_gets_what_its_own_emulator_has(
    request: pytest.FixtureRequest, guest: MakeGuest, upgrade: Tool, emulator: Path, place: str
) -> None:
    if place == "here":
        request.getfixturevalue("here")
    make_older(emulator)
    made = guest(Q35, devices=using(emulator))
    asked = upgrade(made.name, "--yes", "--to", "pc-q35-7.2")
    assert asked.outcomes == {made.name: "refused"}
    assert "does not offer pc-q35-7.2" in asked.reason(made.name)
    done = upgrade(made.name, "--yes")
    assert done.outcomes == {made.name: "lifted"}, str(done)
    assert machine(made.dumpxml()) == "pc-q35-7.1"
    assert str(emulator) in done.guests[made.name]["source"]


def test_a_wrapper_is_an_emulator_like_any_other(guest: MakeGuest, here: Tool, emulator: Path) -> None:
    made = guest(Q35, devices=using(emulator), start=True)
    done = here(made.name, "--yes")
    assert done.outcomes == {made.name: "lifted"}, str(done)
    assert machine(made.dumpxml()) == "pc-q35-7.2"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("#!/bin/sh\nexec sleep 1000\n", "answer"),
        ("#!/bin/sh\nkill -SEGV $$\n", "SIGSEGV"),
        ("#!/bin/sh\nhead -c 100000 /dev/urandom\n", ""),
        ("#!/bin/sh\necho '{\"QMP\": {}}'; echo '{\"return\": []}'; echo '{\"return\": [7]}'\n", ""),
        ("#!/bin/sh\nexec yes\n", ""),
        ("#!/no/such/interpreter\n", ""),
        (WRAPPER.replace("exec", 'case "$*" in *help*) echo "pc-q35-9.9  lie"; exit;; esac; exec'), ""),
    ],
    ids=["hangs", "crashes", "garbage", "nonsense", "floods", "broken", "lies"],
)
def test_a_bad_emulator_harms_no_guest(
    guest: MakeGuest, here: Tool, emulator: Path, text: str, word: str
) -> None:
    made, other = guest(Q35, devices=using(emulator)), guest()
    made.host.virsh("start", made.name)
    before = look_at(made)
    emulator.write_text(text)
    done = here("--all", "--yes", timeout=90)
    assert done.outcomes == {made.name: "refused", other.name: "lifted"}, str(done)
    assert done.code == 1
    assert word in done.reason(made.name)
    assert str(emulator) in done.reason(made.name)
    assert look_at(made) == before


def test_an_emulator_that_has_gone_is_named(guest: MakeGuest, upgrade: Tool, emulator: Path) -> None:
    made = guest(Q35, devices=using(emulator))
    emulator.unlink()
    done = upgrade(made.name, "--yes")
    assert done.outcomes == {made.name: "refused"}, str(done)
    assert str(emulator) in done.reason(made.name)


@pytest.mark.parametrize(
    ("where", "reason"),
    [
        ("board=pc-q35", "its emulator cannot be asked: "),  # the catalogue knows the board without it
        ("vendor=upstream", "its emulator cannot be asked: "),
        ("status=supported", "nobody can say whether --where means it: its emulator cannot be asked: "),
        ("status=deprecated", "nobody can say whether --where means it: its emulator cannot be asked: "),
        ("board=pc-i440fx", None),
        ("vendor=ubuntu", None),
    ],
)
def test_an_emulator_that_has_gone_hides_no_guest_from_a_question(
    guest: MakeGuest, upgrade: Tool, emulator: Path, where: str, reason: str | None
) -> None:
    made = guest(Q35, devices=using(emulator), name="lost")
    guest(Q35, name="well")
    emulator.unlink()
    before = look_at(made)
    done = upgrade("--where", where, "--yes")
    if reason is None:
        assert "lost" not in done.outcomes
        return
    assert done.outcomes.get("lost") == "refused", str(done)
    assert done.reason("lost").startswith(reason)
    assert str(emulator) in done.reason("lost")
    assert done.outcomes.get("well", "lifted") == "lifted"
    assert done.code == 1
    assert look_at(made) == before
