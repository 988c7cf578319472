"""`virt-machine-type list`"""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import Enum
from typing import Annotated, Any

import typer

from mtype.cli.catalogue_files import open_catalogue
from mtype.cli.listings import RULE_HEAD, releases, rules, types
from mtype.cli.options import Capabilities, CatalogueFiles, Emulator, For, option
from mtype.cli.output import deliver, talk, width_wanted
from mtype.cli.table import table
from mtype.cli.targets import make_targets
from mtype.model.arch import qemu_arch
from mtype.model.errors import UsageError
from mtype.model.status import Status

app = typer.Typer(
    add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]}
)


class What(str, Enum):
    """What can be listed."""

    TYPES = "types"
    RELEASES = "releases"
    RULES = "rules"


@app.command(name="list")
def list_(
    what: Annotated[What, typer.Argument(metavar="WHAT", help="types, releases or rules.")],
    target: For = None,
    arch: Annotated[
        str | None,
        option(
            "--arch", metavar="ARCH", help="An arch as libvirt, Debian or QEMU call it. Default: this host's."
        ),
    ] = None,
    board: Annotated[
        list[str] | None, option("--board", metavar="BOARD", help="Only this board, such as pc-q35.")
    ] = None,
    vendor: Annotated[
        list[str] | None,
        option("--vendor", metavar="VENDOR", help="Only this vendor, or for releases this line."),
    ] = None,
    status: Annotated[
        list[str] | None,
        option(
            "--status",
            metavar="STATUS",
            help="Only types of this status; removed and newer ask for types that the target does not offer.",
        ),
    ] = None,
    emulator: Emulator = None,
    capabilities: Capabilities = None,
    report_format: Annotated[
        str, option("--format", metavar="FORMAT", help="text (default) or json.")
    ] = "text",
    output: Annotated[str | None, option("--output", metavar="FILE", help="Where the list goes.")] = None,
    catalogue_files: CatalogueFiles = None,
) -> None:
    """List the machine types of a target, the releases the catalogue knows, or the rules of check.

    Exit codes: 0; 1 if nothing matches the filters; 2 wrong usage.
    """  # fmt: skip
    if report_format not in ("text", "json"):
        raise UsageError(f"--format {report_format!r} is neither text nor json")
    for word in status or ():
        if word not in [known.value for known in Status]:
            raise UsageError(f"--status {word!r} is none of {', '.join(s.value for s in Status)}")
    if what is What.RULES:
        return _show(report_format, output, {"rules": rules()}, RULE_HEAD, rules())
    catalogue = open_catalogue(catalogue_files)
    if what is What.RELEASES:
        rows = releases(catalogue, vendor or [], board or [], arch)
        head = ["release", "codename", "released", "support_ends", "qemu", "libvirt"]
        return _show(report_format, output, {"releases": rows}, head, rows)
    targets = make_targets(catalogue, target or [], emulator, capabilities or [])
    if len(targets) > 1:
        raise UsageError("list types is about one release: give --for once")
    wanted = qemu_arch(arch) if arch else _own_arch(targets[0].arches)
    listing = types(targets[0], wanted, board or [], vendor or [], status or [])
    if listing["undetermined"] and report_format == "text":
        names = ", ".join(listing["undetermined"])
        talk(f"not known whether {targets[0].label} has: {names}")
    head = ["name", "alias_of", "vendor", "status", "default", "removal", "description"]
    return _show(report_format, output, listing, head, listing["machine_types"])


def _own_arch(known: Sequence[str]) -> str:
    import platform

    machine = qemu_arch(platform.machine())
    return machine if machine in known or not known else known[0]


def _show(
    report_format: str,
    output: str | None,
    content: dict[str, Any],
    head: Sequence[str],
    rows: Sequence[dict[str, Any]],
) -> None:
    if report_format == "json":
        text = json.dumps({"schema_version": "1.0", **content}, indent=2, ensure_ascii=False) + "\n"
    else:
        cells = [[_cell(row.get(column)) for column in head] for row in rows]
        text = table([column.replace("_", " ") for column in head], cells, width_wanted())
    deliver(text, output)
    if not rows:
        talk("nothing matches")
        raise typer.Exit(1)


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
