"""Has QEMU an emulator for every arch that a release is said to ship one for?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report
from mtype.model.version import parse_version


def early_arch(content: Content, report: Report) -> None:
    """The arches of a line are those of its newest releases. An older one that is said to ship what its QEMU
    did not have would offer nothing on that arch, or boards that run on any."""
    had = {parse_version(row["version"])[:2]: row["arches"] for row in content.lines["qemu"]["releases"]}
    for _, entry, row in content.releases:
        arches = had.get(parse_version(row["qemu"])[:2]) if row["qemu"] is not None else None
        early = [arch for arch in row["arches"] if arches is not None and arch not in arches]
        if early:
            message = f"ships an emulator for {', '.join(early)}, which QEMU {row['qemu']} has not"
            report.add(entry, message, "state since when the line has it, or the `arch` of this release")
