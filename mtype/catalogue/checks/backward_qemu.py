"""Does no release ship an older QEMU than the one before it?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, words
from mtype.catalogue.checks.order import in_order
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.version import Version, parse_version


def backward_qemu(content: Content, report: Report) -> None:
    """It hardly ever happens, and a mistyped version looks like it; a note that says why is believed. Stable
    releases do not count: testing may lag behind an update of stable."""
    for node in content.line_nodes.values():
        for former, before, release, after in in_order(node.nodes("releases"), _qemu):
            if after[1][:2] < before[0][:2] and not release.get("note"):
                message = f"{words(release)[0]} ships an older QEMU than {words(former)[0]}"
                report.add(release, message, "correct a version, or say why in a note")


def _qemu(release: Node) -> tuple[Version, Version] | None:
    """The version, or the range where only bounds are known, as the oldest and the newest it can be."""
    told = release.get("qemu")
    if told is None:
        return None
    ends = [told.text("from"), told.text("to")] if told.get("from") else [str(told.value)] * 2
    oldest, newest = (parse_version(end or "") for end in ends)
    return oldest, newest
