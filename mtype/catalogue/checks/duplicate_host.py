"""Is every host of one line?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report


def duplicate_host(content: Content, report: Report) -> None:
    """A host finds its line by the ID in /etc/os-release: with two lines of one ID it would find the first,
    and be told what another system offers."""
    seen: dict[str, str] = {}
    for key, node in content.line_nodes.items():
        for word in dict.fromkeys(node.list("os-release")):
            if word in seen:
                message = f"the os-release {word} is that of the line {seen[word]} too"
                report.add(node, message, "leave it to one of them")
            seen.setdefault(word, key)
