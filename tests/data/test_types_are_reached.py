"""Is every machine type that is described there for something?"""

from __future__ import annotations

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import all_releases
from tests.catalogue.small import target


def test_every_type_of_a_vendor_is_named_by_a_release(shipped: Catalogue) -> None:
    named = {name for one in all_releases(shipped) for name in (*one.own, *one.unsure)}
    lost = [kind.name for kind in shipped.types if kind.vendor != "upstream" and kind.name not in named]
    assert lost == [], "no release offers it: name it in `own`, or remove it from `types`"


def test_every_type_may_be_offered_somewhere_on_each_of_its_arches(shipped: Catalogue) -> None:
    """On RHEL the x86_64 emulator runs i386 guests: what counts is the arch of the guest."""
    guests = {arch for kind in shipped.types for arch in kind.arches}
    reached = set()
    for one in all_releases(shipped):
        at = target(shipped, one.id)
        for arch in guests:
            if found := at.offer(arch):
                reached |= {(entry.alias_of or entry.name, arch) for entry in found.entries}
                reached |= {(kind.name, arch) for kind in found.unsure}
    lost = [
        (kind.name, arch)
        for kind in shipped.types
        for arch in kind.arches
        if (kind.name, arch) not in reached
    ]
    assert lost == [], "no release offers it on this arch: correct its life or its arches"


def test_every_board_and_vendor_is_used(shipped: Catalogue) -> None:
    kinds = shipped.types
    lines = [shipped.line(key) for key in shipped.line_names]
    assert {*shipped.boards} <= {kind.board for kind in kinds}, "a board without types: remove it"
    assert {*shipped.vendors} == {line.vendor for line in lines}, "a vendor without a line: remove it"


def test_a_type_is_named_after_a_release_of_its_vendor(shipped: Catalogue) -> None:
    words: dict[str, set[str | None]] = {}
    for one in all_releases(shipped):
        vendor = shipped.line(one.line).vendor
        words.setdefault(vendor, set()).update((one.version, one.codename))
    wrong = [kind.name for kind in shipped.types if kind.release and kind.release not in words[kind.vendor]]
    assert wrong == [], "`release` names no release of a line of this vendor"
