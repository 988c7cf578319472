"""Where does a release stand that the catalogue does not have yet, and what is told of it?"""

from __future__ import annotations

import re

from ruamel.yaml.comments import CommentedMap

from mtype.model.version import parse_version
from tools.harvest.document import block, entry, put
from tools.harvest.draft import Draft
from tools.harvest.versions import add_qemu_release

_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)*")


def add_release(draft: Draft) -> None:
    """Add the entry, in the style of its neighbour. Its own types are unknown until the listings tell."""
    line = draft.root["lines"][draft.harvest.line]
    if not draft.is_new:
        _tell_qemu(draft)
        return
    if draft.find_release_entry() is not None:
        return
    about, harvest = draft.harvest.about, draft.harvest
    if harvest.line == "qemu":
        add_qemu_release(draft, parse_version(harvest.word), released=about.released)
        return
    facts = {
        "version": harvest.word,
        "codename": about.codename if _NUMBERS.match(harvest.word) else harvest.word,
        "released": about.released,
        "qemu": harvest.qemu,
        "package": about.package,
        "own": {"unknown": "true"} if line["vendor"] != "upstream" else None,
        "evidence": harvest.source.evidence,
        "sources": [harvest.source.key],
    }
    index = _index(line, harvest.word)
    neighbour = line["releases"][index - 1 if index else 0] if line["releases"] else None
    flow = neighbour is None or neighbour.fa.flow_style()
    line["releases"].insert(index, entry(facts) if flow else block(facts))
    draft.introduce_source()


def _tell_qemu(draft: Draft) -> None:
    """The QEMU version of a release that is there: filled in where it is not known, or only its bounds."""
    told, release = draft.harvest.qemu, draft.release_entry
    if told is None:
        return
    stated = release.get("qemu")
    if stated is None or (isinstance(stated, CommentedMap) and _within(told, stated)):
        put(release, "qemu", told)
        draft.cite(release)
    elif not isinstance(stated, str) or parse_version(stated)[:2] != parse_version(told)[:2]:
        draft.conflict(release, f"the emulator is QEMU {told}")


def _within(told: str, bounds: CommentedMap) -> bool:
    version = parse_version(told)[:2]
    return parse_version(bounds["from"])[:2] <= version <= parse_version(bounds["to"])[:2]


def _index(line: CommentedMap, word: str) -> int:
    """After the last release with a smaller number; a release without one (sid) is last."""
    numbers = _numbers(word)
    places = [index for index, one in enumerate(line["releases"], 1) if _numbers(one["version"]) <= numbers]
    return max(places, default=0)


def _numbers(word: str) -> tuple[float, ...]:
    match = _NUMBERS.match(word)
    return tuple(int(part) for part in match[0].split(".")) if match else (float("inf"),)
