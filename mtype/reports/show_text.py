"""How does everything known of a name read on a terminal?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mtype.reports.braces import braced
from mtype.reports.escape import printable
from mtype.reports.summary import counted
from mtype.reports.terminal import BOLD, NARROWEST, painter, wrapped

Fields = Mapping[str, Any]
Row = tuple[str, str]
_LABEL = 14
_REMARKS = {"there": "", "deprecated": " (deprecated)", "maybe": " (not known)"}


def as_show_text(entries: Sequence[Fields], *, color: bool = False, width: int | None = None) -> str:
    """One block an entry: what it is, what is known of it, where that is written, and the sources."""
    paint = painter(color)
    width = width and max(width, NARROWEST)
    lines: list[str] = []
    for entry in entries:
        lines += [paint(line, BOLD) for line in wrapped(_TITLES[entry["is"]](entry), "", "  ", width)]
        for label, value in _ROWS[entry["is"]](entry):
            lines += _row(label, value, width)
        for title, rows in (("where it is written", _written(entry)), ("sources", _sources(entry))):
            listed = list(rows)
            lines += ["", paint(title, BOLD)] if listed else []
            for head, text in listed:
                lines += wrapped(head, "  ", "    ", width, whole=True)
                lines += wrapped(text, "    ", "    ", width, whole=True) if text else []
        lines.append("")
    return "\n".join(lines)


def _row(label: str, value: str, width: int | None) -> list[str]:
    indent = " " * (2 + _LABEL)
    first, *rest = wrapped(printable(value), indent, indent, width, whole=True)
    return [f"  {label.ljust(_LABEL)}{first[len(indent) :]}", *rest]


def _written(entry: Fields) -> Iterator[Row]:
    for fact in entry.get("facts", entry.get("cited", ())):
        place = f"{fact['path']}:{fact['line']}"
        cited = f" [{', '.join(fact['sources'])}]" if fact["sources"] and "facts" in entry else ""
        yield (
            f"{place} {fact['about']}: {fact['says']}{cited}",
            f"note: {fact['note']}" if fact["note"] else "",
        )


def _sources(entry: Fields) -> Iterator[Row]:
    for source in entry.get("sources", ()):
        where = f" ({source['where']})" if source["where"] else ""
        yield f"{source['source']} [{source['evidence']}]", f"{source['text']}{where}"


def _moment(moment: Fields | None) -> str:
    if moment is None:
        return ""
    if moment["forecast"]:
        return f"QEMU {moment['qemu']}, by policy (not released yet)"
    return f"QEMU {moment['qemu']}" + (f" ({moment['released']})" if moment["released"] else "")


def _span_words(spans: Sequence[Fields]) -> str:
    """`11 and 12, 13 (deprecated), 14 (not known)`."""
    return ", ".join(f"{span['text']}{_REMARKS[span['what']]}" for span in spans)


def _type_rows(entry: Fields) -> Iterator[Row]:
    yield "board", entry["board"]
    yield from _told("described", entry["description"])
    yield "arches", ", ".join(entry["arches"])
    yield from _told("introduced", _moment(entry["introduced"]))
    yield from _told("also in", ", ".join(f"QEMU {version}" for version in entry["also_in"]))
    yield from _told("deprecated", _moment(entry["deprecated"]))
    yield from _told("removed", _moment(entry["removed"]))
    yield from _told("built on", entry["base"] and f"QEMU {entry['base']}")
    yield from _told("made for", _made_for(entry["made_for"]))
    yield from _told("increment of", entry["increment_of"])
    yield from _told("variant", ", ".join(entry["variants"]))
    yield from _told("needs", entry["build"] and f"an emulator built with {entry['build']}")
    yield from _told("known broken", entry["quirk"])
    following = entry["successor"]
    yield from _told("lift it to", following and f"{following['name']} (the newest at {following['at']})")
    yield from _each("offered", [f"{one['line']}: {_span_words(one['spans'])}" for one in entry["offered"]])
    aliases = [f"{one['alias']} at {one['line']} {_span_words(one['spans'])}" for one in entry["aliases"]]
    yield from _each("aliases", aliases)
    yield from _each("default", [f"{one['line']}: {_span_words(one['spans'])}" for one in entry["default"]])
    yield from _each("removal", [_removal(one) for one in entry["removal"]])


def _removal(one: Fields) -> str:
    """A day that is no fact is marked as a forecast, with its basis."""
    day = f", {one['day']}" if one["day"] else ""
    sure = "" if one["sure"] else f" (forecast: {one['basis']})"
    return f"{', '.join(one['lines'])}: {one['removed_in']}{day}{sure}"


def _made_for(made: Fields | None) -> str:
    if made is None:
        return ""
    days = [f"released {made['released']}"] if made["released"] else []
    days += [f"supported until {made['support_ends']}"] if made["support_ends"] else []
    told = f" ({', '.join(days)})" if days else ""
    return f"{made['release']}{told}"


def _alias_rows(entry: Fields) -> Iterator[Row]:
    for one in entry["targets"]:
        yield one["line"], f"on {', '.join(one['arches'])}"
        yield "", "; ".join(f"{span['text']}: {span['what']}" for span in one["spans"])


def _board_rows(entry: Fields) -> Iterator[Row]:
    yield from _told("described", entry["description"])
    yield "arches", ", ".join(entry["arches"])
    yield from _told("alias", entry["alias"] and f"{entry['alias']}, of its newest type")
    yield from _told("default", entry["default_on"] and f"on {', '.join(entry['default_on'])}")
    yield from _told("PCI root", entry["pci"])
    kinds = [
        f"{one['count']} of {one['vendor']}: {one['oldest']} to {one['newest']}" for one in entry["types"]
    ]
    yield from _each("types", kinds)


def _release_rows(entry: Fields) -> Iterator[Row]:
    yield "QEMU", entry["qemu"] or " to ".join(entry["qemu_bounds"] or ()) or "not known"
    yield "libvirt", entry["libvirt"] or "not known"
    yield from _told("package", entry["package"])
    yield from _told("codename", entry["codename"])
    yield from _told("pocket", entry["pocket"])
    yield "released", (entry["released"] or "not known") + (" (LTS)" if entry["lts"] else "")
    ends = [f"{key} until {day}" for key, day in entry["support"].items() if day]
    yield "support", ", ".join(ends) or "not known"
    builds = entry["builds"]
    yield "built with", "not known" if builds is None else ", ".join(builds) or "no option"
    yield from _each("offers", [_offer(one) for one in entry["offers"]])
    for label, key in (("own types", "own"), ("maybe", "unsure"), ("lacks", "without"), ("also", "also")):
        yield from _each(label, list(braced(entry[key])))
    yield from _each("deprecates", list(braced(entry["deprecated"])))
    yield "evidence", entry["evidence"]
    yield from _told("note", entry["note"])


def _offer(one: Fields) -> str:
    parts = [counted(one["types"], "type")]
    parts += [f"{one['deprecated']} deprecated"] if one["deprecated"] else []
    parts += [f"{one['unsure']} maybe"] if one["unsure"] else []
    parts += [f"default {', '.join(one['default'])}"] if one["default"] else []
    return f"{one['arch']}: {', '.join(parts)}"


def _line_rows(entry: Fields) -> Iterator[Row]:
    yield "vendor", f"{entry['vendor']}, {entry['own_types']} types"
    yield from _told("carries", ", ".join(entry["carries"]))
    yield from _told("support", entry["own_types_only"])
    yield from _told("os-release", ", ".join(entry["os_release"]))
    yield from _each("migration", [*_migration(entry["migration"])])
    yield "releases", ", ".join(entry["releases"])


def _migration(statements: list[Fields]) -> Iterator[str]:
    if not statements:
        yield "no statement is known on ways between its releases"
    for said in statements:
        cited = ", ".join(said["sources"])
        oldest = said["qemu_since"]
        which = f"QEMU {oldest} and later" if oldest else f"{said['since']} to {said['until']}"
        yield f"{said['name']}, for {which}: {said['what']} [{cited}]"
        if said["caveat"]:
            yield f"but: {said['caveat']}"


def _source_rows(entry: Fields) -> Iterator[Row]:
    yield "says", entry["text"]
    yield "where", entry["where"] or "no lasting address"
    yield "evidence", entry["evidence"]
    yield from _told("date", entry["date"])


def _told(label: str, value: str | None) -> Iterator[Row]:
    if value:
        yield label, value


def _each(label: str, values: Sequence[str]) -> Iterator[Row]:
    for place, value in enumerate(values):
        yield label if place == 0 else "", value


_ROWS = {
    "type": _type_rows,
    "alias": _alias_rows,
    "board": _board_rows,
    "release": _release_rows,
    "line": _line_rows,
    "source": _source_rows,
}
_TITLES = {
    "type": lambda entry: f"{entry['name']}: machine type of {entry['vendor_name']}",
    "alias": lambda entry: f"{entry['name']}: alias of {entry['vendor']}",
    "board": lambda entry: f"{entry['name']}: board",
    "release": lambda entry: f"{entry['name']}: release of {entry['line_name']}",
    "line": lambda entry: f"{entry['name']}: releases of {entry['line_name']}",
    "source": lambda entry: f"{entry['name']}: source",
}
