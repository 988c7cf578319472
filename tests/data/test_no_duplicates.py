"""Does anything stand twice?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import all_releases


def twice(words: Iterable[object]) -> list[object]:
    return [word for word, times in Counter(words).items() if times > 1]


def test_no_type_stands_twice_on_an_arch(shipped: Catalogue) -> None:
    pairs = ((kind.name, arch) for kind in shipped.types for arch in kind.arches)
    assert twice(pairs) == [], "remove one of the entries"


def test_no_type_names_an_arch_twice(shipped: Catalogue) -> None:
    assert [kind.name for kind in shipped.types if twice(kind.arches)] == []


def test_no_release_is_called_like_another_of_its_line(shipped: Catalogue) -> None:
    for key in shipped.line_names:
        words = (w for one in shipped.line(key).releases for w in {one.version, one.codename} if w)
        assert twice(words) == [], f"{key}: two releases of one name"


def test_no_codename_is_that_of_another_line(shipped: Catalogue) -> None:
    codenames = (one.codename for one in all_releases(shipped) if one.codename)
    assert twice(codenames) == [], "a bare codename must be enough to find a release"


def test_no_release_offers_a_type_twice_or_surely_and_unsurely(shipped: Catalogue) -> None:
    for one in all_releases(shipped):
        assert twice((*one.own, *one.unsure)) == [], f"{one.id}: name a type once"
        assert {*one.without}.isdisjoint({*one.own, *one.also}), f"{one.id}: with and without a type"


def test_a_host_is_of_one_line(shipped: Catalogue) -> None:
    ids = (word for key in shipped.line_names for word in shipped.line(key).os_release)
    assert twice(ids) == [], "an ID of /etc/os-release belongs to one line"
