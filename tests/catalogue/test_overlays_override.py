"""Does an overlay change a fact only where it says so, and is that told?"""

from __future__ import annotations

from typing import Any

import pytest

from tests.catalogue.overlaid import (
    of_ubuntu,
    order,
    overlay,
    overrides,
    problems,
    shipped,
    text,
    with_overlays,
)
from tests.catalogue.small import Facts, find


@pytest.mark.parametrize(
    ("change", "told"),
    [
        pytest.param({"qemu": "9.0"}, "ubuntu:noble qemu: 8.2 -> 9.0", id="a text"),
        pytest.param({"own": "same"}, "ubuntu:noble own: {add: pc-q35-noble} -> same", id="the own types"),
        pytest.param({"libvirt": "10.0"}, "ubuntu:noble libvirt: nothing -> 10.0", id="what was not told"),
        pytest.param(
            {"support": {"standard": "2030-01-01", "legacy": "2040-01-01"}},
            [
                "ubuntu:noble support standard: 2029-05-31 -> 2030-01-01",
                "ubuntu:noble support legacy: nothing -> 2040-01-01",
            ],
            id="a mapping in it",
        ),
    ],
)
def test_a_release_is_overridden_where_it_says_so(change: Facts, told: str | list[str]) -> None:
    wanted = [told] if isinstance(told, str) else told
    assert overrides(of_ubuntu({"codename": "noble", "override": "true", **change})) == wanted
    refused = problems(of_ubuntu({"codename": "noble", **change}))
    assert len(refused) == len(wanted)
    for line_told, what in zip(refused, wanted, strict=True):
        assert line_told.startswith(f"1.yaml: {what.partition(':')[0]}:{what.split(':')[1]} is ")
        key = what.split(":")[1].rpartition(" ")[2]
        assert line_told.endswith(f"(say override: true beside {key} to change that)")


def test_an_override_wins_and_says_where() -> None:
    known = with_overlays(of_ubuntu({"codename": "noble", "override": "true", "qemu": "9.0"}))
    (told,) = known.overrides
    assert known.line("ubuntu").releases[-1].qemu == "9.0"
    assert (told.path, told.what, told.old, told.new) == ("1.yaml", "ubuntu:noble qemu", "8.2", "9.0")
    lines = text(shipped()).split("\n")
    place = next(n for n, said in enumerate(lines, 1) if said.strip() == '"qemu": "8.2",' and n > 100)
    assert (
        str(told)
        == f"overlay 1.yaml:{told.line} overrides ubuntu:noble qemu 8.2 with 9.0 (shipped.yaml:{place})"
    )


def test_a_long_value_is_cut_short_where_it_is_told() -> None:
    own = {"only": [f"pc-q35-{word}" for word in ("focal", "jammy", "noble")], "unsure": "pc-i440fx-jammy"}
    known = with_overlays(of_ubuntu({"codename": "noble", "override": "true", "own": own}))
    assert (
        known.overrides[0].new == "{only: pc-q35-focal, pc-q35-jammy, pc-q35-noble, unsure: pc-i440fx-jammy}"
    )
    assert "with {only: pc-q35-focal, pc-q35-jammy, pc-q35-noble, unsure: pc… (" in str(known.overrides[0])


def test_a_mapping_that_allows_overriding_may_say_what_is_shipped() -> None:
    assert overrides(of_ubuntu({"codename": "noble", "override": "true", "qemu": "8.2"})) == []


def test_only_an_overridden_list_of_names_loses_some() -> None:
    change = {"version": "22.04", "override": "true", "without": "none", "sources": "own"}
    known = with_overlays(of_ubuntu(change))
    jammy = known.line("ubuntu").releases[1]
    assert (jammy.without, jammy.sources) == (("none",), ("s", "own"))
    assert overrides(of_ubuntu(change)) == ["ubuntu:jammy without: isapc -> none"]


def test_a_type_is_overridden_alone_even_out_of_an_entry_of_several() -> None:
    change = of_ubuntu(types=[{"names": "pc-q35-focal", "base": "5.2", "override": "true"}])
    known = with_overlays(change)
    assert overrides(change) == ["pc-q35-focal base: 4.0 -> 5.2"]
    assert (find(known, "pc-q35-focal").base, find(known, "pc-q35-jammy").base) == ("5.2", "4.0")
    assert order(known, "pc-q35") == ["pc-q35-focal", "pc-q35-jammy", "pc-q35-noble"]


def test_a_type_is_overridden_out_of_a_range() -> None:
    entry = {"names": "pc-q35-9.0", "removed": "11.1", "override": "true"}
    change = overlay(vendors={"upstream": {"types": [entry]}})
    known = with_overlays(change)
    assert overrides(change) == ["pc-q35-9.0 removed: nothing -> 11.1"]
    assert str(find(known, "pc-q35-9.0").removed) == "11.1"
    assert find(known, "pc-q35-9.0").description == "PC 9.0"
    assert find(known, "pc-q35-10.0").removed is None


def test_several_types_are_overridden_at_once() -> None:
    change = of_ubuntu(types=[{"names": "pc-q35-{focal,jammy}", "base": "5.2", "override": "true"}])
    assert overrides(change) == ["pc-q35-focal base: 4.0 -> 5.2", "pc-q35-jammy base: 4.0 -> 5.2"]


def test_an_entry_may_add_one_type_and_repeat_another() -> None:
    same = {"board": "pc-q35", "names": "pc-q35-{focal,ours}", "base": "4.0", "sources": "s"}
    assert order(with_overlays(of_ubuntu(types=[same])), "pc-q35")[-1] == "pc-q35-ours"


def test_types_of_one_name_are_told_apart_by_arch() -> None:
    def change(**facts: Any) -> Facts:
        entry = {"names": "virt-8.2", "removed": "11.1", "override": "true", **facts}
        return overlay(vendors={"upstream": {"types": [entry]}})

    known = with_overlays(change(arch="m68k"))
    assert find(known, "virt-8.2", "aarch64").removed is None
    assert find(known, "virt-8.2", "m68k").removed is not None
    assert len(overrides(change())) == 2


def test_boards_aliases_policies_and_the_rest_are_overridden() -> None:
    six = {"kind": "clean-up", "name": "a rule", "what": "six", "override": "true"}
    change = overlay(
        boards={"pc-q35": {"pci": "none", "override": "true"}},
        vendors={
            "upstream": {
                "aliases": [{"alias": "old", "target": "pc-q35-4.0", "removed": "9.0", "override": "true"}],
                "boards-without-version": [{"boards": {"isapc": "ISA PC"}, "override": "true"}],
            },
            "ubuntu": {"name": "Unser", "override": "true", "policies": {"rule": six}},
        },
        lines={"ubuntu": {"override": "true", "carries": [], "default": {"x86_64": "ubuntu"}}},
    )
    change["sources"] = {"s": {"text": "another text", "override": "true"}}
    assert overrides(change) == [
        "source s text: a source -> another text",
        "board pc-q35 pci: pcie-root -> none",
        "alias old pc-q35-4.0 removed: nothing -> 9.0",
        "isapc boards isapc: ISA -> ISA PC",
        "vendor ubuntu name: Ubuntu -> Unser",
        "vendor ubuntu policies rule what: three majors -> six",
        "line ubuntu carries: upstream -> ",
        "line ubuntu default: nothing -> {x86_64: ubuntu}",
    ]


def test_a_later_overlay_overrides_an_earlier_one_by_the_same_rule() -> None:
    first = of_ubuntu({"codename": "noble", "override": "true", "qemu": "9.0"})
    assert overrides(first, of_ubuntu({"codename": "noble", "override": "true", "qemu": "10.0"})) == [
        "ubuntu:noble qemu: 8.2 -> 9.0",
        "ubuntu:noble qemu: 9.0 -> 10.0",
    ]
    (refused,) = problems(first, of_ubuntu({"codename": "noble", "qemu": "10.0"}))
    assert refused.startswith("2.yaml: ubuntu:noble qemu is 9.0 in 1.yaml:")


def test_what_a_line_says_of_migration_is_one_statement() -> None:
    said = {"kind": "forward", "name": "a rule", "what": "to later ones", "sources": "s", "since": "jammy"}
    ours = said | {"kind": "lts-chain", "what": "as we say", "also": {"focal": "noble"}}
    del ours["since"]
    first = of_ubuntu(migration=said, override="true")
    assert overrides(first)[0].startswith("line ubuntu migration: nothing -> {kind: forward, name: a rule")
    assert "is not told in" in problems(of_ubuntu(migration=said))[0]
    known = with_overlays(first, of_ubuntu(migration=ours, override="true"))
    (migration,) = known.line("ubuntu").migrations
    assert (migration.kind, migration.what) == ("lts-chain", "as we say")
    assert (migration.since, migration.until, migration.also) == (0, 2, ((0, 2),))
    assert "line ubuntu migration is {kind: forward" in problems(first, of_ubuntu(migration=ours))[0]


def test_several_statements_on_migration_are_replaced_as_a_whole_too() -> None:
    said = {"kind": "forward", "name": "a rule", "what": "to later ones", "sources": "s"}
    first = of_ubuntu(migration=[said, said | {"kind": "unread"}], override="true")
    assert len(with_overlays(first).line("ubuntu").migrations) == 2
    assert problems(first, of_ubuntu(migration=[said]))
    known = with_overlays(first, of_ubuntu(migration=said, override="true"))
    assert [one.kind for one in known.line("ubuntu").migrations] == ["forward"]
    assert overrides(first, of_ubuntu(migration=said, override="true"))[-1].startswith(
        "line ubuntu migration: {kind: forward, name: a rule, what: to later"
    )
