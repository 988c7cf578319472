"""`virt-machine-type catalogue`"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from typing import Annotated

import typer

from mtype.cli.catalogue_files import open_catalogue
from mtype.cli.options import Capabilities, CatalogueFiles, For, Formats, Outputs, option
from mtype.cli.output import colour_wanted, deliver, pair_outputs, width_wanted
from mtype.model.errors import SourceError, UsageError
from mtype.model.exit_code import ExitCode

_CONTEXT = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    add_completion=False, rich_markup_mode=None, no_args_is_help=True, context_settings=_CONTEXT
)


@app.callback()
def catalogue() -> None:
    """The facts: is an overlay valid, is it true of a real emulator, and where is something known from?

    Exit codes: 0; 1 the catalogue and an emulator differ; 2 wrong usage, or a catalogue that is not valid;
    3 an emulator could not be asked.
    """


@app.command(context_settings=_CONTEXT, short_help="Say whether overlays are valid.")
def validate(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FILE]...", help="Overlays. Without one, the shipped catalogue."),
    ] = None,
    formats: Formats = None,
    outputs: Outputs = None,
    catalogue_files: CatalogueFiles = None,
) -> None:
    """Say whether overlays are valid, what they add and which shipped facts they override.

    Each FILE is judged by itself, on top of the shipped catalogue and what --catalogue adds to it. All its
    problems are told at once, with line and tip. Formats: text, json, github.

    Exit codes: 0 all are valid; 2 one is not, or wrong usage.
    """
    from mtype.cli.showings import as_json
    from mtype.cli.validation import validated
    from mtype.reports.validation import as_validation_github, as_validation_text

    writers = _writers(formats, outputs, ("text", "json", "github"))
    content = validated(catalogue_files or [], files or [])

    def write(form: str, color: bool, width: int | None) -> str:
        if form == "json":
            return as_json(content)
        if form == "github":
            return as_validation_github(content)
        return as_validation_text(content, color=color, width=width)

    _deliver(writers, write)
    if not all(file["valid"] for file in content["files"]):
        raise typer.Exit(ExitCode.USAGE)


@app.command(context_settings=_CONTEXT, short_help="Compare the catalogue with real emulators.")
def verify(
    target: For = None,
    emulators: Annotated[
        list[str] | None,
        option("--emulator", metavar="PATH", help="Compare with what this QEMU binary lists; repeatable."),
    ] = None,
    capabilities: Capabilities = None,
    formats: Formats = None,
    outputs: Outputs = None,
    catalogue_files: CatalogueFiles = None,
) -> None:
    """Compare the catalogue with what real emulators list: the check for a new package.

    Says what is missing (the catalogue has it, the emulator lacks it), extra, or different (alias, default,
    deprecated), and what was not compared because the source does not tell it. Formats: text, json, github.

    Exit codes: 0 no difference; 1 differences; 2 wrong usage, or a file that is none of the four kinds;
    3 an emulator could not be asked.
    """
    from mtype.cli.verification import FORMATS, verification

    writers = _writers(formats, outputs, FORMATS)
    known = open_catalogue(catalogue_files)
    result = verification(known, target or [], emulators or [], capabilities or [])
    _deliver(writers, lambda name, color, width: FORMATS[name](result, color, width))
    raise typer.Exit(result.exit_code)


@app.command(context_settings=_CONTEXT, short_help="Print everything known of a name, with its sources.")
def show(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[NAME]",
            help="A machine type, alias, board, release (ubuntu:noble), line of releases, or source; with "
            "--gaps a line of releases.",
        ),
    ] = None,
    gaps: Annotated[
        bool, option("--gaps", help="List what is recorded as unknown, inferred or only bounded.")
    ] = False,
    formats: Formats = None,
    outputs: Outputs = None,
    catalogue_files: CatalogueFiles = None,
) -> None:
    """Print everything known of a name: its life, who offers it, and every source with its line.

    With --gaps, print what is not known, by line of releases. Formats: text, json.

    Exit codes: 0, or 2 if nothing is called that.
    """
    from mtype.cli.showings import as_json, as_text, gap_fields, read_tree, shown

    writers = _writers(formats, outputs, ("text", "json"))
    if name is None and not gaps:
        raise UsageError("say what to show: a NAME such as pc-q35-noble or ubuntu:noble, or --gaps")
    known = open_catalogue(catalogue_files)
    tree = read_tree(known)
    content = (
        gap_fields(known, tree, name) if gaps else {"name": name, "entries": shown(known, tree, name or "")}
    )
    _deliver(
        writers,
        lambda form, color, width: as_json(content) if form == "json" else as_text(content, color, width),
    )


def _writers(
    formats: Sequence[str] | None, outputs: Sequence[str] | None, known: Collection[str]
) -> list[tuple[str, str | None]]:
    """Each format with its place, in the order asked for."""
    names = [word for value in formats or ["text"] for word in value.split(",")]
    for name in names:
        if name not in known:
            raise UsageError(f"--format {name!r} is none of {', '.join(known)}")
    return pair_outputs(names, outputs or [])


def _deliver(
    writers: Sequence[tuple[str, str | None]], write: Callable[[str, bool, int | None], str]
) -> None:
    """One report that cannot be written does not take the others along."""
    failures: list[SourceError] = []
    for name, place in writers:
        here = place is None
        try:
            deliver(write(name, here and colour_wanted(), width_wanted() if here else None), place)
        except SourceError as error:
            failures.append(error)
    if failures:
        raise SourceError("\n".join(map(str, failures)))
