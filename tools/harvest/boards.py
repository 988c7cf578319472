"""Which listed names are boards without versions that the catalogue does not have?"""

from __future__ import annotations

from typing import Any

from mtype.model.name import parse_type_name
from tools.harvest.document import texts
from tools.harvest.draft import Draft
from tools.harvest.groups import join


def add_boards(draft: Draft) -> None:
    """Add them to the boards without versions, each on the arches that list it, introduced between the last
    QEMU that has been read whole and this one."""
    version = draft.version
    if not draft.upstream or version is None:
        return
    new: dict[str, list[str]] = {}
    for arch in draft.harvest.listings:
        for machine in draft.harvest.machines(arch):
            if parse_type_name(machine.name) is None and draft.catalogue.find(machine.name, arch) is None:
                new.setdefault(machine.name, []).append(arch)
    groups = draft.root["vendors"]["upstream"].setdefault("boards-without-version", [])
    for name, arches in new.items():
        machine = next(one for one in draft.harvest.machines(arches[0]) if one.name == name)
        came = draft.came(arches, version)
        facts: dict[str, Any] = {"arch": arches, "introduced": came}
        facts |= {"deprecated": came} if machine.deprecated else {}
        facts |= {"default": came} if machine.default else {}
        facts["sources"] = [draft.harvest.source.key]
        same_arches = [place for place, one in enumerate(groups, 1) if texts(one["arch"]) == arches]
        join(groups, facts, {name: machine.description or name}, max(same_arches, default=len(groups)))
        draft.introduce_source()
