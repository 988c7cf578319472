"""Which listed names are new types of the release's vendor, and where do they stand in the order?"""

from __future__ import annotations

from ruamel.yaml.comments import CommentedSeq

from mtype.model.name import parse_type_name
from tools.harvest.braces import braced
from tools.harvest.document import one_or_list, texts
from tools.harvest.draft import Draft
from tools.harvest.versions import is_upstream

_X86 = {"x86_64", "i386"}  # their emulators have the same types of a vendor


def add_vendor_types(draft: Draft) -> None:
    """Add the types that no vendor has, each after those of its board that are named after the same or an
    earlier release: increments and variants come after what they belong to."""
    new: dict[tuple[str, str], dict[str, set[str]]] = {}
    for arch in draft.harvest.listings:
        for machine in draft.harvest.machines(arch):
            parsed = parse_type_name(machine.name)
            if parsed is None or draft.catalogue.named(machine.name) or _of_upstream(draft, machine.name):
                continue
            if draft.line.vendor == "upstream":
                draft.conflict(
                    draft.root["lines"][draft.harvest.line],
                    f"{machine.name} is listed on {arch}, and this line has no vendor of its own",
                )
                continue
            names = new.setdefault((parsed.board, parsed.revision), {})
            names.setdefault(machine.name, set()).add(arch)
    for (board, revision), names in new.items():
        _add(draft, board, revision, names)


def _of_upstream(draft: Draft, name: str) -> bool:
    return draft.upstream and is_upstream(name)


def _add(draft: Draft, board: str, revision: str, names: dict[str, set[str]]) -> None:
    entries: CommentedSeq = draft.root["vendors"][draft.line.vendor].setdefault("types", CommentedSeq())
    word = _release(draft, revision)
    facts = {
        "board": board,
        "arch": _arch(draft, board, set().union(*names.values())),
        "names": one_or_list(braced(names)),
        "release": word,
    }
    draft.add(entries, _index(draft, entries, board, word), facts)


def _release(draft: Draft, revision: str) -> str | None:
    """The release that a type is named after, as other types name it: `noble`, or 9.6 of `rhel9.6.0`."""
    for release in draft.line.releases:
        number = f"{draft.line.vendor}{release.version}"
        if revision in (release.codename, release.version, number, f"{number}.0"):
            return release.codename or release.version
    return None


def _arch(draft: Draft, board: str, seen: set[str]) -> list[str] | None:
    """The arches, where they are not those of the board."""
    all_of_board = texts(draft.root["boards"][board]["arch"])
    if seen & _X86:
        seen = seen | _X86
    return None if {*all_of_board} <= seen else [arch for arch in all_of_board if arch in seen]


def _index(draft: Draft, entries: CommentedSeq, board: str, word: str | None) -> int:
    places = {
        name: place
        for place, one in enumerate(draft.line.releases)
        for name in (one.version, one.codename)
        if name is not None
    }
    mine = places.get(word or draft.release.version, len(places))
    earlier = [
        index
        for index, one in enumerate(entries, 1)
        if one["board"] == board and places.get(one.get("release"), 0) <= mine
    ]
    return max(earlier, default=len(entries))
