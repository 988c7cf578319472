"""Is what the command promises also so: help, environment, rules, pages, examples, exit codes?"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import mtype.rules
from mtype.check.selection import rule_ids
from mtype.cli.app import COMMANDS, PROGRAM, _program
from mtype.model.exit_code import ExitCode
from mtype.model.severity import Severity
from mtype.model.status import Status
from mtype.reports.formats import Format
from mtype.rules import RULES, Rule
from mtype.upgrade.backup import write_backup
from mtype.upgrade.journal import Intent, Journal, journal_path
from mtype.upgrade.state_folder import open_state_folder
from tests.cli.command import FIXTURES, ROOT, domain, environment, run, write
from tests.upgrade.backups import contents

DOCS = ROOT / "docs"
HEADINGS = ["What it finds", "Why it matters", "Example", "What to do", "References"]


def commands() -> dict[str, Any]:
    """Every command by its words, `catalogue verify` too."""
    program = _program()
    found = {}
    for name in COMMANDS:
        found[name] = program.get_command(None, name)
        for word, command in getattr(found[name], "commands", {}).items():
            found[f"{name} {word}"] = command
    return found


def options() -> dict[tuple[str, str], Any]:
    """Every option of every command, by the words of the command and long name."""
    found = {}
    for name, command in CALLED.items():
        for parameter in command.params:
            long = [word for word in parameter.opts if word.startswith("--")]
            if long and long[0] not in ("--help", "--install-completion", "--show-completion"):
                found[name, long[0]] = parameter
    return found


CALLED = commands()
OPTIONS = options()

# -- help --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", CALLED)
def test_every_command_has_help(command: str) -> None:
    ran = run(*command.split(), "--help")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: {PROGRAM} {command} ")
    assert "Exit codes: 0" in ran.out
    assert run(*command.split(), "-h").out == ran.out
    for name, option in OPTIONS:
        if name == command:
            assert f"  {option}" in ran.out


def test_the_overview_names_every_command() -> None:
    ran = run("--help")
    for name, summary in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(summary)}$", ran.out, re.MULTILINE)
    bare = run()
    assert (bare.code, bare.talk) == (ExitCode.USAGE, ran.out)


def test_every_option_has_a_help_text_of_its_own() -> None:
    for (command, name), option in OPTIONS.items():
        assert option.help and option.help.rstrip().endswith("."), (command, name)
        assert len(option.help) > 15, (command, name)


def test_the_version_is_told_in_one_line() -> None:
    assert run("--version").out == f"{PROGRAM} {mtype.__version__}\n"
    assert run("--version").code == 0


@pytest.mark.parametrize("lines", [80, 100])
def test_help_fits_into_the_terminal(lines: int) -> None:
    for words in ([], *(name.split() for name in CALLED)):
        shown = run(*words, "--help", env={"COLUMNS": str(lines)}).out
        assert max(map(len, shown.splitlines())) <= lines, words


# -- environment -------------------------------------------------------------------------------------

NO_FINDINGS = "1 definition in 1 file checked for debian:13 (catalogue): no findings"
CAPABILITIES = str(FIXTURES / "capabilities" / "qemu-5.2-x86_64.help")
VERIFY = f"--for debian:11 --capabilities {CAPABILITIES}"
STATE = "--state-dir state"
WAY = "--from debian:12 --to debian:13"
# (command, option): words of a call in the folder below, a value, and what the answer shows only with it.
NOWHERE = "/no/such/socket"
NOWHERE_URI = f"qemu+unix:///system?socket={NOWHERE}"
# What only a guest shows; tests/e2e/test_variables.py does it.
ON_A_HOST = {
    ("upgrade", option)
    for option in ("--yes", "--force-off", "--no-start", "--disk-snapshot", "--keep-going")
}
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


# -- rules and their pages ---------------------------------------------------------------------------


def test_every_file_of_a_rule_is_in_the_registry() -> None:
    files = {path.stem for path in Path(mtype.rules.__file__).parent.glob("mt*.py")}
    assert files == {rule.__module__.rpartition(".")[2] for rule in RULES}
    listed = json.loads(run("list", "rules", "--format", "json").out)["rules"]
    assert [row["rule"] for row in listed] == [rule.id for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_the_page_of_every_rule_is_complete(rule: type[Rule]) -> None:
    page = run("explain", rule.id).out
    assert page.startswith(
        f"# {rule.id} {rule.name}\n\nSeverity {rule.severity.value}, since {rule.since}.\n"
    )
    assert re.findall(r"^## (.+)$", page, re.MULTILINE) == HEADINGS
    for text in re.split(r"^## .+$", page, flags=re.MULTILINE)[1:]:
        assert len(text.split()) > 3
    assert run("explain", rule.name).out == page
    assert not [line for line in page.splitlines() if len(line) > 120]


# -- examples ----------------------------------------------------------------------------------------

# Rules whose example cannot be run as it stands, with what it takes or why it cannot be.
NO_EXAMPLE = {
    "MT000": "no definition is meant to make a rule crash",
    "MT401": "it takes a guest on a host; the rule's own test holds the example to the message",
    "MT403": "it takes a guest on a host; the rule's own test holds the example to the message",
    "MT404": "a save image is no text; the rule's own test holds the example to the message",
    "MT405": "it takes a guest on a host; the rule's own test holds the example to the message",
    "MT406": "it takes the disk image of a guest; the rule's own test holds the example to the message",
}
MORE = {"MT605": ["--schema", "own"]}


def example(rule: type[Rule]) -> tuple[list[str], str]:
    """The options that the Example of a rule names, and its XML."""
    text = re.split(r"^ *## .+$", rule.__doc__ or "", flags=re.MULTILINE)[3]
    intro, _, rest = text.partition("```xml\n")
    spans = re.findall(r"`(?:check-migration )?(--[^`]+)`", intro)
    words = [word for span in spans for word in span.split()]
    words = [word for word in words if word != "--schema"] + MORE.get(rule.id, [])
    lines = rest.partition("```")[0].splitlines()
    return words, "\n".join(line.removeprefix("    ") for line in lines)


def test_only_what_has_a_reason_has_no_example() -> None:
    assert {rule.id for rule in RULES if "```xml" not in (rule.__doc__ or "")} == set(NO_EXAMPLE)


@pytest.mark.parametrize(
    "rule", [rule for rule in RULES if rule.id not in NO_EXAMPLE], ids=lambda rule: rule.id
)
def test_the_example_of_a_rule_yields_the_rule(rule: type[Rule], tmp_path: Path) -> None:
    words, xml = example(rule)
    write(tmp_path, {"example.xml": xml})
    if rule.id.startswith("MT5"):
        told = json.loads(run("check-migration", *words, "--format", "json", "example.xml", cwd=tmp_path).out)
        found_rules = {
            reason["rule"]
            for kind in ("live", "saved", "stopped")
            for reason in told["definitions"][0][kind]["reasons"]
        }
        assert rule.id in found_rules
        return
    assert "--for" in words
    ran = run("check", *words, "--format", "json", "--fail-on", "info", "example.xml", cwd=tmp_path)
    report = json.loads(ran.out)
    found = {finding["rule"]: finding["severity"] for finding in report["findings"]}
    assert found.get(rule.id) == rule.severity.value
    assert ran.code == ExitCode.FINDINGS
    # An example shows one thing: what else it yields is no louder than what it is for.
    ranks = [Severity(word).rank for word in found.values()]
    assert max(ranks) == rule.severity.rank


@pytest.mark.parametrize("rule", ["MT203", "MT605"])
def test_a_rule_that_must_be_asked_for_is_silent_unasked(rule: str, tmp_path: Path) -> None:
    words, xml = example(next(known for known in RULES if known.id == rule))
    write(tmp_path, {"example.xml": xml})
    report = json.loads(run("check", *words[:2], "--format", "json", "example.xml", cwd=tmp_path).out)
    assert rule not in {finding["rule"] for finding in report["findings"]}


# -- what the documentation says ---------------------------------------------------------------------


def test_every_exit_code_is_documented() -> None:
    rows = re.findall(
        r"^\| (\d+) \| `(\w+)` \| .{20,} \|$", (DOCS / "reference/exit-codes.md").read_text(), re.MULTILINE
    )
    assert rows == [(str(code.value), code.name) for code in ExitCode]


def test_every_command_is_documented() -> None:
    text = (DOCS / "reference" / "command-line.md").read_text()
    assert re.findall(r"^###? ([\w -]+)$", text, re.MULTILINE) == list(CALLED)
    for command, option in OPTIONS:
        section = re.split(rf"^###? {command}$", text, flags=re.MULTILINE)[1]
        assert option in re.split(r"^###? ", section, flags=re.MULTILINE)[0]


def test_every_format_is_documented() -> None:
    text = (DOCS / "reference" / "report-formats.md").read_text()
    assert re.findall(r"^\| `(\w+)` \| \w+.*:", text, re.MULTILINE)
    assert [form.value for form in Format if f"| `{form.value}` |" not in text] == []


def test_every_status_is_documented() -> None:
    text = (DOCS / "reference" / "report-formats.md").read_text()
    assert [status.value for status in Status if f"`{status.value}`" not in text] == []


def test_every_rule_that_a_page_names_exists() -> None:
    for page in [ROOT / "README.md", *DOCS.rglob("*.md")]:
        if page.exists():
            for rule in set(re.findall(r"\bMT\d{3}\b", page.read_text())):
                assert rule_ids([rule]), page


def test_the_keys_of_the_project_file_are_documented(tmp_path: Path) -> None:
    page = (DOCS / "reference" / "project-file.md").read_text()
    shown = page.partition("```yaml\n")[2].partition("```")[0]
    named = {"known-findings.json": '{"version": 1, "findings": []}', "private-build.yaml": "format: 1\n"}
    write(tmp_path, {".virt-machine-type.yaml": shown, "a.xml": domain(), **named})
    assert run("check", "a.xml", cwd=tmp_path).code in (0, 1)
    write(tmp_path, {".virt-machine-type.yaml": "nonsense-of-all-kinds: 1\n"})
    known = run("check", "a.xml", cwd=tmp_path).err.partition("(known: ")[2].rpartition(")")[0].split(", ")
    assert len(known) > 10
    assert [key for key in known if f"`{key}`" not in page] == []


def test_the_generated_pages_are_current() -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "tools.generate_docs", "--check"],
        env=environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
