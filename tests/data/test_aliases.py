"""Does every alias point at something that is there?"""

from __future__ import annotations

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import all_releases
from tests.catalogue.small import offer


def test_every_target_of_an_alias_is_offered_by_the_same_release(shipped: Catalogue) -> None:
    for one in all_releases(shipped):
        for arch in one.arches:
            found = offer(shipped, one.id, arch)
            there = {entry.name for entry in found.entries if entry.alias_of is None}
            there |= {kind.name for kind in found.unsure}
            lost = [entry.name for entry in found.entries if entry.alias_of and entry.alias_of not in there]
            assert lost == [], f"{one.id} on {arch}: the alias points at what is not there"


def test_every_stated_alias_is_one(shipped: Catalogue) -> None:
    """An alias that is stated for a release and points at nothing there would be left out silently."""
    for one in all_releases(shipped):
        told = {
            (entry.name, entry.alias_of)
            for arch in one.arches
            for entry in offer(shipped, one.id, arch).entries
        }
        lost = [pair for pair in one.aliases if pair not in told]
        assert lost == [], f"{one.id}: correct `aliases`, or the `own` of this release"


# Of CentOS Stream only lists of x86_64 have been read.
NOT_SEEN = {"centos-stream": {"virt", "s390-ccw-virtio"}}


def test_every_alias_of_a_line_is_one_of_a_release_at_least(shipped: Catalogue) -> None:
    for key in shipped.line_names:
        line = shipped.line(key)
        told = {
            entry.name
            for one in line.releases
            for arch in one.arches
            for entry in offer(shipped, one.id, arch).entries
            if entry.alias_of
        }
        lost = {alias for alias, _, _ in line.aliases} - told
        assert lost == NOT_SEEN.get(key, set()), f"{key}: no release has this alias"


def test_every_upstream_alias_is_one_of_qemu_at_some_time(shipped: Catalogue) -> None:
    told = {
        (entry.name, entry.alias_of)
        for one in shipped.line("qemu").releases
        for version in (one.id, f"{one.id}.3")
        for arch in one.arches
        for entry in offer(shipped, version, arch).entries
    }
    lost = {(fact.alias, fact.target) for fact in shipped.vendors["upstream"].aliases} - told
    # Only where QEMU is built with Xen, which the line of QEMU itself does not tell.
    assert lost == {("xenfv", "xenfv-3.1"), ("xenfv", "xenfv-4.2")}
