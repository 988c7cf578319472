"""Would anything that is suggested move a guest to another board or arch, or down?"""

from __future__ import annotations

import pytest

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import all_releases
from mtype.catalogue.successor import successor, superseding_increment
from tests.catalogue.small import target


@pytest.mark.parametrize("arch", ["x86_64", "aarch64", "ppc64", "s390x"])
def test_successor(shipped: Catalogue, arch: str) -> None:
    for one in all_releases(shipped):
        at = target(shipped, one.id)
        offer = at.offer(arch)
        offered = {entry.name: entry for entry in offer.entries if not entry.alias_of} if offer else {}
        for kind in (entry.kind for entry in offered.values() if entry.kind and entry.kind.versioned):
            found = successor(at, kind, arch)
            if found is None:
                continue
            where = f"{one.id}: {kind.name} to {found.name}"
            assert (found.board, found.variants) == (kind.board, kind.variants), where
            assert arch in found.arches and found.name in offered, where
            assert not offered[found.name].deprecated, where
            assert found.vendor in at.vendors(arch), where
            order = shipped.compare(found, kind)
            assert order is None or order > 0, where


@pytest.mark.parametrize("arch", ["x86_64", "ppc64", "s390x"])
def test_increment(shipped: Catalogue, arch: str) -> None:
    for one in all_releases(shipped):
        at = target(shipped, one.id)
        for kind in shipped.types:
            found = superseding_increment(at, kind, arch) if arch in kind.arches else None
            if found is not None:
                where = f"{one.id}: {kind.name} to {found.name}"
                assert found.increment_of == (kind.increment_of or kind.name), where
                assert (found.board, found.vendor, found.variants) == (kind.board, kind.vendor, kind.variants)
                assert (shipped.compare(found, kind) or 0) > 0, where
