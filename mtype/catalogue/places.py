"""Where in its line does a release stand?"""

from __future__ import annotations

from mtype.catalogue.source import Node


def release_places(releases: list[Node]) -> dict[str, int]:
    """The place of each release in its line, by version and by codename."""
    return {
        word: place
        for place, release in enumerate(releases)
        for word in (release.text("version"), release.text("codename"))
        if word is not None
    }
