"""What does `list` show of types, releases and rules?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from mtype.catalogue.forecast import Forecast, removal_forecast
from mtype.catalogue.life import deprecated_in, removed_in
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import Offered
from mtype.catalogue.releases import all_releases
from mtype.catalogue.target import Target
from mtype.model.arch import qemu_arch
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.status import Status
from mtype.rules import RULES

# The columns of each list as text, and those to leave out first where a terminal is too narrow.
RULE_HEAD = ("rule", "severity", "since", "name")
RELEASE_HEAD = ("release", "codename", "released", "support_ends", "qemu", "libvirt")
TYPE_HEAD = ("name", "vendor", "status", "default", "stands for / goes with", "description")
LEAST = ("description", "vendor", "default", "libvirt", "codename", "since")


def rules() -> list[dict[str, str]]:
    """One row a rule."""
    return [
        {"rule": rule.id, "name": rule.name, "severity": rule.severity.value, "since": rule.since}
        for rule in RULES
    ]


def releases(
    catalogue: Catalogue, lines: Sequence[str], boards: Sequence[str], arch: str | None
) -> list[dict[str, Any]]:
    """One row a release, oldest first within a line; filtered by line or vendor, and by arch."""
    wanted = qemu_arch(arch) if arch else None
    return [
        release_row(release)
        for release in all_releases(catalogue)
        if (not lines or release.line in lines or catalogue.line(release.line).vendor in lines)
        and (wanted is None or wanted in release.arches)
        and (not boards or any(_has_board(catalogue, release, board) for board in boards))
    ]


def _has_board(catalogue: Catalogue, release: Release, board: str) -> bool:
    return any(board == kind.board for name in release.own for kind in catalogue.named(name))


def release_row(release: Release) -> dict[str, Any]:
    """What is known of a release, as the fields of `list releases`."""
    support = release.support
    return {
        "release": release.id,
        "line": release.line,
        "version": release.version,
        "codename": release.codename,
        "lts": release.lts,
        "released": _day(release.released),
        "support": {key: _day(getattr(support, key)) for key in ("standard", "extended", "legacy")},
        "support_ends": _day(support.ends),
        "qemu": release.qemu,
        "qemu_range": dict(zip(("from", "to"), release.qemu_range, strict=True))
        if release.qemu_range
        else None,
        "package": release.package,
        "libvirt": release.libvirt,
        "arches": list(release.arches),
        "evidence": release.evidence,
        "note": release.note,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def types(
    target: Target,
    arch: str,
    boards: Sequence[str],
    vendors: Sequence[str],
    statuses: Sequence[str],
    today: date,
) -> dict[str, Any]:
    """The machine types of a target on one arch: what it offers, and with a status filter such as `removed`
    also what it does not. `undetermined` names types of which it is not known whether it has them;
    `shipped` is whether it has an emulator for that arch, null where that is not known."""
    offer = target.offer(arch)
    rows = [_offered_row(target, arch, entry, today) for entry in (offer.entries if offer else ())]
    absent = {Status.REMOVED.value, Status.NEWER.value, Status.FOREIGN.value, Status.UNKNOWN.value}
    if absent & set(statuses):
        listed = {row["name"] for row in rows}
        rows += [
            _absent_row(target, arch, kind)
            for kind in target.catalogue.types
            if arch in kind.arches and kind.name not in listed
        ]
    kept = [
        row
        for row in rows
        if (not boards or row["board"] in boards)
        and (not vendors or row["vendor"] in vendors)
        and (not statuses or row["status"] in statuses)
    ]
    unsure = [
        kind.name
        for kind in (offer.unsure if offer else ())
        if (not boards or kind.board in boards) and (not vendors or kind.vendor in vendors)
    ]
    return {
        "release": target.release.id if target.release else None,
        "arch": arch,
        "shipped": target.ships(arch),
        "source": target.source,
        "evidence": _evidence(target),
        "machine_types": kept,
        "undetermined": unsure,
    }


def _evidence(target: Target) -> str | None:
    """How the catalogue knows, where it was the catalogue that was asked."""
    by_catalogue = target.source == target.catalogue.label
    return target.release.evidence if target.release and by_catalogue else None


def _offered_row(target: Target, arch: str, entry: Offered, today: date) -> dict[str, Any]:
    if entry.alias_of is not None:
        row = _row(entry.kind, entry.name, Status.FLOATING)
    else:
        status = Status.SUPPORTED if entry.deprecated is False else Status.DEPRECATED
        row = _row(entry.kind, entry.name, status)
        if entry.kind is not None and target.release is not None:
            row |= _life(target, entry.kind, target.release)
            ahead = removal_forecast(target.catalogue, entry.kind, target.release, arch, today)
            row |= removal_fields(ahead) if ahead is not None else {}
    row["alias_of"], row["default"] = entry.alias_of, entry.default
    row["description"] = entry.description or row["description"]
    return row


def _absent_row(target: Target, arch: str, kind: MachineType) -> dict[str, Any]:
    row = _row(kind, kind.name, target.judge(kind.name, arch).status)
    return row | (_life(target, kind, target.release) if target.release is not None else {})


def _row(kind: MachineType | None, name: str, status: Status) -> dict[str, Any]:
    return {
        "name": name,
        "board": kind.board if kind else None,
        "vendor": kind.vendor if kind else None,
        "alias_of": None,
        "default": False,
        "status": status.value,
        "deprecated_in": None,
        "removed_in": None,
        "removal": None,
        "forecast": None,
        "description": kind.description if kind else None,
    }


def _life(target: Target, kind: MachineType, release: Release) -> dict[str, Any]:
    return {
        "deprecated_in": deprecated_in(target.catalogue, kind, release),
        "removed_in": removed_in(target.catalogue, kind, release),
    }


def removal_fields(ahead: Forecast) -> dict[str, Any]:
    """When the type goes, as a person reads it, and with its basis as a program does."""
    day = f" {ahead.day:%Y-%m}" if ahead.day else ""
    if ahead.sure and ahead.expected:
        day = f" (expected{day})"
    return {
        "removal": f"{ahead.release}{day}{'' if ahead.sure else ' (forecast)'}",
        "forecast": {
            "removed_in": ahead.release,
            "day": _day(ahead.day),
            "day_expected": ahead.expected,
            "sure": ahead.sure,
            "basis": ahead.basis,
            "sources": list(ahead.sources),
        },
    }


def type_cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `types` as text: an alias has something that it stands for, a type an end."""
    outlook = f"= {row['alias_of']}" if row["alias_of"] else row["removal"]
    default = "maybe" if row["default"] is None else row["default"]
    return {**row, "default": default, "stands for / goes with": outlook}


def release_cells(row: dict[str, Any]) -> dict[str, Any]:
    """A row of `releases` as text."""
    span = row["qemu_range"]
    return {**row, "qemu": f"{span['from']} to {span['to']}" if span else row["qemu"]}
