"""Is a bare codename enough to find a release?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report


def duplicate_codename(content: Content, report: Report) -> None:
    """`--for noble` works because one line alone has a noble; with two of them both must be written out."""
    seen: dict[str, str] = {}
    for line, entry, _ in content.releases:
        codename = entry.text("codename")
        if codename is not None and seen.setdefault(codename, line) != line:
            message = f"the codename {codename} is one of the line {seen[codename]} too"
            report.add(entry, message, "leave it out here, or there")
