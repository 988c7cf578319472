"""Is a type wrong at those releases that its quirk names, and at no other?"""

from __future__ import annotations

import pytest

from mtype.catalogue.quirks import other_machine_at, wrong_with_qemu_of
from mtype.catalogue.releases import find_release
from mtype.model.errors import CatalogueError
from mtype.model.machine_type import Quirk
from tests.catalogue.small import Facts, catalogue, find, kind, line, release


def known(**range_of: str) -> Quirk:
    of = catalogue(
        vendors={"zoo": {"name": "Zoo", "sources": "s", "types": [_broken(range_of)]}},
        lines={"zoo": line("zoo", [release(word, qemu="8.2") for word in ("1", "2", "3", "4")])},
    )
    quirk = find(of, "pc-q35-ant").quirk
    assert quirk is not None
    return quirk


def _broken(range_of: Facts) -> Facts:
    return kind("pc-q35", "pc-q35-ant", quirk={"what": "wrong", "sources": "s", **range_of})


@pytest.mark.parametrize(
    ("range_of", "told"),
    [
        ({}, [None, None, None, None]),
        ({"from": "2"}, [False, True, True, True]),
        ({"before": "3"}, [True, True, False, False]),
        ({"from": "2", "before": "4"}, [False, True, True, False]),
    ],
)
def test_it_is_another_machine_within_the_range_and_not_outside(
    range_of: Facts, told: list[bool | None]
) -> None:
    of = catalogue(lines={"zoo": line("upstream", [release(word) for word in ("1", "2", "3", "4")])})
    quirk = known(**range_of)
    assert [other_machine_at(quirk, find_release(of, f"zoo:{word}")) for word in "1234"] == told


@pytest.mark.parametrize(
    ("since", "told"), [(None, [True] * 3), ("9.0", [False, True, True]), (">8.2 ≤10.0", [False, None, True])]
)
def test_it_is_wrong_with_the_versions_that_were_seen(since: str | None, told: list[bool | None]) -> None:
    quirk = known(**({"since-qemu": since} if since else {}))
    of = catalogue()
    found = [wrong_with_qemu_of(quirk, find_release(of, f"qemu:{word}")) for word in ("8.2", "9.1", "10.0")]
    assert found == told
    assert wrong_with_qemu_of(quirk, None) is (True if since is None else None)


@pytest.mark.parametrize(
    ("range_of", "said"),
    [
        ({"from": "5"}, "the quirk names '5', which is no release of zoo"),
        ({"before": "noble"}, "the quirk names 'noble', which is no release of zoo"),
        ({"from": "3", "before": "3"}, "the quirk runs backward"),
        ({"from": "3", "before": "2"}, "the quirk runs backward"),
        ({"boot-disk": "ide"}, "boot-disk must be one of virtio"),
        ({"since-qemu": "new"}, "since-qemu: 'new'"),
    ],
)
def test_a_range_that_cannot_be_is_refused(range_of: Facts, said: str) -> None:
    with pytest.raises(CatalogueError) as refused:
        known(**range_of)
    assert said in str(refused.value)


def test_a_vendor_without_releases_has_none_to_name() -> None:
    with pytest.raises(CatalogueError, match="the quirk names '2', which is no release of zoo"):
        catalogue(vendors={"zoo": {"name": "Zoo", "sources": "s", "types": [_broken({"from": "2"})]}})
