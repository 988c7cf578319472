"""Which changes of the catalogue does a harvest propose, and what does it contradict?"""

from __future__ import annotations

from typing import NamedTuple

from mtype.model.errors import UsageError
from tools.harvest.aliases import tell_aliases
from tools.harvest.boards import add_boards
from tools.harvest.builds import tell_builds
from tools.harvest.defaults import tell_default
from tools.harvest.deprecation import tell_deprecation
from tools.harvest.differences import unexplained
from tools.harvest.document import Document
from tools.harvest.draft import Draft
from tools.harvest.harvest import Conflict, Harvest
from tools.harvest.lives import tell_lives
from tools.harvest.own import tell_own
from tools.harvest.releases import add_release
from tools.harvest.vendor_types import add_vendor_types
from tools.harvest.versions import add_versions

# What a step adds is known to those after it; what it cannot tell yet it is asked again in the next round.
STEPS = (
    add_release,
    add_versions,
    add_vendor_types,
    tell_own,
    add_boards,
    tell_builds,
    tell_lives,
    tell_deprecation,
    tell_aliases,
    tell_default,
)
_ROUNDS = 6


class Proposal(NamedTuple):
    """The YAML with the proposals worked in, and the contradictions, which are not."""

    text: str
    conflicts: tuple[Conflict, ...]


def propose(text: str, harvest: Harvest, name: str = "the catalogue") -> Proposal:
    """What `harvest` makes of the YAML `text`, called `name`. A fact that is stated there is never changed.

    Raises UsageError for a line or a source that is not there, CatalogueError where `text` is not valid, or
    would not be with what was told about the release.
    """
    document = Document(text, name)
    if harvest.line not in document.root["lines"]:
        raise UsageError(f"There is no line {harvest.line}: {', '.join(document.root['lines'])}.")
    if harvest.source.key not in document.root["sources"] and harvest.source.text is None:
        raise UsageError(
            f"The source {harvest.source.key} is a new one: describe it with --text and --where."
        )
    draft = Draft(document, harvest, name)
    for _ in range(_ROUNDS):
        before = document.state()
        draft.conflicts.clear()
        for step in STEPS:
            step(draft)
            draft.refresh()
        if document.state() == before:
            break
    for difference in unexplained(draft):
        draft.conflict(draft.release_entry, difference)
    conflicts = sorted(draft.conflicts, key=lambda one: (one.line or 0, one.seen))
    return Proposal(document.text(), tuple(conflicts))
