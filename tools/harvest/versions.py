"""Which QEMU versions are new, and which of upstream's versioned types came with them?"""

from __future__ import annotations

import re

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from mtype.catalogue.expand import split_range
from mtype.model.name import parse_type_name
from mtype.model.version import Version, parse_version
from tools.harvest.document import fit, texts
from tools.harvest.draft import Draft
from tools.harvest.harvest import minor

_MINOR = re.compile(r"[0-9]+\.[0-9]+")


def add_versions(draft: Draft) -> None:
    """Add QEMU releases that the catalogue does not have yet, and their versioned types: a range is
    extended, a single type gets a like entry after it."""
    if not draft.upstream:
        return
    told = [draft.harvest.qemu] if draft.harvest.qemu else []
    new = {parse_version(minor(parse_version(version))) for version in told}
    missing = [(name, arch) for arch in draft.harvest.listings for name in _unknown(draft, arch)]
    new |= {_made_for(name) for name, _ in missing}
    for version in sorted(new - {*draft.qemu_versions}):
        if version < draft.newest_qemu:
            draft.conflict(draft.root["lines"]["qemu"], f"QEMU {minor(version)} is not among the releases")
            return
        add_qemu_release(draft, version)
    for name, arch in sorted(missing, key=lambda pair: _made_for(pair[0])):
        _add_type(draft, name, arch)


def add_qemu_release(draft: Draft, version: Version, **facts: str | None) -> CommentedMap:
    """A new entry of the line `qemu`, at the place of its number."""
    releases: CommentedSeq = draft.root["lines"]["qemu"]["releases"]
    index = sum(parse_version(one["version"]) < version for one in releases)
    name = minor(version)
    evidence = draft.harvest.source.evidence
    draft.add(releases, index, {"version": name, **facts, "qemu": name, "evidence": evidence})
    added: CommentedMap = releases[index]
    return added


def _unknown(draft: Draft, arch: str) -> list[str]:
    """Listed names that look like upstream's versioned types and are not known."""
    names = [one.name for one in draft.harvest.machines(arch)]
    return [name for name in names if is_upstream(name) and draft.catalogue.find(name, arch) is None]


def is_upstream(name: str) -> bool:
    """Whether a name is a board with a QEMU version: `virt-11.2`, `pseries-2.12-sxxm`."""
    parsed = parse_type_name(name)
    return parsed is not None and not parsed.increment and bool(_MINOR.fullmatch(parsed.revision))


def _made_for(name: str) -> Version:
    parsed = parse_type_name(name)
    assert parsed is not None
    return parse_version(parsed.revision)


def _add_type(draft: Draft, name: str, arch: str) -> None:
    parsed, version = parse_type_name(name), _made_for(name)
    assert parsed is not None
    entries: CommentedSeq = draft.root["vendors"]["upstream"]["types"]
    like = [one for one in entries if one["board"] == parsed.board and arch in draft.arches(one)]
    if any(name in draft.names(one) for one in like):
        return
    ranges = [one for one in like if one.get("pattern", "").replace("VERSION", parsed.revision) == name]
    newest = max(ranges, key=_last, default=None)
    if newest is not None and version > _last(newest):
        newest["versions"] = f"{newest['versions'].partition('..')[0]}..{parsed.revision}"
        draft.cite(newest)
        fit(newest)
        return
    of_board = like or [one for one in entries if one["board"] == parsed.board]
    if not of_board or (like and version <= draft.newest_qemu):
        draft.conflict(
            like[-1] if like else draft.root["boards"],
            f"{name} is listed on {arch}, and no entry of upstream's types has room for it",
        )
        return
    last_one, is_new = of_board[-1], version > draft.newest_qemu
    facts = {
        "board": parsed.board,
        "arch": (texts(last_one.get("arch")) or None) if like else arch,
        "names": name,
        "introduced": parsed.revision if is_new else draft.came([arch], draft.version or version),
        "policy": last_one.get("policy"),
        "description": _described(draft, name, arch),
    }
    draft.add(entries, entries.index(last_one) + 1, facts)


def _last(one: CommentedMap) -> Version:
    return split_range(one["versions"])[1]


def _described(draft: Draft, name: str, arch: str) -> str | None:
    return next(one.description for one in draft.harvest.machines(arch) if one.name == name)
