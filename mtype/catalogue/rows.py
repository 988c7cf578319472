"""How does a row of the compiled catalogue become a value?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from mtype.catalogue.facts import AliasFact, Board, Break, Cadence, Line, Migration, Policy, Vendor
from mtype.model.machine_type import MachineType, Quirk
from mtype.model.release import Release, Support, Update
from mtype.model.version import Bound, parse_bound


def machine_type(row: Mapping[str, Any]) -> MachineType:
    """One row of `types`."""
    quirk = row.get("quirk")
    return MachineType(
        name=row["name"],
        board=row["board"],
        vendor=row["vendor"],
        arches=tuple(row["arches"]),
        rank=tuple(row["rank"]),
        introduced=_bound(row.get("introduced")),
        deprecated=_bound(row.get("deprecated")),
        removed=_bound(row.get("removed")),
        also_in=tuple(row.get("also_in", ())),
        default=_bound(row.get("default")),
        default_until=_bound(row.get("default_until")),
        base=row.get("base"),
        variants=tuple(row.get("variants", ())),
        increment_of=row.get("increment_of"),
        successor=row.get("successor"),
        build=row.get("build"),
        release=row.get("release"),
        description=row.get("description"),
        quirk=_quirk(quirk) if quirk else None,
        sources=tuple(row.get("sources", ())),
        policy=row.get("policy"),
        versioned=row["versioned"],
    )


def _quirk(row: Mapping[str, Any]) -> Quirk:
    return Quirk(**{**row, "sources": tuple(row["sources"]), "since_qemu": _bound(row["since_qemu"])})


def board(key: str, row: Mapping[str, Any]) -> Board:
    """One entry of `boards`."""
    return Board(
        key,
        tuple(row["arches"]),
        row["alias"],
        tuple(row["default"]),
        row["pci"],
        row["description"],
        tuple(row["without_pci"]),
    )


def vendor(key: str, row: Mapping[str, Any]) -> Vendor:
    """One entry of `vendors`."""
    aliases = tuple(
        AliasFact(alias, target, tuple(arches), parse_bound(since), _bound(until))
        for alias, target, arches, since, until in row["aliases"]
    )
    policies = {name: policy(fields) for name, fields in row["policies"].items()}
    return Vendor(key, row["name"], row["extends"], row["own_types_only"], aliases, policies, row["unlisted"])


def policy(row: Mapping[str, Any]) -> Policy:
    """One policy of a vendor, or of a line that keeps it."""
    lists = {name: tuple(row.get(name, ())) for name in ("sources", "boards")}
    return Policy(**{"caveat": None, **row, **lists})


def line(key: str, row: Mapping[str, Any]) -> Line:
    """One entry of `lines`."""
    return Line(
        key=key,
        name=row["name"],
        vendor=row["vendor"],
        carries=tuple(row["carries"]),
        aliases=tuple((alias, on, since) for alias, on, since in row["aliases"]),
        default=row["default"],
        os_release=tuple(row["os_release"]),
        releases=tuple(_release(key, item) for item in row["releases"]),
        deprecated=tuple(frozenset(item["deprecated"]) for item in row["releases"]),
        policies=tuple(policy(fields) for fields in row["policies"]),
        cadence=_cadence(row["cadence"]) if row["cadence"] else None,
        breaks=tuple(
            Break(one["from_before"], one["to"], one["what"], tuple(one["affects"]), tuple(one["sources"]))
            for one in row["breaks"]
        ),
        migrations=tuple(_migration(said) for said in row["migrations"]),
    )


def _migration(row: Mapping[str, Any]) -> Migration:
    lists = {"sources": tuple(row["sources"]), "also": tuple((start, end) for start, end in row["also"])}
    return Migration(**{**row, **lists})


def _cadence(row: Mapping[str, Any]) -> Cadence:
    month, every = row["lts"] or (None, None)
    months, sources = tuple(row["months"]), tuple(row["sources"])
    return Cadence(row["numbers"], row["every"], months, month, every, row["evidence"], sources)


def _release(line_key: str, row: Mapping[str, Any]) -> Release:
    return Release(
        line=line_key,
        version=row["version"],
        place=row["index"],
        codename=row["codename"],
        pocket=row["pocket"],
        lts=row["lts"],
        released=_day(row["released"]),
        support=Support(*(_day(day) for day in row["support"])),
        qemu=row["qemu"],
        package=row["package"],
        libvirt=row["libvirt"],
        arches=tuple(row["arches"]),
        own=tuple(row["own"]),
        unsure=(*row["unsure"], *row["unsure_upstream"]),
        aliases=tuple((alias, target) for alias, target in row["aliases"]),
        without=tuple(row["without"]),
        also=tuple(row["also"]),
        builds=None if row["builds"] is None else tuple(row["builds"]),
        updates=tuple(Update(pkg, _day(day), tuple(adds)) for pkg, day, adds in row["updates"]),
        evidence=row["evidence"] or "unknown",
        sources=tuple(row["sources"]),
        note=row["note"],
        qemu_range=(row["qemu_range"][0], row["qemu_range"][1]) if row["qemu_range"] else None,
        supports=tuple(row["supports"]),
    )


@cache  # a few dozen versions stand in hundreds of rows
def _bound(text: str | None) -> Bound | None:
    return parse_bound(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
