"""What does the catalogue still say otherwise than the listings, whoever was to settle it?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mtype.catalogue.offer import Offer
from tools.harvest.draft import Draft


def unexplained(draft: Draft) -> Iterator[str]:
    """A sentence for each difference that no conflict speaks of."""
    explained = " ".join(conflict.seen for conflict in draft.conflicts)
    for name, sentence in [*_differences(draft)]:
        bare = re.escape(name.partition(" (")[0])
        if re.search(rf"(?<![\w.+-]){bare}(?![\w+-]|\.\w)", explained) is None:
            yield sentence


def _differences(draft: Draft) -> Iterator[tuple[str, str]]:
    """A name and a sentence for each difference in names, aliases, deprecation and default."""
    for arch in draft.harvest.listings:
        offer = draft.offer(arch)
        if offer is None:
            yield arch, f"an emulator of {arch} was asked, and its `arch` does not list it"
            continue
        seen, mine = _seen(draft, arch), _mine(offer)
        if draft.harvest.line == "qemu":  # built with any options
            built = {kind.name for kind in offer.unsure if kind.build is not None}
            for name in [name for name in {**seen, **mine} if built & {*re.split(r"[ ()]", name)}]:
                seen.pop(name, None)
                mine.pop(name, None)
        for name in sorted({*seen} - {*mine}):
            yield name, f"{name} is listed on {arch}"
        if draft.harvest.listings[arch].complete:
            for name in sorted({*mine} - {*seen}):
                yield name, f"{name} is not listed on {arch}"
        for name in sorted({*mine} & {*seen}):
            if not _agree(mine[name], seen[name]):
                yield name, f"{name} is listed on {arch} as {_words(seen[name])}, not as {_words(mine[name])}"


_Marks = tuple[bool | None, bool | None] | None  # default and deprecated, None where it is not known


def _seen(draft: Draft, arch: str) -> dict[str, _Marks]:
    return {
        _full(one.name, one.alias_of): (False, False) if one.alias_of else (one.default, one.deprecated)
        for one in draft.harvest.listings[arch].machines
    }


def _mine(offer: Offer) -> dict[str, _Marks]:
    marks: dict[str, _Marks] = {
        _full(one.name, one.alias_of): (False, False) if one.alias_of else (one.default, one.deprecated)
        for one in offer.entries
    }
    return marks | {kind.name: None for kind in offer.unsure}


def _full(name: str, alias_of: str | None) -> str:
    return f"{name} (alias of {alias_of})" if alias_of else name


def _agree(mine: _Marks, seen: _Marks) -> bool:
    """What the listing does not tell is no difference; what the catalogue does not tell is one."""
    if mine is None or seen is None:
        return mine is seen
    return all(told is None or told is known for known, told in zip(mine, seen, strict=True))


def _words(marks: _Marks) -> str:
    if marks is None:
        return "what may be there"
    words = [word for word, mark in zip(("default", "deprecated"), marks, strict=True) if mark]
    unknown = ["perhaps more" for mark in marks if mark is None][:1]
    return " and ".join([*words, *unknown]) or "neither default nor deprecated"
