"""Which of the vendor's own types does the release offer, now that it has been asked?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from mtype.catalogue.expand import expand_all
from mtype.model.errors import CatalogueError
from tools.harvest.braces import braced
from tools.harvest.document import entry, fit, one_or_list, put, texts, value
from tools.harvest.draft import Draft

_NOT_READ = ("unknown", "inferred", "bound", None)


def tell_own(draft: Draft) -> None:
    """Settle a list that was not known. What a known list says stays; a type that it lacks is proposed as
    an update where the package is told."""
    release = draft.release_entry
    if draft.line.vendor == "upstream":
        if release.get("evidence") in _NOT_READ and not draft.is_new and _is_whole(draft):
            _cite(draft, release)
        return
    own = release.get("own")
    seen = _seen(draft)
    if isinstance(own, CommentedMap) and own.get("unknown") == "true":
        _settle(draft, release, seen)
    else:
        _compare(draft, release, seen)


def _is_whole(draft: Draft) -> bool:
    return all(listing.complete for listing in draft.harvest.listings.values())


def _seen(draft: Draft) -> list[str]:
    """The own types that are listed, in the order of types."""
    return [
        kind.name
        for kind in draft.catalogue.types
        if kind.vendor == draft.line.vendor
        and any(draft.harvest.seen(kind.name, arch) for arch in kind.arches)
    ]


def _absent(draft: Draft, names: Iterable[str]) -> list[str]:
    """Those of `names` that are not listed though they would be."""
    arches = {kind.name: kind.arches for kind in draft.catalogue.types if kind.vendor == draft.line.vendor}
    answers = {name: [draft.harvest.seen(name, arch) for arch in arches.get(name, ())] for name in names}
    return [name for name, told in answers.items() if False in told and True not in told]


def _settle(draft: Draft, release: CommentedMap, seen: list[str]) -> None:
    own = release["own"]
    maybe = [*draft.release.own, *draft.release.unsure]
    absent = _absent(draft, maybe)
    stated = [name for name in _absent(draft, expand_all(texts(own.get("has")))) if name in absent]
    if stated:
        draft.conflict(release, f"not listed: {', '.join(stated)}")
        return
    if {*maybe} <= {*seen, *absent}:
        _replace(draft, release, seen)
    else:
        has, lacks = expand_all(texts(own.get("has"))), expand_all(texts(own.get("lacks")))
        unsure = expand_all(texts(own.get("unsure")))
        settled = {
            "has": [*has, *(name for name in seen if name not in has)],
            "lacks": [*lacks, *(name for name in absent if name not in lacks)],
            "unsure": [name for name in unsure if name not in (*seen, *absent)],
        }
        if (settled["has"], settled["lacks"], settled["unsure"]) == (has, lacks, unsure):
            return
        made = {key: one_or_list(braced(names)) for key, names in settled.items() if names}
        release["own"] = entry({"unknown": "true", **made})
    _cite(draft, release)


def _replace(draft: Draft, release: CommentedMap, seen: list[str]) -> None:
    """The whole list is known. The next known list below may be written as changes to the last known one
    above it, which is now this: then it is written anew, so that it says the same as before."""
    place = draft.release.place
    before = [one.own for one in draft.line.releases[:place] if _is_known(draft, one.place)]
    later = [one for one in draft.line.releases[place + 1 :] if _is_known(draft, one.place)]
    release["own"] = _as_changes(seen, before[-1] if before else ())
    if later and not _says(draft, later[0].place, later[0].own):
        below = draft.root["lines"][draft.harvest.line]["releases"][later[0].place]
        updates = expand_all(name for one in below.get("updates", ()) for name in texts(one["add"]))
        unsure = below["own"].get("unsure") if isinstance(below["own"], CommentedMap) else None
        below["own"] = _as_changes([name for name in later[0].own if name not in updates], seen)
        if unsure is not None:
            below["own"]["unsure"] = unsure
        fit(below)


def _says(draft: Draft, place: int, names: tuple[str, ...]) -> bool:
    try:
        draft.refresh()
        return {*draft.line.releases[place].own} == {*names}
    except CatalogueError:  # it drops what is no longer above it
        return False


def _as_changes(names: Iterable[str], before: Iterable[str]) -> Any:
    """`names` as changes to the list before it, or whole where that list has little to do with it."""
    now, then = [*names], [*before]
    add, drop = [one for one in now if one not in then], [one for one in then if one not in now]
    if not now:
        return "none"
    if not add and not drop:
        return "same"
    if not then or len(add) + len(drop) > len(now):
        return entry({"only": one_or_list(braced(now))})
    parts = {"drop": drop, "add": add}
    return entry({key: one_or_list(braced(some)) for key, some in parts.items() if some})


def _is_known(draft: Draft, place: int) -> bool:
    own = draft.root["lines"][draft.harvest.line]["releases"][place].get("own")
    return not (isinstance(own, CommentedMap) and own.get("unknown") == "true")


def _compare(draft: Draft, release: CommentedMap, seen: list[str]) -> None:
    maybe = [*draft.release.unsure]
    gone, come = _absent(draft, maybe), [name for name in seen if name in maybe]
    if gone or come:
        own = release["own"]
        left = [name for name in maybe if name not in (*gone, *come)]
        own["add"] = one_or_list(braced([*expand_all(texts(own.get("add"))), *come]))
        own["unsure"] = one_or_list(braced(left))
        for key in ("add", "unsure"):
            if not own[key]:
                del own[key]
        _cite(draft, release)
        return
    more = [name for name in seen if name not in draft.release.own]
    less = _absent(draft, draft.release.own)
    package = draft.harvest.about.package
    if more and package:
        if "updates" not in release:
            put(release, "updates", value([]) if release.fa.flow_style() else CommentedSeq())
        draft.add(
            release["updates"],
            len(release["updates"]),
            {"package": package, "date": draft.harvest.about.released, "add": one_or_list(braced(more))},
        )
        fit(release)
    elif more:
        draft.conflict(
            release, f"also listed: {', '.join(more)} (if an update added them, name it: --package VERSION)"
        )
    if less:
        draft.conflict(release, f"not listed: {', '.join(less)}")


def _cite(draft: Draft, release: CommentedMap) -> None:
    draft.cite(release)
    if release.get("evidence") in _NOT_READ:
        evidence = draft.harvest.source.evidence
        put(release, "evidence", evidence)
    fit(release)
