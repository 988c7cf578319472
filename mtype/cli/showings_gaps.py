"""What does `catalogue show --gaps` tell?"""

from __future__ import annotations

import difflib
from collections import Counter
from typing import Any

from mtype.catalogue.gaps import EXACT, INFERRED, KINDS, UNKNOWN, gaps, grade, unread_lists
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.source import Node
from mtype.model.errors import UsageError

Fields = dict[str, Any]


def gap_fields(catalogue: Catalogue, root: Node, line: str | None) -> Fields:
    """All that is recorded as unknown, by line of releases, or of `line` alone. Raises UsageError for a line
    that does not exist."""
    if line is not None and line not in catalogue.line_names:
        near = difflib.get_close_matches(line, catalogue.line_names, 1)
        tip = f"did you mean {near[0]}?" if near else f"known: {', '.join(catalogue.line_names)}"
        raise UsageError(f"no line of releases is called {line!r}; {tip}")
    unread = unread_lists(root)
    lines = [_line(catalogue, key, unread) for key in ([line] if line else catalogue.line_names)]
    kinds: Counter[str] = Counter()
    for one in lines:
        for gap in one["gaps"]:
            kinds[gap["gap"]] += gap["count"]
    by_kind = {KINDS[kind]: kinds[kind] for kind in KINDS if kinds[kind]}
    return {"lines": lines, "summary": {"gaps": kinds.total(), "by_kind": by_kind}}


def _line(catalogue: Catalogue, key: str, unread: frozenset[tuple[str, str]]) -> Fields:
    line = catalogue.line(key)
    grades = Counter(grade(line, release, unread) for release in line.releases)
    return {
        "line": key,
        "name": line.name,
        "releases": len(line.releases),
        "grades": {word: grades[word] for word in (EXACT, INFERRED, UNKNOWN)},
        "gaps": [
            {
                "gap": gap.kind,
                "what": KINDS[gap.kind],
                "detail": gap.detail or None,
                "count": gap.size,
                "releases": [release.id for release in gap.releases],
                "types": list(gap.names),
            }
            for gap in gaps(catalogue, key, unread)
        ],
    }
