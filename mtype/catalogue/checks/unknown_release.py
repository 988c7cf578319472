"""Is every release that is named one of its line?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, nearest, words
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.version import parse_version


def unknown_release(content: Content, report: Report) -> None:
    """What happened in a release that nobody knows happened at no time: the fact would have no effect. What
    a line says of its own releases is looked up where it is compiled."""
    for vendor, node in content.vendors.items():
        lines = [line for line in content.line_nodes.values() if line.text("vendor") == vendor]
        known = [word for line in lines for release in line.nodes("releases") for word in words(release)]
        for entry in node.nodes("types"):
            _check_qemu(entry, ("base", "also-in"), content, report)
            named = entry.text("release")
            if named is not None and named not in known:
                tip = nearest(named, known, "add the release to its line, or leave `release` out")
                report.add(entry, f"release names {named!r}, which is no release of {vendor}", tip)
        for policy in node.mapping("policies").values():
            if policy.text("kind") in (None, "qemu-majors"):
                _check_qemu(policy, ("deprecated-since", "removed-since"), content, report)


def _check_qemu(entry: Node, keys: tuple[str, ...], content: Content, report: Report) -> None:
    for key in keys:
        for named in entry.list(key):
            if parse_version(named)[:2] not in content.qemu:
                tip = nearest(named, content.qemu.values(), "add it to the line qemu, or correct it")
                report.add(entry, f"{key} names QEMU {named}, which is not in the line qemu", tip)
