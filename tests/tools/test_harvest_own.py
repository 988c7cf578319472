"""What is proposed where a listing tells of a vendor's own types?"""

from __future__ import annotations

import pytest

from mtype.model.release import Release
from tests.tools import zoo
from tests.tools.zoo import PC_10_0, PC_10_1, catalogue, conflicts, harvest, line_of, listing
from tools.harvest.harvest import About
from tools.harvest.propose import Proposal

# Without the bound that these listings would settle on the way.
ZOO = zoo.ZOO.replace('introduced: ">9.1 ≤10.1"', "introduced: 10.1")
BEE = "- {version: 2, codename: bee, qemu: 10.0, "
PPC = ["pseries: Zoo (alias of pseries-ant)", "pseries-ant: Zoo (default)", "pseries-10.0: a pSeries"]


def pc(*own: str, base: list[str] = PC_10_0, newest: str = "") -> list[str]:
    """An x86_64 emulator of the zoo with its own types; the newest one is the default."""
    rest = [line.replace(" (default)", "") for line in base]
    first = newest or own[-1]
    marked = [f"{name}: Zoo{' (default)' if name == first else ''}" for name in own]
    return [f"zoo: Zoo (alias of {first})", *marked, *rest]


def changes(proposal: Proposal, text: str = ZOO) -> list[str]:
    return zoo.changes(proposal, text)


def own(text: str, release: str) -> tuple[list[str], list[str]]:
    """The own types of a release, sure and unsure, in the catalogue that `text` is."""
    found = next(one for one in catalogue_of(text) if release in (one.version, one.codename))
    return sorted(found.own), sorted(found.unsure)


def catalogue_of(text: str) -> tuple[Release, ...]:
    return catalogue(Proposal(text, ())).line("zoo").releases


def ask(release: str, *lists: list[str], text: str = ZOO, **about: str) -> Proposal:
    arches = ("x86_64", "ppc64")
    listings = [listing(arch, *lines) for arch, lines in zip(arches, lists, strict=False)]
    return harvest(release, *listings, text=text, about=About(**about))


def test_a_list_that_was_unknown_is_known_once_every_arch_has_been_asked() -> None:
    found = ask("zoo:bee", pc("pc-i440fx-ant", "pc-i440fx-bee"), PPC)
    assert changes(found)[:2] == [
        f"- {BEE}own: {{unknown: true}}, evidence: inferred, sources: [old]}}",
        f"+ {BEE}own: {{add: pc-i440fx-bee}}, evidence: emulator, sources: [old, new]}}",
    ]
    assert conflicts(found) == []


def test_the_list_below_says_the_same_as_before() -> None:
    """It was written as a change to the list above, which is another one now."""
    found = ask("zoo:bee", pc("pc-i440fx-ant", "pc-i440fx-bee"), PPC)
    assert changes(found)[2:] == ['- own: {add: "pc-i440fx-{bee,dog}"}', "+ own: {add: pc-i440fx-dog}"]
    assert own(found.text, "dog") == own(ZOO, "dog")


@pytest.mark.parametrize(
    "below", ["same", "{drop: pseries-ant}", "{add: pc-i440fx-dog, unsure: pc-i440fx-bee}"]
)
def test_however_it_was_written(below: str) -> None:
    text = ZOO.replace('own: {add: "pc-i440fx-{bee,dog}"}', f"own: {below}")
    found = ask("zoo:bee", pc("pc-i440fx-bee"), PPC, text=text)
    assert own(found.text, "bee") == (["pc-i440fx-bee", "pseries-ant"], [])
    assert own(found.text, "dog") == own(text, "dog")
    assert conflicts(found) == []


def test_as_long_as_an_arch_has_not_been_asked_it_is_told_what_is_there_and_what_is_not() -> None:
    found = ask("zoo:bee", pc("pc-i440fx-bee"))
    assert changes(found) == [
        f"- {BEE}own: {{unknown: true}}, evidence: inferred, sources: [old]}}",
        f"+ {BEE}own: {{unknown: true, has: pc-i440fx-bee, lacks: pc-i440fx-ant}}, "
        "evidence: emulator, sources: [old, new]}",
    ]
    assert own(found.text, "bee") == (["pc-i440fx-bee", "pseries-ant"], [])
    again = ask("zoo:bee", pc("pc-i440fx-bee"), text=found.text)
    assert again.text == found.text and conflicts(again) == []


def test_the_other_arch_makes_it_whole() -> None:
    first = ask("zoo:bee", pc("pc-i440fx-bee"))
    other = harvest("zoo:bee", listing("ppc64", *PPC), text=first.text)
    whole = ask("zoo:bee", pc("pc-i440fx-bee"), PPC, text=other.text)
    assert own(whole.text, "bee") == (["pc-i440fx-bee", "pseries-ant"], [])
    assert "codename: bee, qemu: 10.0, own: {drop: pc-i440fx-ant, add: pc-i440fx-bee}, " in whole.text


def test_what_is_told_of_an_unknown_list_is_not_taken_back() -> None:
    text = ZOO.replace("own: {unknown: true}", "own: {unknown: true, has: pc-i440fx-bee}")
    found = ask("zoo:bee", pc("pc-i440fx-ant"), PPC, text=text)
    assert found.text == text
    assert (line_of(BEE, text), "not listed: pc-i440fx-bee") in conflicts(found)


def test_a_known_list_stays_and_what_it_lacks_may_be_an_update() -> None:
    lines = pc("pc-i440fx-ant", "pc-i440fx-bee", "pc-i440fx-dog", "pc-i440fx-dog-v2", base=PC_10_1)
    refused = ask("zoo:dog", lines)
    dog = line_of("- version: 4", ZOO)
    assert (
        dog,
        "also listed: pc-i440fx-dog-v2 (if an update added them, name it: --package VERSION)",
    ) in conflicts(refused)
    update = ask("zoo:dog", lines, package="10.1-3", released="2026-11-01")
    assert conflicts(update) == []
    assert changes(update) == [
        "+ - {board: pc-i440fx, names: pc-i440fx-dog-v2, release: dog, sources: [new]}",
        "+ updates:",
        "+ - {package: 10.1-3, date: 2026-11-01, add: pc-i440fx-dog-v2, sources: [new]}",
    ]


def test_a_known_list_is_not_shortened() -> None:
    found = ask("zoo:dog", pc("pc-i440fx-ant", "pc-i440fx-dog", base=PC_10_1))
    assert found.text == ZOO
    assert conflicts(found) == [(line_of("- version: 4", ZOO), "not listed: pc-i440fx-bee")]


@pytest.mark.parametrize(
    ("lines", "now"),
    [
        (
            pc("pc-i440fx-ant", "pc-i440fx-bee", "pc-i440fx-dog", base=PC_10_1),
            'own: {add: "pc-i440fx-{dog,bee}"}',
        ),
        (pc("pc-i440fx-ant", "pc-i440fx-dog", base=PC_10_1), "own: {add: pc-i440fx-dog}"),
    ],
)
def test_a_doubt_in_a_known_list_is_settled(lines: list[str], now: str) -> None:
    text = ZOO.replace(
        'own: {add: "pc-i440fx-{bee,dog}"}', "own: {add: pc-i440fx-dog, unsure: pc-i440fx-bee}"
    )
    found = ask("zoo:dog", lines, text=text)
    assert f"+ {now}" in changes(found, text)
    assert conflicts(found) == []


def test_a_new_release_stands_after_the_older_ones_in_the_style_of_its_neighbour() -> None:
    lines = pc(
        "pc-i440fx-bee",
        "pc-i440fx-dog",
        "pc-i440fx-elk",
        "pc-i440fx-elk-hpb",
        base=PC_10_1,
        newest="pc-i440fx-elk",
    )
    found = ask("zoo:5", lines, PPC, codename="elk", released="2026-11-21", qemu="10.1", package="10.1-1")
    assert conflicts(found) == []
    assert changes(found) == [
        '+ - {board: pc-i440fx, names: "pc-i440fx-elk{,-hpb}", release: elk, sources: [new]}',
        "+ - version: 5",
        "+ codename: elk",
        "+ released: 2026-11-21",
        "+ qemu: 10.1",
        "+ package: 10.1-1",
        '+ own: {drop: pc-i440fx-ant, add: "pc-i440fx-elk{,-hpb}"}',
        "+ evidence: emulator",
        "+ sources: [new]",
    ]
    between = ask("zoo:3", pc("pc-i440fx-bee"), PPC, codename="cat", qemu="10.0")
    assert "+ - {version: 3, codename: cat, qemu: 10.0, own: " in "\n".join(changes(between))
    assert [one.version for one in catalogue_of(between.text)] == ["1", "2", "3", "4"]


def test_a_type_stands_after_those_of_the_same_and_of_earlier_releases() -> None:
    own_types = [
        "pc-i440fx-ant",
        "pc-i440fx-ant-hpb",
        "pc-i440fx-bee",
        "pc-i440fx-bee-v2",
        "pc-i440fx-cow",
        "virt-bee",
    ]
    text = ZOO.replace("arch: [x86_64, ppc64]", "arch: [x86_64, ppc64, aarch64]")
    listings = listing("x86_64", *pc(*own_types[:5])), listing("aarch64", "virt-bee: Zoo")
    found = harvest("zoo:bee", *listings, text=text)
    entries = [line.split(", release")[0] for line in found.text.splitlines() if "{board: " in line][4:]
    assert entries == [
        "      - {board: pc-i440fx, names: pc-i440fx-ant",
        "      - {board: pc-i440fx, names: pc-i440fx-ant-hpb",
        "      - {board: pc-i440fx, names: pc-i440fx-bee",
        "      - {board: pc-i440fx, names: pc-i440fx-bee-v2",
        "      - {board: pc-i440fx, names: pc-i440fx-cow, sources: [new]}",
        "      - {board: pc-i440fx, names: pc-i440fx-dog",
        "      - {board: pseries, names: pseries-ant",
        "      - {board: virt, arch: [aarch64], names: virt-bee",
    ]


def test_a_type_that_is_named_after_no_release_is_as_old_as_the_first() -> None:
    text = ZOO.replace("names: pc-i440fx-ant, release: ant", "names: pc-i440fx-ant").replace(
        "codename: bee, ", ""
    )
    text = text.replace(", release: bee", "")
    found = ask("zoo:ant", pc("pc-i440fx-ape", "pc-i440fx-ant", newest="pc-i440fx-ape"), text=text)
    names = [
        line.split("names: ")[1].split(",")[0] for line in found.text.splitlines() if "pc-i440fx-a" in line
    ][:2]
    assert names == ["pc-i440fx-ant", "pc-i440fx-ape"]


def test_an_own_type_that_is_marked_as_deprecated() -> None:
    lines = pc("pc-i440fx-ant", "pc-i440fx-bee", "pc-i440fx-dog", base=PC_10_1)
    lines[1] += " (deprecated)"
    found = ask("zoo:dog", lines)
    assert changes(found) == ["+ deprecated: pc-i440fx-ant", "- sources: [old]", "+ sources: [old, new]"]
    lines[1] = lines[1].removesuffix(" (deprecated)")
    back = ask("zoo:dog", lines, text=found.text)
    assert conflicts(back) == [(line_of("- version: 4", ZOO), "pc-i440fx-ant is listed without (deprecated)")]


def test_an_alias_of_an_own_type_is_a_fact_of_the_release() -> None:
    lines = [
        *pc("pc-i440fx-ant", "pc-i440fx-bee", "pc-i440fx-dog", base=PC_10_1),
        "old: Zoo (alias of pc-i440fx-ant)",
    ]
    found = ask("zoo:dog", lines)
    assert changes(found)[0] == "+ aliases: {old: pc-i440fx-ant}"
    lines[-1] = "old: Zoo (alias of pc-i440fx-bee)"
    other = ask("zoo:dog", lines, text=found.text)
    assert other.text == found.text
    assert [seen for _, seen in conflicts(other)] == [
        "old is an alias of pc-i440fx-bee",
        "old is no alias of pc-i440fx-ant on x86_64",
    ]
