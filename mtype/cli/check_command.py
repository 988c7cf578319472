"""`virt-machine-type check`"""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from mtype import __version__
from mtype.check.baseline import Key, apply_baseline, may_be_known, read_baseline, write_baseline
from mtype.check.result import Result
from mtype.check.run import run
from mtype.check.selection import chosen_rules
from mtype.check.settings import MAX_BYTES, Settings
from mtype.cli.catalogue_files import open_catalogue
from mtype.cli.named_file import read_text
from mtype.cli.option_values import parse_day, parse_horizon, parse_jobs, parse_max_size, words
from mtype.cli.options import (
    Capabilities,
    CatalogueFiles,
    Config,
    Connect,
    Emulator,
    Exclude,
    For,
    Formats,
    Jobs,
    MaxSize,
    Outputs,
    Today,
    make_app,
    option,
)
from mtype.cli.output import colour_wanted, deliver, is_terminal, pair_outputs, talk, width_wanted
from mtype.cli.progress import ProgressBar
from mtype.cli.project_file import project_of
from mtype.cli.targets import make_targets
from mtype.model.errors import SourceError, UsageError
from mtype.model.severity import Severity
from mtype.reports.formats import Format, render
from mtype.reports.summary import counted

app = make_app()


@app.command()
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", help="Files and folders with definitions; - reads the standard input."
        ),
    ] = None,
    connect: Connect = None,
    target: For = None,
    emulator: Emulator = None,
    capabilities: Capabilities = None,
    formats: Formats = None,
    outputs: Outputs = None,
    select: Annotated[
        list[str] | None,
        option("--select", metavar="RULES", help="Run only these rules: ids, groups (MT2) or names."),
    ] = None,
    ignore: Annotated[
        list[str] | None, option("--ignore", metavar="RULES", help="Do not run these rules.")
    ] = None,
    fail_on: Annotated[
        str | None,
        option(
            "--fail-on",
            metavar="SEVERITY",
            help="error (default), warning, info or never: from which "
            "severity on findings make the exit code 1.",
        ),
    ] = None,
    horizon: Annotated[
        str | None,
        option("--horizon", metavar="SPAN", help="Also report types that go within this time, such as 2y."),
    ] = None,
    today: Today = None,
    baseline: Annotated[
        str | None,
        option("--baseline", metavar="FILE", help="Report only findings that are not in this file."),
    ] = None,
    write_baseline_to: Annotated[
        str | None,
        option("--write-baseline", metavar="FILE", help="Write all findings of this run as a baseline."),
    ] = None,
    schema: Annotated[
        str | None,
        option(
            "--schema",
            metavar="own|libvirt",
            help="Validate the structure too, with our schema or with the libvirt schemas of this host.",
        ),
    ] = None,
    exclude: Exclude = None,
    max_size: MaxSize = None,
    jobs: Jobs = None,
    config: Config = None,
    catalogue_files: CatalogueFiles = None,
) -> None:
    """Lint stored libvirt definitions for a target release, or the guests of a host.

    Reads domain, domstatus, snapshot and checkpoint XML and libvirt save images, which needs no libvirt, no
    QEMU and no network; with --connect all of that of every guest, held to what its own emulator offers.

    Exit codes: 0 clean; 1 findings at or above --fail-on; 2 wrong usage or unreadable configuration;
    3 something could not be read, or nothing was scanned.
    """  # fmt: skip
    started = time.monotonic()
    project = project_of(config)
    if not paths and not connect:
        raise UsageError("say what to check: files, folders, - for the standard input, or --connect URI")
    threshold = _severity(fail_on or project.fail_on or "error")
    pairs = pair_outputs(_known_formats(words(formats) or ["text"]), outputs or [])
    day = parse_day(today or project.today)
    catalogue = open_catalogue(catalogue_files or project.catalogue)
    names = words(target) or project.targets
    captures = words(capabilities)
    asked = bool(names or emulator or captures)
    # Guests are held to what their own emulator offers, unless somebody names a target.
    targets = make_targets(catalogue, names, emulator, captures) if paths or asked else ()
    settings = Settings(
        targets=targets,
        today=day,
        horizon=parse_horizon(horizon or project.horizon, day),
        rules=chosen_rules(words(select) or project.select, words(ignore) or project.ignore),
        root=project.root,
        exclude=(*project.exclude, *(exclude or ())),
        suppressions=project.suppress,
        max_bytes=parse_max_size(max_size, MAX_BYTES),
        schema=_schema(schema or project.schema),
        jobs=parse_jobs(jobs or project.jobs),
    )
    known = _read_known(baseline or project.baseline)
    stdin = sys.stdin.buffer if sys.stdin is not None else None
    gc.freeze()  # nothing of what was loaded so far ever goes
    gc.enable()
    bar = ProgressBar() if is_terminal(sys.stderr) else None  # only where a person watches
    try:
        result = run(paths or (), settings, version=__version__, stdin=stdin, progress=bar)
        if connect:
            from mtype.check.guests import with_guests
            from mtype.cli.check_guests import check_guests

            named = targets if asked else ()
            result = with_guests(result, check_guests(catalogue, connect, settings, named))
    finally:
        if bar is not None:
            bar.close()
    if write_baseline_to:
        deliver(write_baseline(result.findings), write_baseline_to)
        known_from_now = sum(map(may_be_known, result.findings))
        talk(f"{counted(known_from_now, 'finding')} written to {write_baseline_to}")
    result = _without_known(result, known)._replace(seconds=round(time.monotonic() - started, 3))
    failures: list[SourceError] = []  # one file that cannot be written does not take the others along
    for name, place in pairs:
        here = place is None
        text = render(
            result,
            name,
            rules=settings.rules,
            color=here and colour_wanted(),
            width=width_wanted() if here else None,
        )
        try:
            deliver(text, place)
        except SourceError as error:
            failures.append(error)
    if failures:
        raise SourceError("\n".join(map(str, failures)))
    raise typer.Exit(result.exit_code(threshold))


def _severity(word: str) -> Severity | None:
    if word == "never":
        return None
    try:
        return Severity(word)
    except ValueError as error:
        raise UsageError(f"--fail-on {word!r} is none of error, warning, info, never") from error


def _known_formats(names: list[str]) -> list[str]:
    known = [form.value for form in Format]
    for name in names:
        if name not in known:
            raise UsageError(f"--format {name!r} is none of {', '.join(known)}")
    return names


def _schema(word: str | None) -> str | None:
    if word not in (None, "own", "libvirt"):
        raise UsageError(f"--schema {word!r} is neither own nor libvirt")
    return word


def _read_known(path: str | None) -> Counter[Key] | None:
    return read_baseline(read_text(Path(path), "the baseline"), path) if path else None


def _without_known(result: Result, known: Counter[Key] | None) -> Result:
    if known is None:
        return result
    fresh, silenced, stale = apply_baseline(result.findings, known)
    if stale:
        entries = "1 entry of the baseline occurs" if stale == 1 else f"{stale} entries of the baseline occur"
        talk(f"{entries} no longer: write it anew with --write-baseline")
    return result._replace(findings=tuple(fresh), suppressed=result.suppressed + silenced)
