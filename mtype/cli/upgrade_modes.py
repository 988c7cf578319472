"""Which options of `upgrade` are about guests, and which about stored definitions?"""

from __future__ import annotations

import typer

from mtype.model.errors import UsageError
from mtype.upgrade.conduct import When

# By the names of the parameters of the command. --yes fits both: a file is changed without a question.
_ABOUT_GUESTS = {
    "every", "where", "connect", "when", "shutdown_timeout", "shutdown_mode", "force_off", "no_start",
    "watch", "preflight", "disk_snapshot", "keep", "keep_going", "state_dir",
}  # fmt: skip
_ABOUT_FILES = {"backup_dir", "no_backup", "exclude", "max_size"}
_ABOUT_TARGETS = {"emulator", "capabilities"}


def refuse_other_mode(context: typer.Context, *, files: bool) -> None:
    """Raise UsageError for an option on the command line that would do nothing in this mode. One that comes
    from an environment variable waits for the command that it is about."""
    for name in given(context):
        option = _called(context, name)
        if files and name in _ABOUT_GUESTS:
            raise UsageError(f"{option} is about guests, --file about stored definitions: give one")
        if not files and name in _ABOUT_FILES:
            raise UsageError(f"{option} is about stored definitions, and this about guests: add --file")
        if not files and name in _ABOUT_TARGETS:
            raise UsageError(f"what a guest may use is asked of its own emulator: leave out {option}")


def refuse_idle_watch(context: typer.Context, when: When) -> None:
    """Raise UsageError for --watch on the command line where no owner is waited for."""
    if when is not When.NEXT_SHUTDOWN and "watch" in given(context):
        raise UsageError("--watch is about owners who are waited for: give --when next-shutdown too")


def given(context: typer.Context) -> list[str]:
    """The parameters that stand on the command line, by their names in the command."""
    sources = {name: context.get_parameter_source(name) for name in context.params}
    return [name for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]


def _called(context: typer.Context, name: str) -> str:
    [parameter] = [one for one in context.command.params if one.name == name]
    return "/".join((*parameter.opts, *parameter.secondary_opts))
