"""Is an option refused that would do nothing, because it is about guests or about stored definitions?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import domain, run, write
from tests.cli.command_tree import OPTIONS

NAMES = {name for command, name in OPTIONS if command == "upgrade"}
# Option: a value of it.
ABOUT_GUESTS = {
    "--all": "", "--where": "board=pc-q35", "--connect": "qemu:///system", "--when": "now",
    "--shutdown-timeout": "300", "--shutdown-mode": "acpi", "--force-off": "", "--no-start": "",
    "--watch": "1", "--preflight": "define", "--disk-snapshot": "", "--keep": "10", "--keep-going": "",
    "--fail-fast": "", "--state-dir": "state",
}  # fmt: skip
ABOUT_FILES = {"--backup-dir": "kept", "--no-backup": "", "--exclude": "*.txt", "--max-size": "64"}
ABOUT_TARGETS = {"--emulator": "/usr/bin/qemu", "--capabilities": "some.xml"}
COMMON = {
    "--for", "--to", "--allow", "--dry-run", "--yes", "--diff", "--verbose", "--jobs", "--format", "--output",
    "--config", "--catalogue",
}  # fmt: skip
WRONG = {
    "--when": "noon", "--preflight": "never", "--keep": "no", "--shutdown-timeout": "soon",
    "--shutdown-mode": "bang", "--watch": "long", "--where": "colour=red", "--max-size": "all",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "files", {"old.xml": domain("pc-q35-5.2")})


def words(option: str, value: str) -> list[str]:
    return [option, value] if value else [option]


def test_each_option_is_about_something() -> None:
    assert {"--file", *ABOUT_GUESTS, *ABOUT_FILES, *ABOUT_TARGETS, *COMMON} - {"--fail-fast"} == NAMES


@pytest.mark.parametrize("option", ABOUT_GUESTS)
def test_what_is_about_guests_is_refused_with_a_file(option: str, folder: Path) -> None:
    before = (folder / "old.xml").read_bytes()
    ran = run(
        "upgrade", "--file", "old.xml", "--for", "debian:13", *words(option, ABOUT_GUESTS[option]), cwd=folder
    )
    assert (ran.code, ran.out) == (2, "")
    assert option in ran.err
    assert "is about guests, --file about stored definitions: give one" in ran.err
    assert (folder / "old.xml").read_bytes() == before


@pytest.mark.parametrize("option", [*ABOUT_FILES, *ABOUT_TARGETS])
def test_what_is_about_files_is_refused_with_guests(option: str, folder: Path) -> None:
    value = {**ABOUT_FILES, **ABOUT_TARGETS}[option]
    ran = run("upgrade", "web", "--connect", "test:///default", *words(option, value), cwd=folder)
    assert (ran.code, ran.out) == (2, "")
    assert option in ran.err
    assert ("asked of its own emulator" in ran.err) is (option in ABOUT_TARGETS)


@pytest.mark.parametrize("option", [*ABOUT_GUESTS, *ABOUT_FILES, *ABOUT_TARGETS])
def test_a_variable_waits_for_the_command_that_it_is_about(option: str, folder: Path) -> None:
    value = {**ABOUT_GUESTS, **ABOUT_FILES, **ABOUT_TARGETS}[option] or "1"
    name = "keep-going" if option == "--fail-fast" else option.removeprefix("--")
    env = {f"VIRT_MACHINE_TYPE_{name.replace('-', '_').upper()}": value}
    if option in ABOUT_GUESTS:
        ran = run("upgrade", "--file", "old.xml", "--for", "debian:13", cwd=folder, env=env)
        assert (ran.code, ran.err) == (0, "")
        assert "1 lifted" in ran.out
    else:
        nowhere = ["--connect", "qemu+unix:///system?socket=/gone", "--state-dir", "state"]
        ran = run("upgrade", "web", *nowhere, cwd=folder, env=env)
        assert ran.code == 3
        assert "cannot be reached" in ran.err


@pytest.mark.parametrize("option", WRONG)
@pytest.mark.parametrize("mode", ["files", "guests"])
def test_a_wrong_value_is_wrong_in_either_mode(option: str, mode: str, folder: Path) -> None:
    call = ["upgrade", "--file", "old.xml", "--for", "debian:13"] if mode == "files" else ["upgrade", "web"]
    variable = f"VIRT_MACHINE_TYPE_{option.removeprefix('--').replace('-', '_').upper()}"
    ran = run(*call, cwd=folder, env={variable: WRONG[option]})
    assert ran.code == 2
    assert f"{option} {WRONG[option]!r}" in ran.err


@pytest.mark.parametrize("when", ["now", "defined-only"])
def test_who_waits_for_nobody_has_no_time_to_wait(when: str, folder: Path) -> None:
    ran = run("upgrade", "web", "--watch", "5", "--when", when, cwd=folder)
    assert (ran.code, ran.out) == (2, "")
    assert "--watch is about owners who are waited for: give --when next-shutdown too" in ran.err


@pytest.mark.parametrize(
    "option", [["--yes"], ["--dry-run"], ["--force-off"], ["--no-start"], ["--allow", "disks"]], ids=" ".join
)
def test_a_restore_of_nothing_is_not_done(option: list[str], tmp_path: Path) -> None:
    ran = run("restore", *option, "--state-dir", str(tmp_path))
    assert (ran.code, ran.out) == (2, "")
    assert "say which backup: its id, the name of a guest, or a path" in ran.err
    assert run("restore", "--state-dir", str(tmp_path), env={"VIRT_MACHINE_TYPE_YES": "1"}).code == 0
