"""Does the help name every command and option, and fit into a terminal?"""

from __future__ import annotations

import re

import pytest

import mtype.rules
from mtype.cli.app import COMMANDS, PROGRAM
from mtype.model.exit_code import ExitCode
from tests.cli.command import run
from tests.cli.command_tree import CALLED, OPTIONS


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
