"""Is what an alias points at there, as long as the alias is?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, ReleaseEntry, nearest
from mtype.catalogue.rows import machine_type
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.machine_type import MachineType
from mtype.model.version import Version, parse_bound, parse_version


def lost_alias(content: Content, report: Report) -> None:
    """An alias of what is not there would be left out silently: neither it nor the mistake would be seen."""
    for node in content.vendors.values():
        for fact in node.nodes("aliases"):
            _upstream(content, fact, report)
    for release in content.releases:
        for alias, target in release.row["aliases"]:
            points = f"the alias {alias} points at {target}, which"
            if target in content.names and not _offered(content, release, target):
                tip = "correct the alias, or the `own` of this release"
                report.add(release.entry, f"{points} this release does not offer", tip)
            elif target not in content.names and target not in content.aliases:
                tip = nearest(target, content.names, "add it under vendors: types")
                report.add(release.entry, f"{points} no vendor describes", tip)


def _upstream(content: Content, fact: Node, report: Report) -> None:
    target, points = fact.text("target") or "", f"the alias {fact.text('alias')} points at"
    if target not in content.names and target in content.aliases:
        return
    for arch in fact.list("arch"):
        row = content.by_name.get((target, arch))
        if row is None:
            tip = nearest(target, content.names, "add it under vendors: types")
            report.add(fact, f"{points} {target}, which is not known on {arch}", tip)
        elif not _within(content, fact, machine_type(row)):
            tip = "an alias comes no earlier than what it points at, and goes no later"
            report.add(fact, f"{points} {target} in releases of QEMU without it", tip)


def _within(content: Content, fact: Node, kind: MachineType) -> bool:
    """Whether the life of an alias can lie within that of its target, as far as QEMU has been released."""
    came, gone = parse_bound(fact.text("introduced") or ""), fact.text("removed")
    if not _alive(kind, came.by):
        return False
    if kind.removed is None or kind.removed.by[:2] > max(content.qemu):
        return True
    return gone is not None and parse_bound(gone).reached(kind.removed.by) is not False


def _offered(content: Content, entry: ReleaseEntry, target: str) -> bool:
    """Whether the release has the type on one of its arches, or may have it."""
    row, line = entry.row, content.lines[entry.line]
    if target in (*row["own"], *row["also"], *row["unsure"], *row.get("unsure_upstream", ())):
        return True
    if target in row["without"] or "upstream" not in (line["vendor"], *line["carries"]):
        return False
    found = [content.by_name.get((target, arch)) for arch in row["arches"]]
    kinds = [machine_type(kind) for kind in found if kind and kind["vendor"] == "upstream"]
    return any(row["qemu"] is None or _alive(kind, parse_version(row["qemu"])) for kind in kinds)


def _alive(kind: MachineType, version: Version) -> bool:
    came = kind.introduced is None or bool(kind.also_in) or kind.introduced.reached(version) is not False
    return came and not (kind.removed is not None and kind.removed.reached(version))
