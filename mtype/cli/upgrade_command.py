"""`virt-machine-type upgrade`"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from mtype import __version__
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.check.discover import discover
from mtype.check.settings import MAX_BYTES, Settings
from mtype.cli.catalogue_files import open_catalogue
from mtype.cli.options import (
    Capabilities,
    CatalogueFiles,
    Emulator,
    For,
    option,
    parse_jobs,
    parse_number,
    words,
)
from mtype.cli.output import deliver, is_terminal, talk
from mtype.cli.progress import ProgressBar
from mtype.cli.project_file import project_of
from mtype.cli.targets import make_targets
from mtype.model.errors import UsageError
from mtype.model.exit_code import ExitCode
from mtype.reports.upgrade import upgrade_json, upgrade_text
from mtype.upgrade.choice import Goal, Step
from mtype.upgrade.files import Answer, Orders, Outcome, Upgraded, upgrade_files

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
)


@app.command()
def upgrade(
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH ...]", help="More files and folders after --file.")
    ] = None,
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
    dry_run: Annotated[bool, option("--dry-run", help="Only say what would be done.")] = False,
    diff: Annotated[bool, option("--diff", help="Show the change of each file as a unified diff.")] = False,
    verbose: Annotated[
        bool, option("--verbose", help="Name the definitions too that stay as they are.")
    ] = False,
    backup_dir: Annotated[
        str | None,
        option(
            "--backup-dir",
            metavar="FOLDER",
            help="Where copies of changed files go. Default: beside them, with a ~ after the name.",
        ),
    ] = None,
    no_backup: Annotated[
        bool, option("--no-backup", help="Keep no copy: the files are under version control.")
    ] = False,
    emulator: Emulator = None,
    capabilities: Capabilities = None,
    report_format: Annotated[
        str, option("--format", metavar="FORMAT", help="text (default) or json.")
    ] = "text",
    output: Annotated[str | None, option("--output", metavar="FILE", help="Where the report goes.")] = None,
    exclude: Annotated[
        list[str] | None,
        option("--exclude", metavar="PATTERN", help="Leave out files and folders that match."),
    ] = None,
    max_size: Annotated[
        str | None,
        option("--max-size", metavar="MIB", help="Do not read files larger than this. Default: 64."),
    ] = None,
    jobs: Annotated[
        str | None, option("--jobs", metavar="N", help="Files at a time. Default: one for each core.")
    ] = None,
    config: Annotated[
        str | None,
        option("--config", metavar="FILE", help="The project file. Default: the nearest one here or above."),
    ] = None,
    catalogue_files: CatalogueFiles = None,
) -> None:
    """Lift stored definitions to a newer machine type: only the bytes of the attribute change.

    Reads domain, snapshot and checkpoint XML. Each file is replaced at once, after a copy was kept.

    Exit codes: 0 done, or nothing to do; 1 something was refused; 2 wrong usage; 3 something failed, or
    there was nothing to look at.
    """  # fmt: skip
    started = time.monotonic()
    if not files:
        raise UsageError("say which stored definitions to upgrade: --file PATH ...")
    if report_format not in ("text", "json"):
        raise UsageError(f"--format {report_format!r} is neither text nor json")
    if no_backup and backup_dir:
        raise UsageError("--no-backup and --backup-dir contradict each other: give one")
    project = project_of(config)
    catalogue = open_catalogue(catalogue_files or project.catalogue)
    goal, release = _goal(catalogue, to, words(allow))
    if release and target and [release] != list(target):
        raise UsageError("--to RELEASE and --for both name the target: give one")
    names = [release] if release else words(target) or project.targets
    targets = make_targets(catalogue, names, emulator, words(capabilities))
    if len(targets) > 1:
        raise UsageError("a definition is lifted for one release: give --for once")
    orders = Orders(
        target=targets[0],
        goal=goal,
        dry_run=dry_run,
        backup=not no_backup,
        backup_folder=Path(backup_dir) if backup_dir else None,
        max_bytes=parse_number("--max-size", max_size) * 1024 * 1024 if max_size else MAX_BYTES,
    )
    settings = Settings(targets, date.min, root=project.root, exclude=(*project.exclude, *(exclude or ())))
    found = discover([*files, *(paths or ())], settings)
    done = [Upgraded((Answer(skip.path, Outcome.FAILED, reason=skip.reason),)) for skip in found.skipped]
    done += _with_progress(found.files, orders, parse_jobs(jobs or project.jobs))
    label, source = orders.target.label, orders.target.source
    if report_format == "json":
        text = upgrade_json(done, label, source, __version__, time.monotonic() - started)
    else:
        text = upgrade_text(done, label, diff=diff, verbose=verbose)
    deliver(text, output)
    raise typer.Exit(_exit_code(done))


def _goal(catalogue: Catalogue, to: str | None, allowed: Sequence[str]) -> tuple[Goal, str | None]:
    """What was asked for, and the release where `--to` names one."""
    steps = {step.value: step for step in Step}
    for word in allowed:
        if word not in steps:
            raise UsageError(f"--allow {word!r} is none of {', '.join(steps)}")
    chosen = frozenset(steps[word] for word in allowed)
    if to is None or to == "latest":
        return Goal(None, chosen), None
    if not catalogue.named(to):
        with suppress(UsageError):
            return Goal(None, chosen), find_release(catalogue, to).id
    return Goal(to, chosen), None


def _with_progress(paths: Sequence[str], orders: Orders, jobs: int) -> list[Upgraded]:
    bar = ProgressBar() if is_terminal(sys.stderr) else None
    done = []
    try:
        for upgraded in upgrade_files(paths, orders, jobs):
            done.append(upgraded)
            if bar is not None:
                bar(len(done), len(paths))
    finally:
        if bar is not None:
            bar.close()
    return done


def _exit_code(done: Sequence[Upgraded]) -> ExitCode:
    outcomes = {answer.outcome for file in done for answer in file.answers}
    if not outcomes:
        talk("nothing to look at: no definition was found")
        return ExitCode.INCOMPLETE
    if Outcome.FAILED in outcomes:
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if Outcome.REFUSED in outcomes else ExitCode.CLEAN
