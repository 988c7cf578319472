"""Can one of its sources know what a release is said to be known by?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report

# The evidence of a release, and what one of its sources must be for it. What is inferred, unknown or only
# bounded needs nothing; the date of a tag or commit is told by a page that lists them too.
_NEEDS = {
    "emulator": {"emulator"},
    "listing": {"listing", "third-party", "changelog"},
    "source": {"source"},
    "patch": {"patch"},
    "changelog": {"changelog"},
    "documentation": {"documentation"},
    "tag": {"tag", "documentation"},
    "commit": {"commit", "documentation"},
    "third-party": {"third-party", "documentation"},
}


def stronger_evidence(content: Content, report: Report) -> None:
    """Whoever reads `emulator` believes that somebody ran it: one of the sources must say so."""
    told = {key: node.text("evidence") for key, node in content.root.mapping("sources").items()}
    for _, entry, _ in content.releases:
        evidence = entry.text("evidence") or ""
        needed = _NEEDS.get(evidence)
        if needed and needed.isdisjoint({told.get(source) for source in entry.list("sources")}):
            message = f"the evidence {evidence} is better than that of every source cited"
            report.add(entry, message, f"cite a source with evidence {' or '.join(sorted(needed))}")
