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
        seen, mine = _seen(draft, arch), _mine(draft, offer)
        for name in sorted({*seen} - {*mine}):
            yield name, f"{name} is listed on {arch}"
        if draft.harvest.listings[arch].complete:
            for name in sorted({*mine} - {*seen}):
                yield name, f"{name} is not listed on {arch}"
        for name in sorted({*mine} & {*seen}):
            if mine[name] != seen[name]:
                yield name, f"{name} is listed on {arch} as {seen[name]}, not as {mine[name]}"


def _seen(draft: Draft, arch: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for one in draft.harvest.listings[arch].machines:
        name = f"{one.name} (alias of {one.alias_of})" if one.alias_of else one.name
        words[name] = _words(one.alias_of is None and one.default, one.alias_of is None and one.deprecated)
    return words


def _mine(draft: Draft, offer: Offer) -> dict[str, str]:
    words = {
        f"{one.name} (alias of {one.alias_of})" if one.alias_of else one.name: _words(
            one.alias_of is None and one.default, one.alias_of is None and one.deprecated
        )
        for one in offer.entries
    }
    seen = {kind.name for kind in offer.unsure if kind.build is not None and draft.harvest.line == "qemu"}
    return words | {kind.name: "not sure" for kind in offer.unsure if kind.name not in seen}


def _words(default: bool | None, deprecated: bool) -> str:
    words = [word for word, said in (("default", default is not False), ("deprecated", deprecated)) if said]
    return " and ".join(words) or "neither default nor deprecated"
