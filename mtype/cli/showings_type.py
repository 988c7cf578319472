"""What does `catalogue show` tell of a machine type, an alias, a board?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from mtype.catalogue.forecast import Forecast, removal_forecast
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.catalogue.spans import MAYBE, Offering, Span, offerings, pointings
from mtype.catalogue.successor import successor
from mtype.catalogue.target import Target
from mtype.model.errors import UsageError
from mtype.model.machine_type import MachineType
from mtype.model.version import Bound, Version, format_version, parse_version

Fields = dict[str, Any]


def type_fields(catalogue: Catalogue, kind: MachineType) -> Fields:
    """Everything known of one machine type but where it is written."""
    offered = list(offerings(catalogue, kind))
    return {
        "is": "type",
        "name": kind.name,
        "vendor": kind.vendor,
        "vendor_name": catalogue.vendors[kind.vendor].name,
        "board": kind.board,
        "description": kind.description,
        "arches": list(kind.arches),
        "introduced": _moment(catalogue, kind.introduced),
        "also_in": list(kind.also_in),
        "deprecated": _moment(catalogue, kind.deprecated),
        "removed": _moment(catalogue, kind.removed),
        "base": kind.base,
        "made_for": _made_for(catalogue, kind),
        "increment_of": kind.increment_of,
        "variants": list(kind.variants),
        "build": kind.build,
        "quirk": kind.quirk.summary if kind.quirk else None,
        "successor": _successor(catalogue, kind),
        "offered": [{"line": one.line, "spans": _spans(one.offered)} for one in offered],
        "aliases": [
            {"alias": alias, "line": one.line, "spans": _spans(found)}
            for one in offered
            for alias, found in one.aliases.items()
        ],
        "default": [{"line": one.line, "spans": _spans(one.default)} for one in offered if one.default],
        "removal": _removals(catalogue, kind, offered),
    }


def alias_fields(catalogue: Catalogue, alias: str) -> Fields:
    """What an alias stands for, line by line."""
    return {
        "is": "alias",
        "name": alias,
        "vendor": catalogue.alias_names[alias],
        "targets": [
            {"line": one.line, "arches": list(one.arches), "spans": _spans(one.spans)}
            for one in pointings(catalogue, alias)
        ],
    }


def board_fields(catalogue: Catalogue, name: str) -> Fields:
    """A board that has versioned types."""
    board = catalogue.boards[name]
    kinds = [kind for kind in catalogue.types if kind.board == name and kind.versioned]
    return {
        "is": "board",
        "name": name,
        "description": board.description,
        "arches": list(board.arches),
        "alias": board.alias,
        "default_on": list(board.default_on),
        "pci": board.pci,
        "types": [
            {
                "vendor": vendor,
                "count": count,
                "oldest": _end(kinds, vendor, 0),
                "newest": _end(kinds, vendor, -1),
            }
            for vendor, count in Counter(kind.vendor for kind in kinds).items()
        ],
    }


def _end(kinds: list[MachineType], vendor: str, place: int) -> str:
    ranked = sorted((kind.rank, kind.name) for kind in kinds if kind.vendor == vendor)
    return ranked[place][1]


def _spans(found: Iterable[Span]) -> list[Fields]:
    return [
        {"what": one.what, "from": one.first.id, "to": one.last.id, "releases": one.length, "text": str(one)}
        for one in found
    ]


def _moment(catalogue: Catalogue, bound: Bound | None) -> Fields | None:
    """A QEMU version with the day it came out; `forecast` where it has not been released yet."""
    if bound is None:
        return None
    line = catalogue.line("qemu")
    days = {parse_version(release.version): release.released for release in line.releases}
    day = days.get((*bound.by[:2], 0)) if bound.by[2] == 0 else None
    newest: Version = max(days)
    return {
        "qemu": str(bound),
        "by": format_version(bound.by),
        "exact": bound.exact,
        "released": day.isoformat() if day else None,
        "forecast": bound.by > newest and bound.by[:2] != newest[:2],
    }


def _made_for(catalogue: Catalogue, kind: MachineType) -> Fields | None:
    """The release that a type is named after, whose support its own follows."""
    lines = [key for key in catalogue.line_names if catalogue.line(key).vendor == kind.vendor]
    if kind.release is None or not lines:
        return None
    try:
        release = find_release(catalogue, f"{lines[0]}:{kind.release}")
    except UsageError:
        return {"release": kind.release, "released": None, "support_ends": None}
    ends = release.support.ends
    return {
        "release": release.id,
        "released": release.released.isoformat() if release.released else None,
        "support_ends": ends.isoformat() if ends else None,
    }


def _successor(catalogue: Catalogue, kind: MachineType) -> Fields | None:
    """What replaces it at the newest release of its vendor's line that says so."""
    for key in catalogue.line_names:
        line = catalogue.line(key)
        if line.vendor != kind.vendor:
            continue
        for release in reversed(line.releases):
            target = Target(catalogue, release, release.id)
            found = successor(target, kind, kind.arches[0])
            if found is not None and (catalogue.compare(found, kind) or 0) > 0:
                return {"name": found.name, "at": release.id}
    return None


def _removals(catalogue: Catalogue, kind: MachineType, offered: list[Offering]) -> list[Fields]:
    """When each line drops it that still has it in its newest release; lines with one answer together."""
    found: dict[Forecast, list[str]] = {}
    for one in offered:
        last = [release for release in catalogue.line(one.line).releases if not release.pocket][-1]
        if one.offered[-1].last.place < last.place or one.offered[-1].what == MAYBE:
            continue
        forecast = removal_forecast(catalogue, kind, last, kind.arches[0])
        if forecast is not None:
            found.setdefault(forecast, []).append(one.line)
    return [
        {
            "lines": lines,
            "removed_in": ahead.release,
            "day": ahead.day.isoformat() if ahead.day else None,
            "sure": ahead.sure,
            "basis": ahead.basis,
        }
        for ahead, lines in found.items()
    ]
