"""How are stored definitions upgraded from the command line?"""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from mtype import __version__
from mtype.catalogue.lookup import Catalogue
from mtype.check.discover import discover
from mtype.check.settings import MAX_BYTES, Settings
from mtype.cli.option_values import parse_jobs, parse_max_size
from mtype.cli.output import deliver_anyway, is_terminal, talk
from mtype.cli.progress import ProgressBar
from mtype.cli.project_file import ProjectFile
from mtype.cli.targets import make_targets
from mtype.cli.telling import Telling
from mtype.model.errors import UsageError
from mtype.model.exit_code import ExitCode
from mtype.reports.upgrade import upgrade_json, upgrade_text
from mtype.upgrade.choice import Goal
from mtype.upgrade.files import Answer, Orders, Outcome, Upgraded, upgrade_files


class StoredOrders(NamedTuple):
    """Which files and folders are to be lifted, to what, and how; as the options say it."""

    roots: Sequence[str]
    releases: Sequence[str]
    goal: Goal
    emulator: str | None
    capabilities: Sequence[str]
    dry_run: bool
    backup: bool
    backup_folder: Path | None
    exclude: tuple[str, ...]
    max_size: str | None
    jobs: str | None


def upgrade_stored(
    catalogue: Catalogue, project: ProjectFile, asked: StoredOrders, told: Telling
) -> ExitCode:
    """Lift the definitions, deliver the report and give the exit code."""
    targets = make_targets(catalogue, asked.releases, asked.emulator, asked.capabilities)
    if len(targets) > 1:
        raise UsageError("a definition is lifted for one release: give --for once")
    orders = Orders(
        target=targets[0],
        goal=asked.goal,
        dry_run=asked.dry_run,
        backup=asked.backup,
        backup_folder=asked.backup_folder,
        max_bytes=parse_max_size(asked.max_size, MAX_BYTES),
    )
    settings = Settings(targets, date.min, root=project.root, exclude=asked.exclude)
    found = discover(asked.roots, settings)
    done = [Upgraded((Answer(skip.path, Outcome.FAILED, reason=skip.reason),)) for skip in found.skipped]
    done += _with_progress(found.files, orders, parse_jobs(asked.jobs))
    label, source = orders.target.label, orders.target.source
    if told.report_format == "json":
        text = upgrade_json(done, label, source, __version__, time.monotonic() - told.started)
    else:
        text = upgrade_text(done, label, diff=told.diff, verbose=told.verbose)
    code = _exit_code(done)
    return code if deliver_anyway(text, told.output) else ExitCode.INCOMPLETE


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
