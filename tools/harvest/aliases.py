"""Which aliases does the release have that do not follow from the newest type of a board?"""

from __future__ import annotations

from ruamel.yaml.comments import CommentedMap

from mtype.model.version import Version, parse_bound
from tools.harvest.document import fit, one_or_list, put, texts, value
from tools.harvest.draft import Draft
from tools.harvest.harvest import minor
from tools.harvest.lives import narrowed


def tell_aliases(draft: Draft) -> None:
    """Settle the bounds of upstream's aliases, add new ones; one of an own type is a fact of the release."""
    version = draft.version
    for arch in draft.harvest.listings:
        offer = draft.offer(arch)
        if offer is None or version is None:
            continue
        seen = {(one.name, one.alias_of) for one in draft.harvest.aliases(arch)}
        mine = {(one.name, one.alias_of) for one in offer.entries if one.alias_of is not None}
        for name, target in sorted(seen - mine, key=str):
            _come(draft, arch, version, name, str(target))
        if draft.harvest.listings[arch].complete:
            for name, target in sorted(mine - seen, key=str):
                _gone(draft, arch, version, name, str(target))


def _come(draft: Draft, arch: str, version: Version, name: str, target: str) -> None:
    kind = draft.catalogue.find(target, arch)
    fact = _fact(draft, arch, name, target)
    if kind is None:
        draft.conflict(draft.release_entry, f"{name} is an alias of {target}, which is not known on {arch}")
    elif draft.has(kind, arch) is None:
        return  # its target has to be settled first
    elif kind.vendor != "upstream" or not draft.upstream:
        _state(draft, name, target)
    elif fact is not None:
        _settle(draft, fact, version, there=True)
    else:
        aliases = draft.root["vendors"]["upstream"].setdefault("aliases", value([]))
        arches = [other for other in kind.arches if (name, target) in _pairs(draft, other)]
        came = draft.came(arches, version)
        draft.add(
            aliases, len(aliases), {"alias": name, "target": target, "arch": arches, "introduced": came}
        )


def _gone(draft: Draft, arch: str, version: Version, name: str, target: str) -> None:
    fact = _fact(draft, arch, name, target)
    if target in texts(draft.release_entry.get("aliases", {}).get(name)) or fact is None:
        draft.conflict(draft.release_entry, f"{name} is no alias of {target} on {arch}")
    else:
        _settle(draft, fact, version, there=False)


def _settle(draft: Draft, fact: CommentedMap, version: Version, *, there: bool) -> None:
    came, went = parse_bound(fact["introduced"]), fact.get("removed")
    if came.reached(version) is None:
        fact["introduced"] = value(narrowed(draft, came, version, by_then=there))
    elif went is not None and parse_bound(went).reached(version) is None:
        fact["removed"] = value(narrowed(draft, parse_bound(went), version, by_then=not there))
    elif not there and went is None and version > draft.newest_qemu:
        bound = value(draft.came(texts(fact["arch"]), version))
        fact.insert([*fact].index("introduced") + 1, "removed", bound)
    else:
        verb = "is an" if there else "is no"
        draft.conflict(fact, f"{fact['alias']} {verb} alias of {fact['target']} in QEMU {minor(version)}")
        return
    draft.cite(fact)
    fit(fact)


def _state(draft: Draft, name: str, target: str) -> None:
    """An alias of this release only. One that would follow from its own types waits until those agree."""
    release = draft.release_entry
    stated = release.get("aliases")
    follows = any(name == alias for alias, _, _ in draft.line.aliases) and draft.conflicts
    if follows or (stated is not None and name in stated):
        draft.conflict(release, f"{name} is an alias of {target}")
        return
    if stated is None:
        put(release, "aliases", value({}))
    release["aliases"][name] = one_or_list([target])
    draft.cite(release)
    fit(release)


def _fact(draft: Draft, arch: str, name: str, target: str) -> CommentedMap | None:
    facts = draft.root["vendors"]["upstream"].get("aliases", ())
    return next(
        (
            one
            for one in facts
            if (one["alias"], one["target"]) == (name, target) and arch in texts(one["arch"])
        ),
        None,
    )


def _pairs(draft: Draft, arch: str) -> set[tuple[str, str | None]]:
    if arch not in draft.harvest.listings:
        return set()
    return {(one.name, one.alias_of) for one in draft.harvest.aliases(arch)}
