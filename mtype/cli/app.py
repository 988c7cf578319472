"""Which command was called, and what becomes of what goes wrong?"""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from typing import Any

from mtype import __version__
from mtype.model.errors import CapabilitiesError, CatalogueError, MtypeError, UsageError
from mtype.model.exit_code import ExitCode

PROGRAM = "virt-machine-type"
# One file a command; a module is imported only when its command is called, or for the overview.
COMMANDS = {
    "list": "list guests, machine types, releases or rules",
    "check": "lint stored definitions, or the guests of a host",
    "upgrade": "lift stored definitions to a newer machine type",
    "restore": "list backups of guests, or put one back",
    "check-migration": "whether guests can go to another release or host",
    "explain": "the page of a rule",
    "catalogue": "validate, verify or show the data",
}


def main() -> None:
    """The entry point of the command. Ends the process with one of the documented exit codes."""
    if sys.argv[1:] == ["--version"]:  # asked by scripts at every turn: no need to load the parser
        print(f"{PROGRAM} {__version__}")  # noqa: T201
        return
    gc.disable()  # what is loaded at the start stays; `check` turns it on again before it reads files
    try:
        _program()(prog_name=PROGRAM)
        code: object = ExitCode.CLEAN
    except SystemExit as stop:
        code = stop.code
    except (UsageError, CatalogueError, CapabilitiesError) as error:
        code = _said(str(error), ExitCode.USAGE)
    except MtypeError as error:
        code = _said(str(error), ExitCode.INCOMPLETE)
    except KeyboardInterrupt:
        code = _said("interrupted", ExitCode.INCOMPLETE)
    except Exception as error:
        code = _said(_crash_report(error), ExitCode.INCOMPLETE)
    _leave(code if isinstance(code, int) else ExitCode.CLEAN)


def _leave(code: int) -> None:
    """End at once: taking every object apart would cost a short run a tenth of its time."""
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:  # closed by whoever started us
                stream.flush()
    except OSError:  # the reader has gone, or the disk is full: the report did not arrive
        code = ExitCode.INCOMPLETE
    os._exit(code)


def _said(message: str, code: ExitCode) -> ExitCode:
    from mtype.cli.output import talk

    talk(f"{PROGRAM}: {message}")
    return code


def _crash_report(error: Exception) -> str:
    """Keep the details in a file that can be attached to an issue; the terminal gets two lines."""
    import tempfile
    import traceback

    what = f"this is a defect of {PROGRAM} {__version__}: {type(error).__name__}: {error}"
    try:
        with tempfile.NamedTemporaryFile(
            "w", prefix="virt-machine-type-", suffix=".log", delete=False, encoding="utf-8"
        ) as log:
            traceback.print_exception(error, file=log)
    except OSError:
        return what
    return f"{what}\nPlease report it with the file {log.name}"


def _program() -> Any:
    import typer
    from typer.core import TyperGroup

    class LazyGroup(TyperGroup):
        """A group whose commands are imported when they are called."""

        def invoke(self, ctx: Any) -> Any:
            # typer has exit codes of its own for these two, and one of them is 1: "findings".
            try:
                return super().invoke(ctx)
            except BrokenPipeError:
                sys.exit(ExitCode.INCOMPLETE)
            except KeyboardInterrupt:
                sys.exit(_said("interrupted", ExitCode.INCOMPLETE))

        def list_commands(self, ctx: Any) -> list[str]:
            return list(COMMANDS)

        def get_command(self, ctx: Any, cmd_name: str) -> Any:
            if cmd_name not in COMMANDS:
                return None
            module = import_module(f"mtype.cli.{cmd_name.replace('-', '_')}_command")
            command = typer.main.get_command(module.app)
            command.name = cmd_name
            command.short_help = COMMANDS[cmd_name]
            return command

    app = typer.Typer(
        cls=LazyGroup,
        name=PROGRAM,
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        context_settings={"help_option_names": ["-h", "--help"]},
    )

    def show_version(value: bool) -> None:
        if value:
            print(f"{PROGRAM} {__version__}")  # noqa: T201
            raise typer.Exit

    @app.callback()
    def _root(
        version: bool = typer.Option(
            False, "--version", callback=show_version, is_eager=True, help="Print the version and stop."
        ),
    ) -> None:
        """Lint and upgrade the machine type of QEMU guests under libvirt."""

    return typer.main.get_command(app)
