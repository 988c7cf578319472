"""Does an overlay add what it says, at its place, and nothing else?"""

from __future__ import annotations

import pytest

from mtype.catalogue.compile import compile_catalogue
from tests.catalogue.overlaid import (
    ADDED,
    compiled,
    of_ubuntu,
    of_upstream,
    order,
    overlay,
    shipped,
    text,
    with_overlays,
)
from tests.catalogue.small import Facts, alias, find, kind, line, names, offer, release, rule


def test_an_overlay_of_nothing_changes_nothing() -> None:
    plain = compile_catalogue(text(shipped()).encode(), "data/shipped.yaml")
    assert compiled({"format": 1}) == plain | {"overlays": ["1.yaml"]}


def test_what_says_the_same_changes_nothing() -> None:
    plain = compile_catalogue(text(shipped()).encode(), "data/shipped.yaml")
    assert compiled(shipped()) == plain | {"overlays": ["1.yaml"]}


def test_a_catalogue_says_which_overlays_it_has() -> None:
    known = with_overlays({"format": 1}, {"format": 1})
    assert (known.overlays, known.label) == (("1.yaml", "2.yaml"), "catalogue + 1.yaml + 2.yaml")
    assert with_overlays().label == "catalogue"


def test_sources_boards_vendors_and_lines_are_added() -> None:
    acme = {"name": "Acme", "sources": "own", "types": [kind("acme-board", "acme-1") | ADDED]}
    house = line("acme", [release("1", own={"only": "acme-1"}) | ADDED])
    known = with_overlays(
        overlay(
            boards={"acme-board": {"arch": "x86_64", "sources": "own"}},
            vendors={"acme": acme},
            lines={"acme": house},
        )
    )
    assert known.sources["own"]["text"] == "our packaging"
    assert known.boards["acme-board"].arches == ("x86_64",)
    assert known.vendors["acme"].name == "Acme"
    assert names(offer(known, "acme:1")) == ["acme-1"]
    assert known.overrides == ()


def test_new_types_come_after_the_shipped_ones_of_their_board() -> None:
    known = with_overlays(of_ubuntu(types=[kind("pc-q35", "pc-q35-{ours,theirs}")]))
    assert order(known, "pc-q35") == [
        "pc-q35-focal",
        "pc-q35-jammy",
        "pc-q35-noble",
        "pc-q35-ours",
        "pc-q35-theirs",
    ]
    assert order(known, "pc-i440fx") == ["pc-i440fx-jammy"]


def test_a_type_may_come_after_another_one_even_between_two_of_one_entry() -> None:
    types = [kind("pc-q35", "pc-q35-focal-v2", after="pc-q35-focal")]
    types += [kind("pc-q35", "pc-q35-focal-v3", after="pc-q35-focal-v2")]
    types += [kind("pc-q35", "pc-q35-noble-v2", after="pc-q35-noble"), kind("pc-q35", "pc-q35-last")]
    assert order(with_overlays(of_ubuntu(types=types)), "pc-q35") == [
        "pc-q35-focal",
        "pc-q35-focal-v2",
        "pc-q35-focal-v3",
        "pc-q35-jammy",
        "pc-q35-noble",
        "pc-q35-noble-v2",
        "pc-q35-last",
    ]


def test_a_later_overlay_may_put_a_type_after_one_of_an_earlier_one() -> None:
    first = of_ubuntu(types=[kind("pc-q35", "pc-q35-{a,b}")])
    second = of_ubuntu(types=[kind("pc-q35", "pc-q35-c", after="pc-q35-a")])
    assert order(with_overlays(first, second), "pc-q35")[3:] == ["pc-q35-a", "pc-q35-c", "pc-q35-b"]


def test_upstream_types_are_in_the_order_of_their_versions_whoever_adds_them() -> None:
    added = overlay(vendors={"upstream": {"types": [kind("pc-q35", "pc-q35-8.2.1", introduced="8.2")]}})
    known = with_overlays(added)
    older, ours, newer = (find(known, name) for name in ("pc-q35-8.2", "pc-q35-8.2.1", "pc-q35-9.0"))
    assert [known.compare(older, ours), known.compare(ours, newer)] == [-1, -1]


def test_types_of_a_range_stay_what_they_are_beside_an_added_one() -> None:
    added = overlay(vendors={"upstream": {"types": [kind("pc-q35", "pc-q35-8.2.1", introduced="8.2")]}})
    known, plain = with_overlays(added), with_overlays()
    assert [one for one in known.types if one.name != "pc-q35-8.2.1"] == [*plain.types]
    assert find(known, "pc-q35-9.0").description == "PC 9.0"


def test_a_range_without_a_description_has_none_of_its_own() -> None:
    ranged = of_upstream({"board": "virt", "versions": "9.0..10.2", "pattern": "virt-VERSION", **ADDED})
    known = with_overlays(ranged, of_upstream(kind("virt", "virt-10.1.1", introduced="10.2")))
    assert [find(known, f"virt-{made}", "arm").description for made in ("9.0", "10.0", "10.2")] == [None] * 3


def test_boards_without_version_are_added() -> None:
    entry = {"arch": "x86_64", "introduced": "9.0", "boards": {"ourpc": "Ours"}, "sources": "own"}
    known = with_overlays(overlay(vendors={"upstream": {"boards-without-version": [entry]}}))
    assert find(known, "ourpc").description == "Ours"
    assert find(known, "isapc").description == "ISA"


def test_aliases_and_policies_are_added() -> None:
    known = with_overlays(
        overlay(
            vendors={
                "upstream": {
                    "aliases": [alias("new", "pc-q35-9.0", "9.0")],
                    "policies": {"ours": rule("clean-up", what="for ever")},
                },
                "ubuntu": {"policies": {"ours": rule("clean-up", what="for ever")}},
            },
            lines={"ubuntu": {"aliases": [{"alias": "ours", "board": "pc-i440fx", "since": "jammy"}]}},
        )
    )
    assert [fact.alias for fact in known.vendors["upstream"].aliases] == ["old", "new"]
    policies = known.vendors["ubuntu"].policies
    assert {key: policy.what for key, policy in policies.items()} == {
        "rule": "three majors",
        "ours": "for ever",
    }
    assert known.alias_names["new"] == "upstream" and known.alias_names["ours"] == "ubuntu"
    assert [one[0] for one in known.line("ubuntu").aliases] == ["ubuntu", "ours"]


def test_a_release_is_added_at_the_end_or_after_another_one() -> None:
    known = with_overlays(
        of_ubuntu(
            release("26.04", own="same") | ADDED,
            release("22.04.1", own="same", after="jammy") | ADDED,
            release("22.04.2", own="same", after="22.04.1") | ADDED,
        )
    )
    versions = [one.version for one in known.line("ubuntu").releases]
    assert versions == ["20.04", "22.04", "22.04.1", "22.04.2", "24.04", "26.04"]
    assert names(offer(known, "ubuntu:22.04.1"))[-3:] == ["pc-q35-focal", "pc-q35-jammy", "pc-i440fx-jammy"]
    assert "pc-q35-noble" in names(offer(known, "ubuntu:26.04"))


@pytest.mark.parametrize("called", [{"version": "24.04"}, {"codename": "noble"}])
def test_an_update_of_a_shipped_release_adds_its_types(called: Facts) -> None:
    update = {"add": "pc-q35-noble-v2", "package": "1:8.2.2", "date": "2026-01-02", "sources": "own"}
    known = with_overlays(
        of_ubuntu({**called, "updates": [update]}, types=[kind("pc-q35", "pc-q35-noble-v2") | ADDED])
    )
    noble = known.line("ubuntu").releases[-1]
    assert (noble.version, noble.codename, noble.updates[0].adds) == ("24.04", "noble", ("pc-q35-noble-v2",))
    assert "pc-q35-noble-v2" in noble.own
    assert offer(known, "ubuntu:noble").by_name["ubuntu"].alias_of == "pc-q35-noble-v2"
    assert known.overrides == ()


def test_lists_of_a_shipped_release_grow() -> None:
    known = with_overlays(
        of_ubuntu({"version": "22.04", "without": ["none", "isapc"], "also": "pc-q35-11.1", "sources": "own"})
    )
    jammy = known.line("ubuntu").releases[1]
    assert (jammy.without, jammy.also, jammy.sources) == (("isapc", "none"), ("pc-q35-11.1",), ("s", "own"))


def test_the_updates_of_two_overlays_add_up() -> None:
    def update(name: str) -> Facts:
        return of_ubuntu(
            {"codename": "noble", "updates": [{"add": name, "sources": "own"}]}, types=[kind("pc-q35", name)]
        )

    known = with_overlays(update("pc-q35-noble-v2"), update("pc-q35-noble-v3"))
    assert known.line("ubuntu").releases[-1].own[-2:] == ("pc-q35-noble-v2", "pc-q35-noble-v3")
