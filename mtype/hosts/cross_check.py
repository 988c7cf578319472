"""Do the two lists of an emulator agree?"""

from __future__ import annotations

from dataclasses import replace

from mtype.hosts.help_text import with_deprecation
from mtype.hosts.listing import ListedMachine, Listing
from mtype.model.errors import EmulatorError
from mtype.model.version import parse_version

_MARKS_SINCE = (3, 0, 0)  # QEMU v3.0.0 vl.c: "(deprecated)" in the listing


def cross_check(by_qmp: Listing, by_help: Listing) -> Listing:
    """What both name, an alias with the same target: the rest, and aliases of the rest, are disagreements.

    Raises EmulatorError where they have nothing in common.
    """
    listings = by_qmp, by_help
    said, also = ({(m.name, m.alias_of) for m in listing.machines} for listing in listings)
    disputed = {name for name, _ in said ^ also}
    disputed |= {name for name, alias_of in said & also if alias_of in disputed}
    machines = tuple(m for m in by_qmp.machines if m.name not in disputed)
    if not machines:
        raise EmulatorError(f"{_two_things(by_qmp.emulator)} any machine type.")
    listing = replace(
        by_qmp,
        machines=machines,
        complete=by_qmp.complete and not disputed,
        cross_checked=True,
        disagreements=tuple(sorted(disputed)),
    )
    return _described(listing, by_help)


def agreed(listing: Listing) -> Listing:
    """`listing`, for those who want the whole truth or none: EmulatorError where it has disagreements."""
    names = listing.disagreements
    if names:
        more = " and others" if len(names) > 3 else ""
        raise EmulatorError(f"{_two_things(listing.emulator)} {', '.join(names[:3])}{more}.")
    return listing


def _two_things(emulator: str | None) -> str:
    return (
        f"{emulator or 'The emulator'} says two different things: QMP's query-machines and -machine help "
        "do not agree on"
    )


def _described(listing: Listing, by_help: Listing) -> Listing:
    """`listing` with the descriptions, which QMP does not give, in the order in which help has it."""
    said = {(m.name, m.alias_of): (place, m) for place, m in enumerate(by_help.machines)}
    pairs = [(said[m.name, m.alias_of], m) for m in listing.machines]
    pairs.sort(key=lambda pair: pair[0][0])
    machines = [
        replace(m, description=help_.description, deprecated=_first_known(m.deprecated, help_.deprecated))
        for (_, help_), m in pairs
    ]
    return replace(listing, machines=marked(tuple(machines), listing.version))


def _first_known(one: bool | None, other: bool | None) -> bool | None:
    """QEMU 3.0 to 4.0 marks what is deprecated in its help, but not yet in QMP."""
    return other if one is None else one


def marked(machines: tuple[ListedMachine, ...], version: str | None) -> tuple[ListedMachine, ...]:
    """Where nothing is marked although this QEMU marks what is deprecated, nothing is."""
    if version is None or parse_version(version) < _MARKS_SINCE:
        return machines
    return tuple(with_deprecation(m, False) if m.deprecated is None else m for m in machines)
