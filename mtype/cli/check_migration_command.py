"""`virt-machine-type check-migration`"""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from mtype import __version__
from mtype.check.settings import Settings
from mtype.cli.catalogue_files import open_catalogue
from mtype.cli.migration_run import WayOrders, assess_all
from mtype.cli.option_values import parse_day, parse_jobs, parse_report_format, words
from mtype.cli.options import (
    CatalogueFiles,
    Config,
    Emulator,
    Exclude,
    Jobs,
    Output,
    ReportFormat,
    Today,
    make_app,
    option,
)
from mtype.cli.output import deliver, talk, width_wanted
from mtype.cli.project_file import project_of
from mtype.migration.way import Kind, Verdict
from mtype.model.errors import UsageError
from mtype.model.exit_code import ExitCode
from mtype.reports.migration import migration_json, migration_text

app = make_app()


@app.command(name="check-migration")
def check_migration(
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PATH ...]", help="Stored definitions and save images; files and folders."),
    ] = None,
    source: Annotated[
        str | None,
        option(
            "--from",
            metavar="RELEASE|URI",
            help="Where the guests are: a release, or a libvirt host whose guests are asked about.",
        ),
    ] = None,
    destination: Annotated[
        str | None, option("--to", metavar="RELEASE|URI", help="Where they are to go: a release, or a host.")
    ] = None,
    guests: Annotated[
        list[str] | None,
        option("--guest", metavar="NAME", help="This guest of the host, with all it has saved; repeatable."),
    ] = None,
    connect: Annotated[
        str | None,
        option(
            "--connect",
            metavar="URI",
            help="The host of --guest where --from names a release. Default: libvirt's own.",
        ),
    ] = None,
    machine_types: Annotated[
        list[str] | None,
        option("--type", metavar="TYPE", help="Ask about a bare machine type; repeatable."),
    ] = None,
    arch: Annotated[
        str | None,
        option("--arch", metavar="ARCH", help="The arch of --type. Default: the first that has it."),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        option("--kind", metavar="KIND", help="live, saved or stopped; repeatable. Default: all three."),
    ] = None,
    route: Annotated[
        bool, option("--route", help="Tell the shortest supported way, step by step, where there is one.")
    ] = False,
    verbose: Annotated[bool, option("--verbose", help="Tell those too that can simply go.")] = False,
    emulator: Emulator = None,
    report_format: ReportFormat = "text",
    output: Output = None,
    exclude: Exclude = None,
    jobs: Jobs = None,
    today: Today = None,
    config: Config = None,
    catalogue_files: CatalogueFiles = None,
) -> None:
    """Tell whether guests can go from one host to another: live, with saved state, or stopped.

    Each way has a verdict of its own: supported; may work, unsupported; needs a lift first; needs a route;
    unknown; impossible. Each comes with its reasons and what they follow from.

    Exit codes: 0 every way that was asked for is supported; 1 one is not; 2 wrong usage; 3 something could
    not be read or asked, or there was nothing to look at.
    """  # fmt: skip
    started = time.monotonic()
    parse_report_format(report_format)
    if not source or not (destination or emulator):
        raise UsageError("say from where and to where: --from RELEASE|URI --to RELEASE|URI")
    project = project_of(config)
    day = parse_day(today or project.today)
    orders = WayOrders(
        source=source,
        destination=destination,
        emulator=emulator,
        paths=paths or (),
        guests=guests or (),
        connect=connect,
        machine_types=words(machine_types),
        arch=arch,
        kinds=_kinds(words(kinds)),
        settings=Settings(
            (),
            day,
            root=project.root,
            exclude=(*project.exclude, *(exclude or ())),
            jobs=parse_jobs(jobs or project.jobs),
        ),
        today=day,
    )
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    done = assess_all(open_catalogue(catalogue_files or project.catalogue), orders, stdin)
    seconds = time.monotonic() - started
    if report_format == "json":
        text = migration_json(done.assessments, done.skipped, done.ends, __version__, seconds)
    else:
        width = width_wanted() if output is None else None
        text = migration_text(
            done.assessments, done.skipped, done.ends, route=route, verbose=verbose, width=width
        )
    deliver(text, output)
    if not done.assessments:
        talk("nothing to look at: no definition was found")
    if not done.assessments or any(skip.failed for skip in done.skipped):
        raise typer.Exit(ExitCode.INCOMPLETE)
    fine = all(found.answer.verdict is Verdict.SUPPORTED for one in done.assessments for found in one.found)
    raise typer.Exit(ExitCode.CLEAN if fine else ExitCode.FINDINGS)


def _kinds(asked: list[str]) -> tuple[Kind, ...]:
    known = {kind.value: kind for kind in Kind}
    for word in asked:
        if word not in known:
            raise UsageError(f"--kind {word!r} is none of {', '.join(known)}")
    return tuple(kind for kind in Kind if not asked or kind.value in asked)
