"""Does every command that the documentation shows do what it shows?"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command import EXAMPLES, FIXTURES, ROOT, environment
from tests.docs.console import FILL, Command, commands, lines, write_output
from tests.docs.on_a_host import PageHost, page_host, wanted_guests
from tests.e2e.host import missing
from tests.required import is_required, lacking

PAGES = [page for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))] if page.exists()]
# Sets a machine up, which the test of a fresh clone does.
_NOT_RUN = ("git clone", "make ", "pip ", "pipx ", "python3 -m venv", "sudo ", "apt", "snap ", "cd ")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What a page may name: the examples of this project, and the definitions of its reader."""
    shutil.copytree(EXAMPLES, tmp_path / "examples")
    # A file that cannot be parsed would make every answer "incomplete".
    shutil.copytree(EXAMPLES, tmp_path / "definitions", ignore=shutil.ignore_patterns("truncated.xml"))
    tools = tmp_path / ".tools"
    tools.mkdir()
    installed = Path(sys.executable).parent / "virt-machine-type"
    command = str(installed) if installed.exists() else f"{sys.executable} -m mtype"
    # Every host answers differently; this is the answer of one.
    capabilities = FIXTURES / "capabilities" / "libvirt-9.0-capabilities.xml"
    for name, line in {
        "virt-machine-type": f'exec {command} "$@"',
        "virsh": f"exec cat {shlex.quote(str(capabilities))}",
    }.items():
        (tools / name).write_text(f"#!/bin/sh\n{line}\n")
        (tools / name).chmod(0o755)
    return tmp_path


def execute(command: Command, folder: Path, before: int, host: PageHost | None = None) -> tuple[int, str]:
    """The exit code of a command and what it shows; `$?` is the code of the one before."""
    text = host.command(command.text) if host else command.text
    path = f"{folder / '.tools'}:{os.environ['PATH']}"
    ran = subprocess.run(
        ["/bin/bash", "-c", f"(exit {before})\n{text}"],
        cwd=folder,
        env=environment(PATH=path, COLUMNS="100", **(host.environment if host else {})),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=120,
        check=False,
    )
    shown = ran.stdout.decode("utf-8", "replace")
    return ran.returncode, host.shown(shown) if host else shown


@pytest.fixture
def host(page: Path, folder: Path) -> Iterator[PageHost | None]:
    """The host that a page talks about, if it does."""
    guests = wanted_guests(page)
    if not guests:
        yield None
        return
    if reason := missing():
        lacking(reason)
    (folder / ".tools" / "virsh").unlink()  # the real one is there
    with page_host(guests, folder) as found:
        yield found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_commands_of_a_page_do_what_it_shows(
    page: Path, folder: Path, host: PageHost | None, regenerate: bool
) -> None:
    code, wrong, written = 0, [], []
    for command in commands(page):
        place = f"{page.relative_to(ROOT)}:{command.first}: $ {command.text}"
        if command.text.startswith(_NOT_RUN):
            assert not command.output, f"{place}\nis not run, so its output is not known"
            continue
        if missing := _missing_emulator(command):
            if is_required():
                pytest.fail(f"{place}\nneeds {missing}")
            continue
        code, shown = execute(command, folder, code, host)
        assert "Traceback" not in shown
        if not command.output and code in (0, 1):
            continue
        if command.output and command.fits(shown):
            continue
        if regenerate:
            written.append((command, shown))
        else:
            wrong.append(f"{place}\nexit code {code}\n" + "\n".join(lines(shown)))
    write_output(page, written)
    assert not wrong, "\n\n".join(wrong)


def _missing_emulator(command: Command) -> str | None:
    match = re.search(r"--emulator (\S+)", command.text)
    return match[1] if match and not Path(match[1]).exists() else None


def test_no_output_waits_to_be_filled_in() -> None:
    assert [page for page in PAGES for command in commands(page) if FILL in command.output] == []


def test_every_block_of_a_terminal_is_one_that_is_run() -> None:
    """A command in a block of another kind would be run by nobody."""
    for page in PAGES:
        if page.name == "command-line.md":  # made from the command itself, and held to it
            continue
        for language, block in re.findall(
            r"^```(\w*)\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL
        ):
            if language != "console":
                assert not re.search(r"^\$ virt-machine-type", block, re.MULTILINE), page


def test_every_link_leads_somewhere() -> None:
    for page in PAGES:
        text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.relative_to(ROOT)} links to {target}"
