"""Is there a line of releases of every vendor?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report


def unused_vendor(content: Content, report: Report) -> None:
    """Types of a vendor that ships nothing are offered by nobody."""
    used = {line["vendor"] for line in content.lines.values()}
    for name, node in content.vendors.items():
        if name not in used:
            report.add(node, f"no line is of the vendor {name}", "add its line of releases, or remove it")
