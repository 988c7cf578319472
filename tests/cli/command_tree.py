"""Every command and option of the program, as it declares them."""

from __future__ import annotations

from typing import Any

from mtype.cli.app import COMMANDS, _program


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
