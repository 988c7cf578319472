"""With which build options were the emulators of the release made?"""

from __future__ import annotations

from tools.harvest.document import fit, put, value
from tools.harvest.draft import Draft
from tools.harvest.lives import by_build


def tell_builds(draft: Draft) -> None:
    """An option shows in the types that need it: those that are alive in this QEMU are listed, or are not."""
    version = draft.version
    if not draft.upstream or version is None:
        return
    shown: dict[str, bool] = {}
    for kind in draft.catalogue.types:
        answers = {draft.harvest.seen(kind.name, arch) for arch in kind.arches} - {None}
        if kind.build is not None and answers and by_build(draft, kind, version):
            shown[kind.build] = shown.get(kind.build, False) or True in answers
    known = [*(draft.release.builds or ())]
    now = [one for one in (*known, *(one for one in shown if one not in known)) if shown.get(one, True)]
    release = draft.release_entry
    if now == known and draft.release.builds is not None:
        return
    if "builds" in release:
        draft.conflict(release, f"the listed types are those of the build options {', '.join(now) or 'none'}")
    elif shown:
        put(release, "builds", value(now) if now else "none")
        draft.cite(release)
        fit(release)
