"""Is every vendor that is named described?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, nearest
from mtype.catalogue.shape import Report


def unknown_vendor(content: Content, report: Report) -> None:
    """Whose types a line offers, and whose increments are in one order with whose types, hangs on it."""
    known = content.vendors
    for key, node in known.items():
        extends = node.text("extends")
        if extends is None:
            continue
        if extends not in known:
            report.add(node, f"{key} extends {extends!r}, which is not in vendors", nearest(extends, known))
        elif known[extends].get("extends") or extends == key:
            tip = "name the vendor whose types are no increments"
            report.add(node, f"{key} extends {extends}, which extends a vendor itself", tip)
    for key, node in content.line_nodes.items():
        line = content.lines[key]
        for vendor in (line["vendor"], *line["carries"]):
            if vendor not in known:
                report.add(node, f"the vendor {vendor!r} is not in vendors", nearest(vendor, known))
