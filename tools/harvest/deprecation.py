"""Which types does the emulator mark as deprecated?"""

from __future__ import annotations

from mtype.model.machine_type import MachineType
from mtype.model.version import Version
from tools.harvest.document import fit, one_or_list, put, texts
from tools.harvest.draft import Draft
from tools.harvest.lives import change, narrowed


def tell_deprecation(draft: Draft) -> None:
    """Of an upstream type the mark settles a bound; of an own type it is a fact of the release."""
    version = draft.version
    for kind in draft.catalogue.types:
        marks = {arch: mark for arch in kind.arches if (mark := _mark(draft, kind.name, arch)) is not None}
        if not marks or len({*marks.values()}) > 1:
            continue
        (seen,) = {*marks.values()}
        offers = [offer for arch in marks if (offer := draft.offer(arch)) is not None]
        expected = any(offer.by_name[kind.name].deprecated for offer in offers if kind.name in offer.by_name)
        if kind.vendor == draft.line.vendor != "upstream":
            _own_deprecation(draft, kind, seen=seen, expected=expected)
        elif kind.vendor == "upstream" and version is not None:
            _deprecation(draft, kind, version, seen=seen, expected=expected)


def _mark(draft: Draft, name: str, arch: str) -> bool | None:
    """None where it is not listed."""
    if arch not in draft.harvest.listings:
        return None
    return next((one.deprecated for one in draft.harvest.machines(arch) if one.name == name), None)


def _own_deprecation(draft: Draft, kind: MachineType, *, seen: bool, expected: bool) -> None:
    release = draft.release_entry
    if expected and not seen:
        draft.conflict(release, f"{kind.name} is listed without (deprecated)")
    elif seen and not expected:
        put(release, "deprecated", one_or_list([*texts(release.get("deprecated")), kind.name]))
        draft.cite(release)
        fit(release)


def _deprecation(draft: Draft, kind: MachineType, version: Version, *, seen: bool, expected: bool) -> None:
    bound = kind.deprecated
    if bound is not None and bound.reached(version) is None:
        change(draft, kind, {"deprecated": narrowed(draft, bound, version, by_then=seen)})
    elif seen and bound is None:
        change(draft, kind, {"deprecated": draft.came(kind.arches, version)})
    elif seen is not expected:
        draft.conflict(
            draft.entry_of(kind), f"{kind.name} is listed with{'' if seen else 'out'} (deprecated)"
        )
