"""With which build options were the emulators of the release made?"""

from __future__ import annotations

from tools.harvest.document import fit, put, value
from tools.harvest.draft import Draft


def tell_builds(draft: Draft) -> None:
    """An option shows in the types that need it: those that are alive in this QEMU are listed, or are not.
    QEMU itself has every option and is built with any of them."""
    if not draft.upstream or draft.harvest.line == "qemu":
        return
    shown: dict[str, bool] = {}
    for kind in draft.catalogue.types:
        for arch in kind.arches:
            there = draft.harvest.seen(kind.name, arch)
            if kind.build is not None and there is not None and draft.needs_build(kind, arch):
                shown[kind.build] = shown.get(kind.build, False) or there
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
