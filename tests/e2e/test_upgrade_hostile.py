"""What if names, hosts and folders are not what anybody expects? A sentence, and nothing is touched."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import Q35, domain_xml
from tests.e2e.host import Host
from tests.e2e.on_host import Guest
from tests.e2e.tool import Tool, look_at, machine

NAMES = [
    'it\'s "quoted"',
    "..\\..\\back",
    "$(touch owned); `touch owned` & <b>",
    "-rf",
    "two  blanks ",
    "ü" * 110,  # the log of a guest is named after it, and a file name has at most 255 bytes
    "\u202egnp.exe",
    "[ab]*?",
]


def named(host: Host, name: str) -> Guest:
    """A stopped guest without disks."""
    place = host.folder / "named.xml"
    console = host.folder / "named.console"
    place.write_text(domain_xml(escape(name), Q35, console=console), encoding="utf-8")
    host.virsh("define", place)
    return Guest(host, name, host.virsh("domuuid", "--domain", name), [], console)


def definition(guest: Guest) -> str:
    return guest.host.virsh("dumpxml", "--domain", guest.uuid, "--inactive")


@pytest.fixture
def forgotten(host: Host) -> object:
    """Guests whose names nobody can split at blanks."""
    yield
    for uuid in host.virsh("list", "--all", "--uuid").split():
        host.virsh("undefine", uuid)


@pytest.mark.usefixtures("forgotten")
def test_any_name_that_libvirt_takes_is_one(host: Host, upgrade: Tool) -> None:
    guests = [named(host, name) for name in NAMES]
    done = upgrade("--yes", "--jobs", "8", "--", *NAMES)
    assert done.outcomes == dict.fromkeys(NAMES, "lifted"), str(done)
    assert {machine(definition(made)) for made in guests} == {"pc-q35-7.2"}
    inside = [path for path in upgrade.state.parent.rglob("*") if path.is_file()]
    assert all(upgrade.state in path.parents or "talk" in path.name for path in inside)
    assert not Path("owned").exists()
    assert len(list((upgrade.state / "backups").glob("*"))) == len(NAMES)
    assert "\u202e" not in done.talk


def test_an_unknown_guest_stops_the_whole_run(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(name="web-frontend", start=True)
    before = look_at(made)
    done = upgrade("web-frontend", "web-frontent", "--yes")
    assert done.code == 2
    assert "there is no guest 'web-frontent': did you mean 'web-frontend'?" in done.talk
    assert look_at(made) == before


def test_one_name_on_two_hosts_is_asked_about(
    guest: MakeGuest, upgrade: Tool, host: Host, second_host: Host
) -> None:
    twins = [guest(name="twin", start=True), guest(name="twin", host=second_host, start=True)]
    guest(name="alone", host=second_host)
    before = [look_at(twin) for twin in twins]
    upgrade.uris = (host.uri, second_host.uri)
    done = upgrade("twin", "--yes")
    assert done.code == 2
    assert host.uri in done.talk
    assert second_host.uri in done.talk
    assert "--connect" in done.talk
    assert [look_at(twin) for twin in twins] == before
    assert upgrade("alone", "--yes").outcomes == {"alone": "lifted"}


def test_a_host_that_refuses_keeps_the_others_untouched(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    before = look_at(made)
    upgrade.uris = (*upgrade.uris, "qemu+unix:///system?socket=/nowhere/libvirt-sock")
    done = upgrade(made.name, "--yes")
    assert done.code == 3
    assert "/nowhere/libvirt-sock cannot be reached" in done.talk
    assert "start libvirtd" in done.talk
    assert look_at(made) == before


def make_link(folder: Path) -> None:
    folder.with_name("elsewhere").mkdir()
    folder.symlink_to(folder.with_name("elsewhere"))


def give_away(folder: Path) -> None:
    folder.mkdir()
    os.chown(folder, 65534, 65534)


def open_to_all(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o777)


def make_file(folder: Path) -> None:
    folder.write_text("")


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (make_link, "is a symbolic link"),
        (give_away, "belongs to another user"),
        (open_to_all, "others may write"),
        (make_file, "is not a folder"),
    ],
)
def test_a_state_folder_that_is_not_ours_alone(
    guest: MakeGuest, upgrade: Tool, prepare: object, words: str
) -> None:
    made = guest(start=True)
    before = look_at(made)
    prepare(upgrade.state)  # type: ignore[operator]
    done = upgrade(made.name, "--yes")
    assert done.code == 2
    assert words in done.talk
    assert look_at(made) == before


def test_a_state_folder_that_is_read_only(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    before = look_at(made)
    upgrade.state.mkdir(mode=0o700)
    command = 'mount -t tmpfs -o ro,mode=700 none "$0" && exec "$@"'
    upgrade.prefix = (
        "unshare",
        "--mount",
        "--propagation",
        "private",
        "sh",
        "-c",
        command,
        str(upgrade.state),
    )
    done = upgrade(made.name, "--yes")
    assert done.code == 2
    assert "Read-only file system" in done.talk
    assert look_at(made) == before


def test_without_a_terminal_only_yes_is_a_yes(guest: MakeGuest, upgrade: Tool) -> None:
    made = guest(start=True)
    before = look_at(made)
    done = upgrade(made.name)
    assert done.code == 2
    assert "give --yes" in done.talk
    assert look_at(made) == before


def test_no_guest_at_all_is_not_a_success(upgrade: Tool) -> None:
    done = upgrade("--all", "--yes")
    assert done.code == 3
    assert "no guest was found" in done.talk


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say what to upgrade"),
        (("--all", "web"), "contradict"),
        (("--all", "--where", "colour=red"), "--where 'colour=red' is no KEY=VALUE"),
        (("--all", "--when", "later"), "none of now, next-shutdown, defined-only"),
        (("--all", "--shutdown-mode", "hammer"), "none of agent, acpi"),
        (("--all", "--shutdown-timeout", "soon"), "no number of seconds"),
        (("--all", "--to", "pc-q35-10.9.9"), "pc-q35-10.9.9"),
        (("--all", "--emulator", "/usr/bin/true"), "its own emulator"),
    ],
)
def test_wrong_usage(guest: MakeGuest, upgrade: Tool, arguments: tuple[str, ...], words: str) -> None:
    made = guest()
    before = look_at(made)
    done = upgrade("--yes", *arguments)
    assert done.code in (1, 2)
    assert words in done.talk + (done.reason(made.name) if done.guests else "")
    assert look_at(made) == before
