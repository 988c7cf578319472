"""`virt-machine-type upgrade`"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from mtype.cli.catalogue_files import open_catalogue
from mtype.cli.guest_options import (
    DiskSnapshot,
    ForceOff,
    NoStart,
    ShutdownModes,
    ShutdownTimeout,
    Yes,
    parse_shutdown_modes,
)
from mtype.cli.option_values import parse_max_size, parse_number, parse_report_format, parse_seconds, words
from mtype.cli.options import (
    Capabilities,
    CatalogueFiles,
    Config,
    Connect,
    Emulator,
    Exclude,
    For,
    MaxSize,
    Output,
    ReportFormat,
    StateDir,
    make_app,
    option,
)
from mtype.cli.output import expect_report
from mtype.cli.project_file import project_of
from mtype.cli.telling import Telling
from mtype.cli.upgrade_modes import refuse_idle_watch, refuse_other_mode
from mtype.cli.upgrade_values import parse_goal, parse_preflight, parse_when
from mtype.model.errors import UsageError
from mtype.upgrade.conduct import Conduct
from mtype.upgrade.selection import parse_where

app = make_app()


@app.command()
def upgrade(
    context: typer.Context,
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[GUEST ...]", help="Names, UUIDs or globs; after --file more files and folders."
        ),
    ] = None,
    every: Annotated[bool, option("--all", help="All guests of the host.")] = False,
    where: Annotated[
        list[str] | None,
        option(
            "--where",
            metavar="KEY=VALUE",
            help="Only guests whose machine, board, vendor, status, state, arch or name matches; the value "
            "may be a glob.",
        ),
    ] = None,
    connect: Connect = None,
    files: Annotated[
        list[str] | None,
        option("--file", metavar="PATH", help="Lift the stored definitions in this file or folder."),
    ] = None,
    target: For = None,
    to: Annotated[
        str | None,
        option(
            "--to",
            metavar="TYPE|RELEASE|latest",
            help="The machine type to lift to; or the newest of the same board, vendor and variant that a "
            "release, or the target (latest, the default), offers.",
        ),
    ] = None,
    allow: Annotated[
        list[str] | None,
        option(
            "--allow",
            metavar="STEP",
            help="Do a lift that crosses to another board or vendor, is a downgrade, or loses a variant.",
        ),
    ] = None,
    when: Annotated[
        str,
        option(
            "--when",
            metavar="WHEN",
            help="now (default) shuts down and starts again what runs; next-shutdown waits until its owner "
            "shuts it down; defined-only changes stopped guests.",
        ),
    ] = "now",
    dry_run: Annotated[bool, option("--dry-run", help="Only say what would be done.")] = False,
    yes: Yes = False,
    shutdown_timeout: ShutdownTimeout = "300",
    shutdown_mode: ShutdownModes = "agent,acpi",
    force_off: ForceOff = False,
    no_start: NoStart = False,
    watch: Annotated[
        str | None,
        option("--watch", metavar="SECONDS", help="With --when next-shutdown: wait no longer than this."),
    ] = None,
    preflight: Annotated[
        str,
        option(
            "--preflight",
            metavar="HOW",
            help="define (default) has libvirt make the emulator's command line; start also starts the new "
            "definition for a moment, paused, without its disks.",
        ),
    ] = "define",
    disk_snapshot: DiskSnapshot = False,
    keep: Annotated[
        str, option("--keep", metavar="N", help="How many backups of a guest stay. Default: 10.")
    ] = "10",
    keep_going: Annotated[
        bool, option("--keep-going/--fail-fast", help="Whether other guests are begun after one failed.")
    ] = True,
    diff: Annotated[bool, option("--diff", help="Show each change as a unified diff.")] = False,
    verbose: Annotated[bool, option("--verbose", help="Name those too that stay as they are.")] = False,
    backup_dir: Annotated[
        str | None,
        option(
            "--backup-dir",
            metavar="FOLDER",
            help="With --file: where copies of changed files go. Default: beside them, with a ~ after the "
            "name.",
        ),
    ] = None,
    no_backup: Annotated[
        bool,
        option("--no-backup", help="With --file: keep no copy, the files are under version control."),
    ] = False,
    emulator: Emulator = None,
    capabilities: Capabilities = None,
    report_format: ReportFormat = "text",
    output: Output = None,
    exclude: Exclude = None,
    max_size: MaxSize = None,
    jobs: Annotated[
        str | None,
        option("--jobs", metavar="N", help="How many at a time. Default: 4 guests; files one for each core."),
    ] = None,
    state_dir: StateDir = None,
    config: Config = None,
    catalogue_files: CatalogueFiles = None,
) -> None:
    """Lift guests of a host, or stored definitions, to a newer machine type.

    Guests: the plan is shown first, each definition is backed up, what runs is shut down and started again;
    whatever goes wrong, the guest is put back as it was. What an earlier run has left open is finished or
    undone first.

    With --file: only the bytes of the attribute change in domain, snapshot and checkpoint XML; each file is
    replaced at once, after a copy was kept.

    Exit codes: 0 done, or nothing to do; 1 something was refused, or you said no; 2 wrong usage; 3 something
    failed, or there was nothing to look at.
    """  # fmt: skip
    started = time.monotonic()
    parse_report_format(report_format)
    refuse_other_mode(context, files=bool(files))
    # A wrong value is wrong in either mode.
    asked_where, kept = parse_where(where or ()), parse_number("--keep", keep)
    at_a_time = parse_number("--jobs", jobs) if jobs else None
    parse_max_size(max_size, 0)
    conduct = Conduct(
        when=parse_when(when),
        shutdown_timeout=parse_seconds("--shutdown-timeout", shutdown_timeout),
        shutdown_modes=parse_shutdown_modes(shutdown_mode),
        force_off=force_off,
        start=not no_start,
        try_start=parse_preflight(preflight),
        watch=None if watch is None else parse_seconds("--watch", watch),
    )
    refuse_idle_watch(context, conduct.when)
    project = project_of(config)
    catalogue = open_catalogue(catalogue_files or project.catalogue)
    goal, release = parse_goal(catalogue, to, words(allow))
    if release and target and [release] != list(target):
        raise UsageError("--to RELEASE and --for both name the target: give one")
    releases = [release] if release else words(target)
    told = Telling(report_format, output, diff, verbose, started)
    expect_report(output)
    if files:
        if no_backup and backup_dir:
            raise UsageError("--no-backup and --backup-dir contradict each other: give one")
        from mtype.cli.upgrade_files import StoredOrders, upgrade_stored

        stored = StoredOrders(
            roots=[*files, *(names or ())],
            releases=releases or project.targets,
            goal=goal,
            emulator=emulator,
            capabilities=words(capabilities),
            dry_run=dry_run,
            backup=not no_backup,
            backup_folder=Path(backup_dir) if backup_dir else None,
            exclude=(*project.exclude, *(exclude or ())),
            max_size=max_size,
            jobs=jobs or project.jobs,
        )
        raise typer.Exit(upgrade_stored(catalogue, project, stored, told))
    if every and names:
        raise UsageError("--all and the names of guests contradict each other: give one")
    if not (every or names or where):
        raise UsageError("say what to upgrade: guests by name, --all or --where, or --file PATH ...")
    for name in names or ():
        if name.endswith(".xml") and Path(name).exists():
            raise UsageError(f"{name!r} is a file, and this is about guests: give it with --file")
    from mtype.cli.upgrade_guests import GuestOrders, upgrade_on_hosts

    orders = GuestOrders(
        names=names or (),
        where=asked_where,
        uris=connect or (),
        releases=releases,
        goal=goal,
        conduct=conduct,
        dry_run=dry_run,
        yes=yes,
        disk_snapshot=disk_snapshot,
        keep=kept,
        keep_going=keep_going,
        jobs=at_a_time,
        state_dir=state_dir,
    )
    raise typer.Exit(upgrade_on_hosts(catalogue, orders, told))
