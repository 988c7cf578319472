"""Is every source that is cited described?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, nearest
from mtype.catalogue.shape import Report


def unknown_source(content: Content, report: Report) -> None:
    """A key under which nothing stands says nothing to who wants to read where a fact comes from."""
    known = content.root.mapping("sources")
    for part, key, cited in content.below:
        if key == "sources" and part != "sources":
            for source in cited.items() if isinstance(cited.value, list) else (cited,):
                named = str(source.value)
                if named not in known:
                    report.add(source, f"the source {named!r} is not in sources", nearest(named, known))
