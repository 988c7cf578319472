"""Which own types does each release of a line offer, when some lists are written as changes and some are
not known?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from mtype.catalogue.expand import expand_all
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node


@dataclass(slots=True)
class OwnTypes:
    """Of one release: `sure` is what it offers for certain, `unsure` what it may offer. `known` is
    whether its list has been read; where it has not, `has` is what is told of it all the same, `lacks` what
    is told to be absent, and the rest is inferred from its neighbours."""

    sure: list[str] = field(default_factory=list)
    unsure: list[str] = field(default_factory=list)
    known: bool = True
    has: list[str] = field(default_factory=list)
    lacks: list[str] = field(default_factory=list)


def own_types(releases: list[Node], named_after: dict[str, int], report: Report) -> list[OwnTypes]:
    """The own types of each release, oldest release first. `named_after` gives, for a type that is named
    after a release of this line, the place of that release.

    A list is written whole (`only`), as a change to the last known list above it (`add`, `drop`), or as
    `unknown`. For an unknown list a type that is told of a release before it and of one after it, no
    further away than the nearest known list, is inferred to be there; one that is only told before it, or
    only in the next known list, is unsure. `unsure` wins over inference, `has` and `lacks` win over both.
    After the last known list nothing is inferred to be gone.
    """
    result: list[OwnTypes] = []
    current: list[str] = []
    for release in releases:
        current, types = _read(release, current, report)
        result.append(types)
    for index, types in enumerate(result):
        if not types.known:
            for name in _infer(types, index, result, named_after):
                report.add(releases[index], f"lacks {name}, which it would not have anyway")
    return result


def _read(release: Node, before: list[str], report: Report) -> tuple[list[str], OwnTypes]:
    own = release.get("own")
    if own is None or own.value == "none":
        if release.get("updates"):
            report.add(release, "updates add types to a release without any", "state its `own`: same, or add")
        return [], OwnTypes()
    only, add, drop = (expand_all(own.list(key)) for key in ("only", "add", "drop"))
    has, lacks, unsure = (expand_all(own.list(key)) for key in ("has", "lacks", "unsure"))
    added = expand_all(name for update in release.nodes("updates") for name in update.list("add"))
    known = own.text("unknown") != "true"
    for key in ("has", "lacks") if known else ("only", "add", "drop"):
        if own.get(key):
            report.add(own, f"{key} does not go with {'a known' if known else 'an unknown'} list")
    if not known:
        return before, OwnTypes(known=False, has=has + added, lacks=lacks, unsure=unsure)
    for name in drop:
        if name not in before:
            report.add(own, f"drops {name}, which the release before does not offer")
    sure = [*(only or (name for name in before if name not in drop)), *add, *added]
    for name, times in Counter(sure).items():
        if times > 1:
            report.add(own, f"{name} is added twice")
    return sure, OwnTypes(sure=sure, unsure=unsure)


def _infer(here: OwnTypes, index: int, line: list[OwnTypes], named_after: dict[str, int]) -> Iterable[str]:
    """Fill in what is sure and what is not; those of `lacks` that made no difference are returned."""
    before, after = _told(reversed(line[:index])), _told(line[index + 1 :])
    next_known = next((types.sure for types in line[index + 1 :] if types.known), [])
    sure, unsure = dict.fromkeys(here.has), dict.fromkeys(here.unsure)
    for name in [*before, *next_known]:
        if name in before and name in after and name not in here.unsure:
            sure[name] = None
        elif named_after.get(name, index) <= index:
            unsure[name] = None
    idle = [name for name in here.lacks if name in here.has or name not in (*sure, *unsure)]
    here.sure = [name for name in sure if name not in here.lacks]
    here.unsure = [name for name in unsure if name not in (*sure, *here.lacks)]
    return idle


def _told(neighbours: Iterable[OwnTypes]) -> list[str]:
    """What is told of the neighbours on one side, nearest first, up to the first list that is known."""
    names: list[str] = []
    for types in neighbours:
        names += types.sure if types.known else types.has
        if types.known:
            break
    return names
