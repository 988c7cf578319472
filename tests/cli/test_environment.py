"""Does every option work through its environment variable?"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from mtype.upgrade.backup import write_backup
from mtype.upgrade.journal import Intent, Journal, journal_path
from mtype.upgrade.state_folder import open_state_folder
from tests.cli.command import FIXTURES, domain, run, write
from tests.cli.command_tree import OPTIONS
from tests.upgrade.backups import contents

NO_FINDINGS = "1 definition in 1 file checked for debian:13 (catalogue): no findings"
CAPABILITIES = str(FIXTURES / "capabilities" / "qemu-5.2-x86_64.help")
VERIFY = f"--for debian:11 --capabilities {CAPABILITIES}"
STATE = "--state-dir state"
WAY = "--from debian:12 --to debian:13"
NOWHERE = "/no/such/socket"
NOWHERE_URI = f"qemu+unix:///system?socket={NOWHERE}"
# What only a guest shows; tests/e2e/test_variables.py does it.
ON_A_HOST = {
    ("upgrade", option)
    for option in ("--yes", "--force-off", "--no-start", "--disk-snapshot", "--keep-going")
}
# (command, option): words of a call in the folder below, a value, and what the answer shows only with it.
WORKS: dict[tuple[str, str], tuple[str, str, str]] = {
    ("check", "--for"): ("guests", "ubuntu:noble", "for ubuntu:noble (catalogue)"),
    ("check", "--connect"): ("--for debian:13 guests", "qemu+unix:///system?socket=/gone", "/gone cannot be"),
    ("check", "--emulator"): ("guests", "./no-emulator", "./no-emulator"),
    ("check", "--capabilities"): ("guests", CAPABILITIES, f"capabilities {CAPABILITIES}"),
    ("check", "--format"): ("--for debian:13 guests", "jsonl", '{"type": "summary"'),
    ("check", "--output"): ("--for debian:13 guests", "no/such/folder", "cannot be written to no/such"),
    ("check", "--select"): ("--for debian:13 guests", "MT201", NO_FINDINGS),
    ("check", "--ignore"): ("--for debian:13 guests", "MT103", NO_FINDINGS),
    ("check", "--fail-on"): ("--for debian:13 guests", "fatal", "--fail-on 'fatal' is none of"),
    ("check", "--horizon"): ("--for debian:13 guests", "soon", "--horizon 'soon' is no span"),
    ("check", "--today"): ("--for debian:13 guests", "noon", "--today 'noon' is no day"),
    ("check", "--baseline"): ("--for debian:13 guests", "known.json", "1 suppressed"),
    ("check", "--write-baseline"): ("--for debian:13 guests", "new.json", "written to new.json"),
    ("check", "--schema"): ("--for debian:13 guests", "own", "MT605"),
    ("check", "--exclude"): ("--for debian:13 guests", "guests/*", "Nothing was checked"),
    ("check", "--max-size"): ("--for debian:13 guests", "none", "--max-size 'none' is no number"),
    ("check", "--jobs"): ("--for debian:13 guests", "none", "--jobs 'none' is no number"),
    ("check", "--config"): ("guests", "other.yaml", "for debian:11"),
    ("check", "--catalogue"): ("--for debian:13 guests", "gone.yaml", "gone.yaml:1:1: cannot read"),
    ("list", "--connect"): ("guests", "qemu+unix:///system?socket=/gone", "socket=/gone cannot be reached"),
    ("list", "--for"): ("types --arch x86_64", "debian:11", "pc-1.3 "),
    ("list", "--arch"): ("types --for debian:13", "s390x", "s390-ccw-virtio-10.0"),
    ("list", "--board"): ("types --for debian:13 --arch x86_64", "virt", "nothing matches"),
    ("list", "--vendor"): ("types --for debian:13 --arch x86_64", "ubuntu", "nothing matches"),
    ("list", "--status"): ("types --for debian:13 --arch x86_64", "removed", "pc-i440fx-2.3"),
    ("list", "--emulator"): ("types", "./no-emulator", "./no-emulator"),
    ("list", "--capabilities"): ("types --arch x86_64", CAPABILITIES, "pc-1.3 "),
    ("list", "--matrix"): ("releases", "ubuntu", "Ubuntu's support matrix"),
    ("list", "--format"): ("rules", "json", '"schema_version"'),
    ("list", "--output"): ("rules", "no/such/folder", "cannot be written to no/such/folder"),
    ("list", "--today"): ("types --for debian:13", "noon", "--today 'noon' is no day"),
    ("list", "--state-dir"): ("guests --connect test:///default", "state", "interrupted upgrade (pc-q35"),
    ("list", "--catalogue"): ("types --for debian:13", "gone.yaml", "gone.yaml:1:1: cannot read"),
    ("upgrade", "--file"): ("--for debian:13", "gone.xml", "gone.xml:1: failed: cannot be read"),
    ("upgrade", "--for"): ("--file guests", "debian:11", "1 definition for debian:11: 1 kept"),
    ("upgrade", "--to"): ("--file guests", "debian:11", "1 definition for debian:11: 1 kept"),
    ("upgrade", "--allow"): ("--file guests --for debian:12", "all", "--allow 'all' is none of board"),
    ("upgrade", "--dry-run"): ("--file old.xml --for debian:13", "1", "would be lifted"),
    ("upgrade", "--diff"): ("--file old.xml --for debian:13", "1", "+++ old.xml (after)"),
    ("upgrade", "--verbose"): ("--file guests --for debian:13", "1", "q35 is an alias"),
    ("upgrade", "--backup-dir"): ("--file old.xml --for debian:13", "kept", "backup: kept/old.xml~"),
    ("upgrade", "--no-backup"): ("--file old.xml --for debian:13 --backup-dir b", "1", "contradict"),
    ("upgrade", "--emulator"): ("--file guests", "./no-emulator", "./no-emulator"),
    ("upgrade", "--capabilities"): ("--file guests", CAPABILITIES, f"for {CAPABILITIES}"),
    ("upgrade", "--format"): ("--file guests --for debian:13", "json", '"outcome": "kept"'),
    ("upgrade", "--output"): ("--file guests --for debian:13", "no/such/folder", "be written to no/such"),
    ("upgrade", "--exclude"): ("--file guests --for debian:13", "guests/*", "nothing to look at"),
    ("upgrade", "--max-size"): ("--file guests --for debian:13", "none", "--max-size 'none' is no number"),
    ("upgrade", "--jobs"): ("--file guests --for debian:13", "none", "--jobs 'none' is no number"),
    ("upgrade", "--config"): ("--file guests", "other.yaml", "for debian:11"),
    ("upgrade", "--catalogue"): ("--file guests --for debian:13", "gone.yaml", "gone.yaml:1:1: cannot read"),
    ("upgrade", "--all"): ("web", "1", "--all and the names of guests contradict"),
    ("upgrade", "--where"): ("web", "colour=red", "--where 'colour=red' is no KEY=VALUE"),
    ("upgrade", "--connect"): ("web --state-dir s", NOWHERE_URI, NOWHERE),
    ("upgrade", "--when"): ("web", "noon", "--when 'noon' is none of now"),
    ("upgrade", "--shutdown-timeout"): ("web", "soon", "--shutdown-timeout 'soon' is no number"),
    ("upgrade", "--shutdown-mode"): ("web", "bang", "--shutdown-mode 'bang' is none of agent, acpi"),
    ("upgrade", "--watch"): ("web", "long", "--watch 'long' is no number of seconds"),
    ("upgrade", "--preflight"): ("web", "never", "--preflight 'never' is neither define nor start"),
    ("upgrade", "--keep"): ("web", "all", "--keep 'all' is no number"),
    ("upgrade", "--state-dir"): ("web", "/dev/null", "the state folder /dev/null is not a folder"),
    ("restore", "--connect"): (STATE, "test:///other", "there is no backup yet"),
    ("restore", "--dry-run"): (f"{STATE} web --forget --format json", "1", '"done": false'),
    ("restore", "--yes"): (f"{STATE} web --forget", "1", "was deleted"),
    ("restore", "--disks"): (STATE, "1", "say which backup"),
    ("restore", "--allow"): (STATE, "plug", "--allow 'plug' is none of disks"),
    ("restore", "--forget"): (STATE, "1", "say which backup"),
    ("restore", "--shutdown-timeout"): (STATE, "soon", "--shutdown-timeout 'soon' is no number"),
    ("restore", "--shutdown-mode"): (STATE, "plug", "--shutdown-mode 'plug' is none of agent, acpi"),
    ("restore", "--force-off"): (f"{STATE} web --forget", "1", "--forget stops and starts no guest"),
    ("restore", "--no-start"): (f"{STATE} web --forget", "1", "--forget stops and starts no guest"),
    ("restore", "--state-dir"): ("", "state", "web-5f0ab0f2/20261121T150536.123Z"),
    ("restore", "--format"): (f"{STATE} web --forget --dry-run", "json", '"done": false'),
    ("restore", "--output"): (STATE, "no/such/folder", "cannot be written to no/such"),
    ("check-migration", "--from"): ("old.xml --to debian:13", "debian:12", "from debian:12 (catalogue)"),
    ("check-migration", "--to"): ("old.xml --from debian:12", "debian:13", "to debian:13 (catalogue)"),
    ("check-migration", "--guest"): (f"{WAY} --connect {NOWHERE_URI}", "web", NOWHERE),
    ("check-migration", "--connect"): (f"--guest web {WAY}", NOWHERE_URI, NOWHERE),
    ("check-migration", "--type"): (WAY, "pc-q35-7.2", "1 definition from debian:12"),
    ("check-migration", "--arch"): (f"--type virt-7.2 {WAY} --format json", "arm", '"arch": "arm"'),
    ("check-migration", "--kind"): (f"old.xml {WAY}", "asleep", "--kind 'asleep' is none of live"),
    ("check-migration", "--route"): ("--type pc-1.0 --from fedora:17 --to fedora:21", "1", "way to go live"),
    ("check-migration", "--verbose"): (f"--type pc-q35-7.2 {WAY} --kind stopped", "1", "stopped  supported"),
    ("check-migration", "--emulator"): (f"old.xml {WAY}", "./no-emulator", "./no-emulator"),
    ("check-migration", "--format"): (f"old.xml {WAY}", "json", '"schema_version"'),
    ("check-migration", "--output"): (f"old.xml {WAY}", "no/such/folder", "cannot be written to no/such"),
    ("check-migration", "--exclude"): (f"guests {WAY}", "guests/*", "nothing to look at"),
    ("check-migration", "--jobs"): (f"old.xml {WAY}", "none", "--jobs 'none' is no number"),
    ("check-migration", "--today"): (f"old.xml {WAY}", "noon", "--today 'noon' is no day"),
    ("check-migration", "--config"): (f"old.xml {WAY}", "gone.yaml", "gone.yaml"),
    ("check-migration", "--catalogue"): (f"old.xml {WAY}", "gone.yaml", "gone.yaml:1:1: cannot read"),
    ("explain", "--format"): ("MT101", "json", '"rule": "MT101"'),
    ("catalogue validate", "--format"): ("mine.yaml", "github", "::error file=mine.yaml,line="),
    ("catalogue validate", "--output"): ("", "no/such/folder", "cannot be written to no/such/folder"),
    ("catalogue validate", "--catalogue"): ("mine.yaml", "gone.yaml", "gone.yaml:1:1: cannot read"),
    ("catalogue verify", "--for"): (f"--capabilities {CAPABILITIES}", "debian:11", "debian:11 (catalogue)"),
    ("catalogue verify", "--emulator"): ("--for debian:13", "./no-emulator", "There is no emulator ./no-"),
    ("catalogue verify", "--capabilities"): ("--for debian:11", CAPABILITIES, "no difference on x86_64"),
    ("catalogue verify", "--format"): (VERIFY, "json", '"schema_version"'),
    ("catalogue verify", "--output"): (VERIFY, "no/such/folder", "cannot be written to no/such/folder"),
    ("catalogue verify", "--catalogue"): (VERIFY, "gone.yaml", "gone.yaml:1:1: cannot read"),
    ("catalogue show", "--gaps"): ("debian", "1", "of releases: "),
    ("catalogue show", "--format"): ("pc-q35", "json", '"schema_version"'),
    ("catalogue show", "--output"): ("pc-q35", "no/such/folder", "cannot be written to no/such/folder"),
    ("catalogue show", "--catalogue"): ("pc-q35", "gone.yaml", "gone.yaml:1:1: cannot read"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    state = open_state_folder(str(tmp_path / "files" / "state"))
    write_backup(state, contents())
    uri, uuid = "test:///default", "6695eb01-f6a4-8304-79aa-97f2502e193f"  # libvirt's own test driver
    intent = Intent(uri, uuid, "test", "pc", "pc-q35-7.2", "", "", ran=False, start=True, trial=uuid)
    Journal(journal_path(state.journals, uri, uuid), intent).begin()
    return write(
        tmp_path / "files",
        {
            "guests/a.xml": domain("q35").replace("<os>", "<os machine='q35'>"),
            "old.xml": domain("pc-q35-5.2"),
            "other.yaml": "for: debian:11\n",
            "mine.yaml": "format: 2\n",
            "known.json": json.dumps(
                {
                    "version": 1,
                    "findings": [
                        {
                            "rule": "MT103",
                            "path": "guests/a.xml",
                            "domain": "nas",
                            "machine_type": "q35",
                            "target": "debian:13",
                            "count": 1,
                        }
                    ],
                }
            ),
        },
    )


def test_the_table_of_options_is_complete() -> None:
    assert {*WORKS, *ON_A_HOST} == set(OPTIONS)


@pytest.mark.parametrize(("command", "option"), WORKS)
def test_every_option_works_through_its_variable(command: str, option: str, folder: Path) -> None:
    words, value, shown = WORKS[command, option]
    variable = f"VIRT_MACHINE_TYPE_{option.removeprefix('--').replace('-', '_').upper()}"
    assert OPTIONS[command, option].envvar == variable
    call = [*command.split(), *words.split()]
    flag = OPTIONS[command, option].is_flag
    # Each call finds the files as they were: some of them write.
    places = [Path(shutil.copytree(folder, folder.parent / name)) for name in ("one", "two", "three")]
    without = run(*call, cwd=places[0])
    assert shown not in without.talk
    by_option = run(*call, option, *([] if flag else [value]), cwd=places[1])
    by_variable = run(*call, cwd=places[2], env={variable: value})
    assert shown in by_option.talk
    assert by_variable.code == by_option.code
    # The variable is named in some messages; the rest is the same. The time a run takes is not.
    assert _timeless(by_variable.talk) == _timeless(by_option.talk)


def _timeless(text: str) -> str:
    return re.sub(r'"seconds": [0-9.]+', '"seconds": 0', text)


def test_an_option_wins_over_its_variable_and_that_over_the_project_file(folder: Path) -> None:
    write(folder, {".virt-machine-type.yaml": "for: debian:11\n"})
    variable = {"VIRT_MACHINE_TYPE_FOR": "debian:12"}
    assert "for debian:11 (" in run("check", "guests", cwd=folder).out
    assert "for debian:12 (" in run("check", "guests", cwd=folder, env=variable).out
    assert "for debian:13 (" in run("check", "--for", "debian:13", "guests", cwd=folder, env=variable).out


def test_a_variable_may_hold_several_values(folder: Path) -> None:
    variable = {"VIRT_MACHINE_TYPE_FOR": "debian:12 debian:13", "VIRT_MACHINE_TYPE_SELECT": "MT1,MT2"}
    assert "for debian:12, debian:13 (" in run("check", "guests", cwd=folder, env=variable).out
