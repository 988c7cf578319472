"""`virt-machine-type restore`"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import typer

from mtype import __version__
from mtype.cli.guest_options import (
    ForceOff,
    NoStart,
    ShutdownModes,
    ShutdownTimeout,
    Yes,
    parse_shutdown_modes,
)
from mtype.cli.option_values import parse_report_format, parse_seconds, words
from mtype.cli.options import Output, ReportFormat, StateDir, make_app, option
from mtype.cli.output import deliver, expect_report, talk
from mtype.cli.table import table
from mtype.cli.upgrade_modes import given
from mtype.hosts.connection import one_spelling
from mtype.model.errors import UsageError
from mtype.model.exit_code import ExitCode
from mtype.reports.restore import BACKUP_HEAD, backup_cells, backups_json
from mtype.upgrade.backup_choice import choose_backup
from mtype.upgrade.backup_read import Backup, Damaged, list_backups
from mtype.upgrade.conduct import Allowed, Conduct
from mtype.upgrade.state_folder import open_state_folder

app = make_app()
_ABOUT_ONE = {"dry_run", "yes", "allow", "shutdown_timeout", "shutdown_mode", "force_off", "no_start"}


@app.command()
def restore(
    context: typer.Context,
    word: Annotated[
        str | None,
        typer.Argument(
            metavar="[BACKUP]",
            help="What the list calls it; the name or UUID of a guest for its newest that differs from what "
            "it is now, with --disks or --forget its newest with a snapshot of disks; or the path of one.",
        ),
    ] = None,
    connect: Annotated[
        str | None,
        option(
            "--connect",
            metavar="URI",
            help="The host to restore to; the list then shows only its backups. Default: the one that the "
            "backup is of.",
        ),
    ] = None,
    dry_run: Annotated[bool, option("--dry-run", help="Only say what would be done, with a diff.")] = False,
    yes: Yes = False,
    disks: Annotated[
        bool,
        option(
            "--disks", help="Take the disks back too, to the snapshot that upgrade --disk-snapshot has taken."
        ),
    ] = False,
    allow: Annotated[
        list[str] | None,
        option(
            "--allow",
            metavar="STEP",
            help="Do a restore that gives the guest other disks or UEFI variables than it has now (disks).",
        ),
    ] = None,
    forget: Annotated[
        bool, option("--forget", help="Delete the backup, and the snapshots of disks that belong to it.")
    ] = False,
    shutdown_timeout: ShutdownTimeout = "300",
    shutdown_mode: ShutdownModes = "agent,acpi",
    force_off: ForceOff = False,
    no_start: NoStart = False,
    state_dir: StateDir = None,
    report_format: ReportFormat = "text",
    output: Output = None,
) -> None:
    """List the backups of guests, or put a guest back as one of them has it.

    The guest gets the whole definition of the backup, in the same steps and with the same care as in an
    upgrade; what it has now is backed up first. A damaged backup is never used.

    Exit codes: 0 done, or nothing to do; 1 it was refused, or you said no; 2 wrong usage; 3 it failed, or the
    backup is damaged.
    """  # fmt: skip
    parse_report_format(report_format)
    if forget and disks:
        raise UsageError("--forget deletes what --disks would go back to: give one")
    if forget and (force_off or no_start):
        raise UsageError("--forget stops and starts no guest: leave out --force-off and --no-start")
    allowed = _allowed(words(allow))
    if forget and allowed:
        raise UsageError("--forget gives no guest other disks: leave out --allow")
    conduct = Conduct(
        shutdown_timeout=parse_seconds("--shutdown-timeout", shutdown_timeout),
        shutdown_modes=parse_shutdown_modes(shutdown_mode),
        force_off=force_off,
        start=not no_start,
    )
    state = open_state_folder(state_dir)
    known = list_backups(state)
    connect = connect and one_spelling(connect)
    if word is None:
        # `restore "$NAME" --yes` of a script that has no name must not pass for done.
        if disks or forget or _ABOUT_ONE & {*given(context)}:
            raise UsageError("say which backup: its id, the name of a guest, or a path")
        shown = [one for one in known if connect is None or _is_of(one, connect)]
        raise typer.Exit(_list(shown, report_format, output))
    expect_report(output)
    backups = choose_backup(word, known, connect, disks=disks or forget)
    from mtype.cli.restore_guest import RestoreOrders, forget_backup, restore_guest

    orders = RestoreOrders(
        state, backups, connect, conduct, disks, allowed, dry_run, yes, report_format, output
    )
    raise typer.Exit(forget_backup(orders) if forget else restore_guest(orders))


def _allowed(named: Sequence[str]) -> frozenset[Allowed]:
    steps = {step.value: step for step in Allowed}
    for word in named:
        if word not in steps:
            raise UsageError(f"--allow {word!r} is none of {', '.join(steps)}")
    return frozenset(steps[word] for word in named)


def _is_of(backup: Backup | Damaged, uri: str) -> bool:
    # Nobody knows whose a damaged one is: it is shown to everybody.
    return isinstance(backup, Damaged) or backup.manifest.uri == uri


def _list(backups: Sequence[Backup | Damaged], report_format: str, output: str | None) -> ExitCode:
    if report_format == "json":
        deliver(backups_json(backups, __version__), output)
    elif backups:
        deliver(table(BACKUP_HEAD, [backup_cells(backup) for backup in backups]), output)
    else:
        deliver("", output)
        talk("there is no backup yet")
    return ExitCode.CLEAN
