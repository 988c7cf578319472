"""Which findings belong to one file, in the order in which its reader comes upon them?"""

from __future__ import annotations

from collections.abc import Iterable

from mtype.model.finding import Finding


def by_file(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Files in the order of their first finding; in a file from top to bottom, and at one place in the
    order given, which is that of the targets."""
    files: dict[str, list[Finding]] = {}
    for finding in findings:
        files.setdefault(finding.path, []).append(finding)
    for found in files.values():
        found.sort(key=lambda finding: (finding.line, finding.column))
    return files
