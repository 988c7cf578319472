"""Which of upstream's types does the release have, and what does that tell of their lives?"""

from __future__ import annotations

from collections.abc import Iterable

from mtype.model.machine_type import MachineType
from mtype.model.version import Bound, Version, parse_bound
from tools.harvest.document import fit, one_or_list, put, texts, value
from tools.harvest.draft import Draft
from tools.harvest.groups import change_board
from tools.harvest.harvest import minor

Changes = dict[str, str]


def tell_lives(draft: Draft) -> None:
    """Settle the bounds that the listings fall between. A type that an exact fact gives to this QEMU version
    or denies it is an exception of this release; of a line that is QEMU itself it is a conflict."""
    version = draft.version
    if version is None:
        return
    for kind in draft.catalogue.types:
        answers = {
            arch: there
            for arch in kind.arches
            if (there := draft.harvest.seen(kind.name, arch)) is not None and draft.offer(arch) is not None
        }
        if kind.vendor != "upstream" or not answers:
            continue
        if len({*answers.values()}) > 1:
            listed = ", ".join(arch for arch, there in answers.items() if there)
            draft.conflict(draft.entry_of(kind), f"{kind.name} is listed on {listed} only")
        else:
            there = all(answers.values())
            if any(draft.has(kind, arch) is not there for arch in answers):
                _judge(draft, kind, version, answers, there=there)


def _judge(draft: Draft, kind: MachineType, version: Version, arches: Iterable[str], *, there: bool) -> None:
    arch = next(arch for arch in arches if draft.has(kind, arch) is not there)
    if draft.upstream and draft.needs_build(kind, arch):
        return
    if draft.has(kind, arch) is None and not _settles(kind, version):
        return
    if draft.has(kind, arch) is None:
        change(draft, kind, _settled(draft, kind, version, there=there))
    elif not there and _is_new_qemu(draft, version) and kind.removed is None:
        change(draft, kind, {"removed": draft.came(kind.arches, version)})
    else:
        _except(draft, kind, there=there)


def _settles(kind: MachineType, version: Version) -> bool:
    """Whether it is the bounds of the type that do not tell, and not those of the release's QEMU."""
    bounds = [bound for bound in (kind.introduced, kind.removed) if bound is not None]
    return any(bound.reached(version) is None for bound in bounds)


def _settled(draft: Draft, kind: MachineType, version: Version, *, there: bool) -> Changes:
    """The bounds of its introduction or removal, narrowed by one answer."""
    if kind.introduced is not None and kind.introduced.reached(version) is None:
        return {"introduced": narrowed(draft, kind.introduced, version, by_then=there)}
    assert kind.removed is not None
    return {"removed": narrowed(draft, kind.removed, version, by_then=not there)}


def narrowed(draft: Draft, bound: Bound, version: Version, *, by_then: bool) -> str:
    """A bound that `version` lies in, now that it is known whether the change had happened by then."""
    return draft.bound(bound.after, version) if by_then else draft.bound(version, bound.by)


def _is_new_qemu(draft: Draft, version: Version) -> bool:
    """Whether no release of this or a later QEMU was known before this harvest."""
    return version > draft.newest_qemu


def _except(draft: Draft, kind: MachineType, *, there: bool) -> None:
    release, (key, other) = draft.release_entry, ("also", "without") if there else ("without", "also")
    seen = f"{kind.name} is {'' if there else 'not '}listed, QEMU {minor(draft.version or (0, 0, 0))}"
    if kind.name in getattr(draft.release, other):
        draft.conflict(release, seen)
    elif draft.harvest.line == "qemu":
        draft.conflict(draft.entry_of(kind), seen)
    else:
        put(release, key, one_or_list([*texts(release.get(key)), kind.name]))
        draft.cite(release)
        fit(release)


def change(draft: Draft, kind: MachineType, changes: Changes) -> None:
    """Write bounds of one type into its entry. An entry of several versioned types is left alone: a person
    splits it."""
    one = draft.entry_of(kind)
    for key, bound in changes.items():
        parse_bound(bound)
        if one.get(key) == bound:
            return
    if not kind.versioned:
        change_board(draft, one, kind.name, changes)
    elif len(draft.names(one)) > 1 or "policy" in one:
        facts = ", ".join(f"{key} {bound}" for key, bound in changes.items())
        draft.conflict(one, f"{kind.name}: {facts} (split the entry)")
    else:
        one.update({key: value(bound) for key, bound in changes.items()})
        draft.cite(one)
        fit(one)
