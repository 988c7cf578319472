"""Has every release a name of its own in its line?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, words
from mtype.catalogue.shape import Report


def duplicate_release(content: Content, report: Report) -> None:
    """A version or codename that two releases share would find the wrong one of them."""
    for node in content.line_nodes.values():
        seen: set[str] = set()
        for release in node.nodes("releases"):
            for word in dict.fromkeys(words(release)):
                if word in seen:
                    report.add(release, f"two releases are called {word}", "rename or remove one of them")
                seen.add(word)
