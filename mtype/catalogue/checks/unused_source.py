"""Is every source cited?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report


def unused_source(content: Content, report: Report) -> None:
    """A source that nothing cites was meant for a fact that now stands without it."""
    used = {
        source
        for part, key, cited in content.below
        if key == "sources" and part != "sources"
        for source in cited.strings()
    }
    for key, node in content.root.mapping("sources").items():
        if key not in used:
            report.add(node, f"nothing cites the source {key}", "cite it where its facts stand, or remove it")
