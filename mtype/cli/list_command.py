"""`virt-machine-type list`"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Annotated

import typer

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.target import Target
from mtype.cli.catalogue_files import open_catalogue
from mtype.cli.list_output import show_list
from mtype.cli.listings import (
    RELEASE_HEAD,
    RULE_HEAD,
    TYPE_HEAD,
    release_cells,
    releases,
    rules,
    type_cells,
    types,
)
from mtype.cli.option_values import parse_day, parse_report_format
from mtype.cli.options import (
    Capabilities,
    CatalogueFiles,
    Connect,
    Emulator,
    For,
    Output,
    StateDir,
    Today,
    make_app,
    option,
)
from mtype.cli.output import talk
from mtype.cli.targets import make_targets
from mtype.model.arch import qemu_arch
from mtype.model.errors import UsageError
from mtype.model.status import Status
from mtype.rules.words import no_emulator

app = make_app()


class What(str, Enum):
    """What can be listed."""

    GUESTS = "guests"
    TYPES = "types"
    RELEASES = "releases"
    RULES = "rules"


@app.command(name="list")
def list_(
    what: Annotated[
        What, typer.Argument(metavar="[WHAT]", help="guests (default), types, releases or rules.")
    ] = What.GUESTS,
    connect: Connect = None,
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
            help="Only this status; removed and newer ask for types that the target does not offer.",
        ),
    ] = None,
    emulator: Emulator = None,
    capabilities: Capabilities = None,
    matrix: Annotated[
        str | None,
        option(
            "--matrix",
            metavar="LINE",
            help="For releases: which ways between those of this line, such as ubuntu, are supported for a "
            "live migration, on any day.",
        ),
    ] = None,
    report_format: Annotated[
        str,
        option(
            "--format", metavar="FORMAT", help="text (default) or json; of --matrix markdown or html too."
        ),
    ] = "text",
    output: Output = None,
    today: Today = None,
    state_dir: StateDir = None,
    catalogue_files: CatalogueFiles = None,
) -> None:
    """List guests of hosts, machine types of a target, releases the catalogue knows, or the rules of check.

    Guests are held to what their own emulator offers, with --for to what another release does.

    Exit codes: 0; 1 if nothing matches the filters; 2 wrong usage; 3 a host or an emulator did not answer.
    """  # fmt: skip
    if matrix is not None:
        if what is not What.RELEASES:
            raise UsageError("--matrix is about releases: list releases --matrix LINE")
        from mtype.cli.list_matrix import show_matrix

        return show_matrix(open_catalogue(catalogue_files), matrix, report_format, output)
    parse_report_format(report_format)
    for word in status or ():
        if word not in [known.value for known in Status]:
            raise UsageError(f"--status {word!r} is none of {', '.join(s.value for s in Status)}")
    if what is What.RULES:
        return show_list(report_format, output, {"rules": rules()}, RULE_HEAD, rules())
    if what is What.GUESTS:
        from mtype.hosts.reading import start_reading

        readings = start_reading(connect or ())  # they are on their way while the rest is loaded
    catalogue = open_catalogue(catalogue_files)
    if what is What.RELEASES:
        rows = releases(catalogue, vendor or [], board or [], arch)
        return show_list(report_format, output, {"releases": rows}, RELEASE_HEAD, map(release_cells, rows))
    if what is What.GUESTS:
        from mtype.cli.list_guests import Wanted, list_guests, show_guests

        held_to = target or emulator or capabilities
        named = _target(catalogue, target, emulator, capabilities) if held_to else None
        chosen = Wanted(board or (), vendor or (), status or (), arch)
        listed = list_guests(catalogue, readings, named, chosen, parse_day(today), state_dir)
        return show_guests(listed, report_format, output, filtered=any(chosen))
    one = _target(catalogue, target, emulator, capabilities)
    wanted = qemu_arch(arch) if arch else _own_arch(one.arches)
    listing = types(one, wanted, board or [], vendor or [], status or [], parse_day(today))
    if listing["shipped"] is False:
        talk(no_emulator(one, wanted))
    if listing["undetermined"] and report_format == "text":
        names = ", ".join(listing["undetermined"])
        talk(f"not known whether {one.label} has: {names}")
    return show_list(report_format, output, listing, TYPE_HEAD, map(type_cells, listing["machine_types"]))


def _target(
    catalogue: Catalogue, names: Sequence[str] | None, emulator: str | None, captures: Sequence[str] | None
) -> Target:
    targets = make_targets(catalogue, names or [], emulator, captures or [])
    if len(targets) > 1:
        raise UsageError("list is about one release: give --for once")
    return targets[0]


def _own_arch(known: Sequence[str]) -> str:
    import platform

    machine = qemu_arch(platform.machine())
    return machine if machine in known or not known else known[0]
