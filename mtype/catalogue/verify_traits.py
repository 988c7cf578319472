"""Where do the catalogue and what an emulator lists disagree about aliases, the default and deprecation?"""

from __future__ import annotations

from collections.abc import Iterable

from mtype.catalogue.offer import Offer
from mtype.catalogue.verify_values import Comparison, Difference, Name, NotCompared, Settled, Told


def compare_aliases(expected: Offer, found: Offer, notes: Comparison) -> None:
    """Which aliases there are and what they stand for. An alias may stand for two types."""
    mine, theirs = expected.aliases, found.aliases
    for name, targets in mine.items():
        if name in theirs:
            _compare_targets(name, expected, found, notes)
        elif found.complete and name not in found.types:
            notes.missing.append(Name(name, expected.by_name[name].kind, targets))
    for name, targets in theirs.items():
        if name in expected.unsure_aliases:
            notes.settled.append(Settled(name, "alias", f"stands for {_listed(targets)}"))
        elif name not in mine and name not in expected.types:
            notes.extra.append(Name(name, found.by_name[name].kind, targets))
    if found.complete:
        gone = sorted(expected.unsure_aliases - {*theirs})
        notes.settled += [Settled(name, "alias", "is not there") for name in gone]
    if found.complete or theirs:
        notes.compared.append("aliases")


def _compare_targets(name: str, expected: Offer, found: Offer, notes: Comparison) -> None:
    mine, theirs = expected.aliases[name], found.aliases[name]
    is_open = name in expected.open_aliases
    part = {*theirs} <= {*mine}
    if part and is_open:
        notes.settled.append(Settled(name, "alias", f"stands for {_listed(theirs)}"))
    elif not part or (found.complete and len(theirs) != len(mine)):
        known = f"one of {_listed(mine)}" if is_open else _listed(mine)
        notes.different.append(Difference(name, "alias", known, _listed(theirs)))


def compare_default(expected: Offer, found: Offer, told: Told, notes: Comparison) -> None:
    """Which type a guest without one gets: none, one, or two (Ubuntu's first xenial)."""
    theirs = [name for name, entry in found.types.items() if entry.default]
    if not theirs and any(entry.default is None for entry in found.types.values()):
        notes.not_compared.append(NotCompared("default", f"{told.by} does not tell"))
        return
    if not theirs and not found.complete:
        notes.not_compared.append(NotCompared("default", "it is not among the types named"))
        return
    notes.compared.append("default")
    mine = [name for name, entry in expected.types.items() if entry.default]
    maybe = [name for name, entry in expected.types.items() if entry.default is None]
    if maybe and {*mine} <= {*theirs} <= {*mine, *maybe}:
        notes.settled.append(Settled(None, "default", _listed(theirs)))
    elif {*mine} != {*theirs}:
        known = f"one of {_listed(maybe)}" if maybe and not mine else _listed(mine)
        notes.different.append(Difference(None, "default", known, _listed(theirs)))


def compare_deprecation(expected: Offer, found: Offer, told: Told, notes: Comparison) -> None:
    """Which types are marked as deprecated, of those that both have."""
    both = [(mine, found.types[name]) for name, mine in expected.types.items() if name in found.types]
    told_of = [(mine, theirs) for mine, theirs in both if theirs.name not in told.unmarked]
    if told_of:
        notes.compared.append("deprecation")
    if len(told_of) < len(both):
        some = f" of {len(both) - len(told_of)} of {len(both)} types" if told_of else ""
        notes.not_compared.append(NotCompared(f"deprecation{some}", f"{told.by} marks none"))
    for mine, theirs in told_of:
        if mine.deprecated is None:
            notes.settled.append(Settled(mine.name, "deprecated", _yes(theirs.deprecated)))
        elif mine.deprecated != theirs.deprecated:
            change = _yes(mine.deprecated), _yes(theirs.deprecated)
            notes.different.append(Difference(mine.name, "deprecated", *change))


def _yes(flag: bool | None) -> str:
    return "yes" if flag else "no"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "none"
