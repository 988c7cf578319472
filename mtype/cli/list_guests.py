"""How are the guests of hosts listed?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import typer

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.target import Target
from mtype.cli.guest_rows import GUEST_HEAD, GUEST_LEAST, GUEST_SPARSE, guest_cells, guest_row
from mtype.cli.list_output import cell, list_json, list_text
from mtype.cli.output import deliver, talk, width_wanted
from mtype.hosts.guest_targets import GuestTargets
from mtype.hosts.reading import Reading
from mtype.model.arch import qemu_arch
from mtype.model.definition import Definition
from mtype.model.errors import MtypeError
from mtype.model.exit_code import ExitCode
from mtype.reports.escape import brief, printable
from mtype.upgrade.open_work import open_work
from mtype.upgrade.standing import Standing, Standings, TargetOf
from mtype.upgrade.state_folder import state_folder


class Wanted(NamedTuple):
    """Which guests are listed: empty means all."""

    boards: Sequence[str] = ()
    vendors: Sequence[str] = ()
    statuses: Sequence[str] = ()
    arch: str | None = None


class Listed(NamedTuple):
    """The guests of all hosts that answered, by host; `hosts` has, by URI, why one did not; `whole` is
    whether everything could be found out."""

    standings: list[Standing]
    hosts: dict[str, str | None]
    whole: bool


class Named:
    """Every guest is held to one target, which was named on the command line."""

    def __init__(self, target: Target) -> None:
        self._target = target

    def target(self, definition: Definition) -> Target:
        """The same for all."""
        return self._target


def list_guests(
    catalogue: Catalogue,
    readings: Sequence[Reading],
    named: Target | None,
    wanted: Wanted,
    today: date,
    state_dir: str | None,
) -> Listed:
    """How the guests of hosts stand, at `named` or each at what its own emulator offers. What could not be
    found out is said on stderr, of each guest."""
    found = Standings(today, open_work(state_folder(state_dir)))
    kept: list[Standing] = []
    hosts: dict[str, str | None] = {}
    whole = True
    for reading in readings:
        uri, standings = reading.uri or "default", []
        try:
            with reading.connection() as host:
                uri = host.uri
                hosts[uri] = None
                targets: TargetOf = Named(named) if named else GuestTargets(host, catalogue)
                for guest in reading.guests():
                    standings.append(found.standing(guest, targets))
        except MtypeError as error:
            hosts[uri] = str(error)
            talk(str(error))
        for standing in standings:
            for reason in dict.fromkeys(standing.reasons):
                talk(f"{brief(standing.guest.name)}: {reason}")
                whole = False
        kept += [standing for standing in standings if _is_wanted(standing, wanted)]
    return Listed(kept, hosts, whole and not any(hosts.values()))


def show_guests(listed: Listed, report_format: str, output: str | None, *, filtered: bool) -> None:
    """Deliver the list of guests, and end with the exit code."""
    if report_format == "json":
        hosts = [{"uri": uri, "error": error} for uri, error in listed.hosts.items()]
        text = list_json({"hosts": hosts, "guests": [guest_row(one) for one in listed.standings]})
    else:
        text = _text(listed, width_wanted() if output is None else None)
    deliver(text, output)
    if not listed.whole:
        raise typer.Exit(ExitCode.INCOMPLETE)
    if not listed.standings:
        talk("nothing matches" if filtered else f"no guests at {', '.join(listed.hosts)}")
        raise typer.Exit(ExitCode.FINDINGS if filtered else ExitCode.CLEAN)


def _text(listed: Listed, width: int | None) -> str:
    """One table; in a terminal one for each of several hosts, whose names would fill the lines."""
    several = len(listed.hosts) > 1
    if width is None or not several:
        left_out = () if several else ("host",)
        return _table(listed.standings, left_out, width)
    parts = []
    for uri in listed.hosts:
        standings = [one for one in listed.standings if one.guest.uri == uri]
        if standings:
            parts.append(f"{printable(uri)}\n{_table(standings, ('host',), width)}")
    return "\n".join(parts)


def _table(standings: Sequence[Standing], left_out: Sequence[str], width: int | None) -> str:
    cells = [guest_cells(one, cut=width is not None) for one in standings]
    empty = {name for name in GUEST_SPARSE if width is not None and not any(one[name] for one in cells)}
    head = [name for name in GUEST_HEAD if name not in left_out and name not in empty]
    rows = [[cell(one[name]) for name in head] for one in cells]
    return list_text(head, rows, width, GUEST_LEAST) if rows else ""


def _is_wanted(standing: Standing, wanted: Wanted) -> bool:
    kind = standing.verdict.judged.kind if standing.verdict else None
    arch = standing.definition.arch if standing.definition else None
    return (
        (not wanted.boards or (kind is not None and kind.board in wanted.boards))
        and (not wanted.vendors or (kind is not None and kind.vendor in wanted.vendors))
        and (not wanted.statuses or standing.status.value in wanted.statuses)
        and (wanted.arch is None or qemu_arch(arch or "") == qemu_arch(wanted.arch))
    )
