"""Which own types does each release of a line offer, when some lists are written as changes and some are
not known?"""

from __future__ import annotations

from dataclasses import dataclass, field

from mtype.catalogue.expand import expand_all
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node


@dataclass(slots=True)
class OwnTypes:
    """Of one release: `sure` is what it offers for certain, `unsure` what it may offer. `known` is
    whether its list has been read; where it has not, the rest is inferred from its neighbours."""

    sure: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    known: bool = True
    has: list[str] = field(default_factory=list)
    told_unsure: set[str] = field(default_factory=set)


def own_types(releases: list[Node], named_after: dict[str, int], report: Report) -> list[OwnTypes]:
    """The own types of each release, oldest release first. `named_after` gives, for a type that is named
    after a release of this line, the place of that release.

    A list is written whole (`only`), as a change to the last known list above it (`add`, `drop`), or as
    `unknown`. For an unknown list a type that both the last known release before and the next known one
    after it offer is inferred to be there; one that only one of them offers is unsure; `unsure` wins
    over inference, `has` wins over both. Nothing after the last known list is inferred to be gone.
    """
    result: list[OwnTypes] = []
    current: list[str] = []
    for release in releases:
        current, types = _read(release, current, report)
        result.append(types)
    for index, types in enumerate(result):
        if not types.known:
            _infer(result, index, named_after)
    return result


def _read(release: Node, before: list[str], report: Report) -> tuple[list[str], OwnTypes]:
    own = release.get("own")
    if own is None or own.value == "none":
        return [], OwnTypes()
    if own.value == "same":
        return before, OwnTypes(sure=list(before))
    try:
        only, add, drop = (expand_all(own.list(key)) for key in ("only", "add", "drop"))
        has, unsure = expand_all(own.list("has")), expand_all(own.list("unsure"))
        added = expand_all([n for u in _updates(release) for n in u.list("add")])
    except ValueError as error:
        report.add(own, str(error))
        return before, OwnTypes()
    if own.text("unknown") == "true":
        return before, OwnTypes(known=False, has=has + added, told_unsure=set(unsure))
    for name in drop:
        if name not in before:
            report.add(own, f"drops {name}, which the release before does not offer")
    for name in add + only:
        if (add + only).count(name) > 1 or (name in add and name in before):
            report.add(own, f"{name} is added twice")
    kept = only or [name for name in before if name not in drop]
    sure = [*kept, *add, *added]
    return sure, OwnTypes(sure=sure, unsure=unsure)


def _updates(release: Node) -> list[Node]:
    updates = release.get("updates")
    return list(updates.items()) if updates is not None else []


def _infer(result: list[OwnTypes], index: int, named_after: dict[str, int]) -> None:
    here = result[index]
    last = next((i for i in range(index - 1, -1, -1) if result[i].known), None)
    before = result[last].sure if last is not None else []
    after = next((types.sure for types in result[index + 1 :] if types.known), [])
    # What an unknown list since the last known one is told to have counts for this one as well.
    hints = [name for types in result[(last or 0) : index] if not types.known for name in types.has]
    sure, unsure = list(dict.fromkeys(here.has)), []
    for name in dict.fromkeys([*before, *hints, *after, *sorted(here.told_unsure)]):
        if name in sure:
            continue
        if name in before and name in after and name not in here.told_unsure:
            sure.append(name)
        elif name in here.told_unsure or named_after.get(name, -1) <= index:
            unsure.append(name)
    here.sure, here.unsure = sure, unsure
