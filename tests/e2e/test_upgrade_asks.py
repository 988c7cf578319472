"""What is a person asked on a terminal, and which guests were meant?"""

from __future__ import annotations

import os
import pty
import select
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, Q35
from tests.e2e.tool import Tool, look_at, machine

NEW = {PC: "pc-i440fx-7.2", Q35: "pc-q35-7.2"}


def on_terminal(upgrade: Tool, *arguments: str, types: bytes) -> tuple[int, str]:
    """`upgrade` with these arguments, after its question was answered with `types`."""
    return typed(upgrade.command("--format", "text", *arguments), upgrade.environment, types)


def typed(command: Sequence[str], environment: Mapping[str, str], types: bytes) -> tuple[int, str]:
    """The exit code of `command` and what stood on the screen, after the question was answered."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(  # its own terminal, so that Ctrl-C on it is an interrupt
        ["setsid", "--ctty", *command], stdin=theirs, stdout=theirs, stderr=theirs, env=environment
    )
    os.close(theirs)
    screen, answered, deadline = b"", False, time.monotonic() + 30
    while select.select([ours], [], [], max(0.0, deadline - time.monotonic()))[0]:
        try:
            screen += os.read(ours, 4096)
        except OSError:  # the other side was closed
            break
        if not answered and b"[y/N]" in screen:
            answered = True
            os.write(ours, types)
    os.close(ours)
    code = process.wait(5)
    assert answered, screen.decode()
    return code, screen.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("types", [b"n\n", b"\n", b"\x04", b"\x03"], ids=["n", "return", "end", "interrupt"])
def test_whoever_does_not_say_yes_has_all_as_it_was(guest: MakeGuest, upgrade: Tool, types: bytes) -> None:
    made = guest(start=True)
    before = look_at(made)
    code, screen = on_terminal(upgrade, made.name, types=types)
    assert code != 0  # `upgrade web && reboot`
    assert "Traceback" not in screen
    assert look_at(made) == before
    assert upgrade.open_journals == []


def test_whoever_says_no_is_told_that_nothing_was_done(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    code, screen = on_terminal(upgrade, made.name, types=b"n\n")
    assert code == 1
    assert "nothing was done" in screen
    assert "lifted" not in screen.split("nothing was done")[1].replace("would be lifted", "")


@pytest.mark.parametrize("more", [(), ("--forget",)], ids=["restore", "forget"])
@pytest.mark.parametrize(("types", "code"), [(b"n\n", 1), (b"y\n", 0)])
def test_a_restore_that_is_declined_is_no_success(
    guest: MakeGuest, upgrade: Tool, more: tuple[str, ...], types: bytes, code: int
) -> None:
    made = guest(Q35)
    upgrade(made.name, "--yes")
    before = look_at(made)
    words = ["restore", made.name, "--state-dir", str(upgrade.state), *more]
    ended, screen = typed([sys.executable, "-m", "mtype", *words], upgrade.environment, types)
    assert (ended, "nothing was done" in screen) == (code, code == 1), screen
    assert (look_at(made) == before) is (code == 1 or bool(more))
    assert bool(list((upgrade.state / "backups").rglob("domain.xml"))) is (code == 1 or not more)


def test_the_question_says_what_a_yes_does(guest: MakeGuest, upgrade: Tool) -> None:
    running, stopped = guest(start=True), guest(Q35)
    code, screen = on_terminal(upgrade, "guest-*", types=b"y\n")
    assert code == 0
    assert "Upgrade 2 guests, 1 of which is shut down and started again? [y/N]" in screen
    assert f"{running.name}: lifted: {PC} -> {NEW[PC]}" in screen
    assert machine(stopped.dumpxml()) == NEW[Q35]
    assert "2 guests: 2 lifted" in screen


def test_who_is_asked_sees_first_which_guests_are_refused(guest: MakeGuest, upgrade: Tool) -> None:
    guest(name="idle")
    saved = guest(name="saved", start=True)
    saved.host.virsh("managedsave", saved.name)
    _, shown = on_terminal(upgrade, "--all", types=b"n\n")
    assert shown.index("saved: refused: it has a managed save") < shown.index("Upgrade 1 guest?")


def test_one_guest_that_is_off_is_asked_about_in_short(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest()
    _, screen = on_terminal(upgrade, made.name, types=b"y\n")
    assert "Upgrade 1 guest? [y/N]" in screen


@pytest.mark.parametrize(
    ("arguments", "meant"),
    [
        (("--all",), {"web-1", "web-2", "db"}),
        (("web-*",), {"web-1", "web-2"}),
        (("web-?", "db"), {"web-1", "web-2", "db"}),
        (("--where", "board=pc-q35"), {"web-2"}),
        (("--where", "state=running"), {"db"}),
        (("--where", "machine=pc-i440fx-*", "--where", "name=w*"), {"web-1"}),
        (("web-*", "--where", "board=pc-q35"), {"web-2"}),
        (("--where", "arch=aarch64"), set()),
    ],
)
def test_which_guests_are_meant(
    guest: MakeGuest, upgrade: Tool, arguments: tuple[str, ...], meant: set[str]
) -> None:
    guest(name="web-1")
    guest(Q35, name="web-2")
    guest(name="db").host.virsh("start", "db")
    done = upgrade(*arguments, "--dry-run")
    assert set(done.outcomes) == meant
    assert done.code == (0 if meant else 3)  # "nothing was looked at" is no success


def test_a_uuid_is_a_name(guest: MakeGuest, upgrade: Tool) -> None:
    made, other = guest(), guest()
    assert upgrade(made.uuid.upper(), "--yes").outcomes == {made.name: "lifted"}
    assert machine(other.dumpxml()) == PC


@pytest.mark.parametrize(
    ("arguments", "to"),
    [
        (("--to", "latest"), "pc-q35-7.2"),
        (("--to", "pc-q35-7.1"), "pc-q35-7.1"),
        (("--to", "debian:12"), "pc-q35-7.2"),
        (("--to", "qemu:7.1"), "pc-q35-7.1"),
        (("--for", "qemu:7.1"), "pc-q35-7.1"),
        (("--to", "pc-q35-6.2", "--allow", "downgrade"), "pc-q35-6.2"),
    ],
)
def test_which_type_is_meant(guest: MakeGuest, upgrade: Tool, arguments: tuple[str, ...], to: str) -> None:
    made = guest(Q35)
    assert upgrade(made.name, "--yes", *arguments).outcomes == {made.name: "lifted"}
    assert machine(made.dumpxml()) == to
