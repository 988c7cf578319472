"""What is proposed where an emulator says more of upstream's types, and where it says otherwise?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.tools.zoo import (
    ARM_10_1,
    PC_10_0,
    PC_10_1,
    PC_10_2,
    ZOO,
    catalogue,
    changes,
    conflicts,
    harvest,
    line_of,
    listing,
    without,
)
from tools.harvest.harvest import About

SECOND = "- {version: 2, codename: second, qemu: 10.1, "
RASPI = '- {alias: raspi, target: raspi2, arch: [aarch64], introduced: "≤10.0", '
NEXT = "- {version: next, codename: next, "


def marked(lines: list[str], name: str, mark: str) -> list[str]:
    return [f"{line} ({mark})" if line.startswith(f"{name}:") else line for line in lines]


def test_an_emulator_that_says_the_same_changes_nothing() -> None:
    proposal = harvest("qemu:10.1", listing("x86_64", *PC_10_1, version="10.1.2"))
    assert (changes(proposal), conflicts(proposal)) == ([], [])
    assert proposal.text == ZOO


def test_a_release_that_was_inferred_has_been_asked_now() -> None:
    asked = harvest("plain:second", listing("x86_64", *PC_10_1, version="10.1.2"))
    assert changes(asked) == [
        f"- {SECOND}evidence: inferred, sources: [trees]}} # not asked yet",
        f"+ {SECOND}evidence: emulator, sources: [trees, new]}} # not asked yet",
    ]
    assert conflicts(asked) == []


def test_an_answer_narrows_a_bound_from_either_side() -> None:
    lacks = harvest("plain:first", listing("x86_64", *PC_10_0, version="10.0.2"))
    assert changes(lacks) == [
        '- introduced: ">9.1 ≤10.1"',
        "+ introduced: 10.1",
        "- sources: [old]",
        "+ sources: [old, new]",
    ]
    has = harvest("plain:first", listing("x86_64", *PC_10_0, "nitro: Nitro Enclave", version="10.0.2"))
    assert changes(has)[:2] == ['- introduced: ">9.1 ≤10.1"', '+ introduced: ">9.1 ≤10.0"']
    assert conflicts(lacks) == conflicts(has) == []


def test_a_new_qemu_brings_its_release_types_and_boards_and_takes_others_away() -> None:
    lines = [*without(PC_10_2, "microvm", "nitro"), "q35: a new board", "a-new-one: New"]
    proposal = harvest("plain:next", listing("x86_64", *lines, version="10.2.1"))
    assert conflicts(proposal) == []
    assert changes(proposal) == [
        "- - {board: pc-i440fx, versions: 10.0..10.1, pattern: pc-i440fx-VERSION, sources: [trees]}",
        "+ - {board: pc-i440fx, versions: 10.0..10.2, pattern: pc-i440fx-VERSION, sources: [trees, new]}",
        "- microvm: microvm",
        "+ - arch: [x86_64, i386]",
        "+ introduced: 9.1",
        '+ removed: ">10.0 ≤10.2"',
        "+ boards:",
        "+ microvm: microvm",
        "+ sources: [trees, new]",
        '- removed: ">10.1 ≤10.3"',
        "+ removed: 10.2",
        "- sources: [old]",
        "+ sources: [old, new]",
        '+ - {arch: [x86_64], introduced: ">10.0 ≤10.2", boards: {a-new-one: New, q35: a new board}, '
        "sources: [new]}",
        "+ - {version: 10.2, qemu: 10.2, evidence: emulator, sources: [new]}",
        f"- {NEXT}evidence: unknown, sources: [trees]}}",
        f"+ {NEXT}qemu: 10.2.1, evidence: emulator, sources: [trees, new]}}",
    ]


def test_what_is_new_came_after_the_last_list_that_is_known_whole() -> None:
    lines = [*PC_10_2, "a-new-one: New"]
    told = harvest("plain:next", listing("x86_64", *lines, version="10.2.1"), about=About(previous="10.1"))
    new = "+ - {arch: [x86_64], introduced: 10.2, boards: {a-new-one: New}, sources: [new]}"
    assert new in changes(told)


def test_a_new_group_of_boards_is_written_like_the_one_before_it() -> None:
    text = ZOO.replace(
        "      # boards of Rasp",
        "      - {arch: ppc64, introduced: 9.1, boards: {mac: Mac}, sources: [old]}\n      # boards of Rasp",
    )
    ppc = [
        "pseries: a pSeries (alias of pseries-10.0)",
        "pseries-10.0: a pSeries (default)",
        "mac: Mac",
        "mac2: Mac",
    ]
    found = harvest("plain:first", listing("ppc64", *ppc, version="10.0.2"), text=text)
    assert changes(found, text) == [
        '+ - {arch: [ppc64], introduced: "≤10.0", boards: {mac2: Mac}, sources: [new]}'
    ]


def test_a_qemu_that_skips_one_adds_both() -> None:
    lines = [line.replace("10.2", "10.3") for line in PC_10_2[:2]]
    lines += ["pc-i440fx-10.2: Standard PC", *PC_10_2[2:]]
    proposal = harvest("plain:next", listing("x86_64", *lines, version="10.3.0"))
    assert "+ - {board: pc-i440fx, versions: 10.0..10.3, " in "".join(changes(proposal))
    assert [one.version for one in catalogue(proposal).line("qemu").releases][-2:] == ["10.2", "10.3"]
    assert (
        changes(proposal)[-1]
        == f"+ {NEXT}qemu: 10.3.0, also: nitro, evidence: emulator, sources: [trees, new]}}"
    )
    assert conflicts(proposal) == []


def test_what_an_exact_fact_says_otherwise_is_an_exception_of_the_release() -> None:
    lines = [*without(PC_10_1, "isapc"), "pc-i440fx-9.2: Standard PC"]
    proposal = harvest("plain:second", listing("x86_64", *lines, version="10.1.0"))
    (line,) = [line for line in changes(proposal) if line.startswith("+")]
    assert "qemu: 10.1, also: pc-i440fx-9.2, without: isapc, evidence: emulator" in line
    assert conflicts(proposal) == []


def test_of_qemu_itself_it_is_a_conflict() -> None:
    lines = [*without(PC_10_1, "isapc"), "pc-i440fx-9.2: Standard PC"]
    proposal = harvest("qemu:10.1", listing("x86_64", *lines, version="10.1.0"))
    assert proposal.text == ZOO
    assert conflicts(proposal) == [
        (line_of("- {board: pc-i440fx, versions: 9.1..9.2"), "pc-i440fx-9.2 is listed, QEMU 10.1"),
        (line_of("microvm: microvm") - 4, "isapc is not listed, QEMU 10.1"),
    ]


def test_an_exception_that_is_stated_is_not_taken_back() -> None:
    text = ZOO.replace(
        "qemu: 10.1, evidence: inferred",
        "qemu: 10.1, without: isapc, also: pc-i440fx-9.1, evidence: inferred",
    )
    proposal = harvest("plain:second", listing("x86_64", *PC_10_1, version="10.1.0"), text=text)
    place = line_of("- {version: 2, codename: second", text)
    assert conflicts(proposal) == [
        (place, "isapc is listed, QEMU 10.1"),
        (place, "pc-i440fx-9.1 is not listed, QEMU 10.1"),
    ]


def test_an_excerpt_tells_nothing_of_what_it_does_not_list() -> None:
    excerpt = listing("x86_64", "isapc: ISA-only PC", "microvm: microvm", version="10.1.0")
    proposal = harvest("plain:second", replace(excerpt, complete=False))
    assert (changes(proposal), conflicts(proposal)) == ([], [])


def test_emulators_that_share_an_entry_must_agree() -> None:
    i386 = without(PC_10_1, "nitro", "microvm")
    listings = listing("x86_64", *PC_10_1, version="10.1.0"), listing("i386", *i386, version="10.1.0")
    proposal = harvest("plain:second", *listings)
    assert conflicts(proposal) == [(line_of("isapc:") - 3, "microvm is listed on x86_64 only")]


@pytest.mark.parametrize(
    ("lines", "builds"),
    [([*PC_10_1, "xenpv: Xen PC"], "[xen]"), (PC_10_1, "none")],
)
def test_build_options_show_in_the_types_that_need_them(lines: list[str], builds: str) -> None:
    text = ZOO.replace(
        "    builds: none\n    releases:\n      - {version: 1, codename: first",
        "    releases:\n      - {version: 1, codename: first",
    )
    proposal = harvest("plain:second", listing("x86_64", *lines, version="10.1.0"), text=text)
    assert f"builds: {builds}, evidence: emulator" in changes(proposal, text)[1]
    assert conflicts(proposal) == []


def test_a_build_option_that_the_line_does_not_have_is_one_of_the_release() -> None:
    proposal = harvest("plain:second", listing("x86_64", *PC_10_1, "xenpv: Xen PC", version="10.1.0"))
    assert "qemu: 10.1, builds: [xen], evidence: emulator" in changes(proposal)[1]


def test_build_options_that_are_stated_stay() -> None:
    text = ZOO.replace("qemu: 10.1, evidence: inferred", "qemu: 10.1, builds: none, evidence: inferred")
    proposal = harvest(
        "plain:second", listing("x86_64", *PC_10_1, "xenpv: Xen PC", version="10.1.0"), text=text
    )
    place = line_of("- {version: 2, codename: second", text)
    assert (place, "the listed types are those of the build options xen") in conflicts(proposal)
    assert "builds: none" in proposal.text


def test_a_new_mark_of_deprecation_is_a_bound_of_a_board_and_left_to_a_person_for_a_range() -> None:
    lines = marked(marked(PC_10_1, "isapc", "deprecated"), "pc-i440fx-10.0", "deprecated")
    proposal = harvest("plain:second", listing("x86_64", *lines, version="10.1.0"))
    assert [line for line in changes(proposal) if "deprecated" in line] == ["+ deprecated: 10.1"]
    assert conflicts(proposal) == [
        (line_of("- {board: pc-i440fx, versions: 10.0"), "pc-i440fx-10.0: deprecated 10.1 (split the entry)")
    ]


def test_a_mark_narrows_a_bound_and_contradicts_an_exact_fact() -> None:
    text = ZOO.replace("        boards: {nitro", '        deprecated: ">9.2 ≤10.2"\n        boards: {nitro')
    seen = harvest(
        "plain:second",
        listing("x86_64", *marked(PC_10_1, "nitro", "deprecated"), version="10.1.0"),
        text=text,
    )
    assert '+ deprecated: ">9.2 ≤10.1"' in changes(seen, text)
    unseen = harvest("plain:second", listing("x86_64", *PC_10_1, version="10.1.0"), text=text)
    assert "+ deprecated: 10.2" in changes(unseen, text)
    text = text.replace('deprecated: ">9.2 ≤10.2"', "deprecated: 10.1")
    exact = harvest("plain:second", listing("x86_64", *PC_10_1, version="10.1.0"), text=text)
    place = line_of("boards: {nitro", text) - 4
    assert conflicts(exact) == [(place, "nitro is listed without (deprecated)")]


def test_a_board_becomes_the_default_and_ceases_to_be_it() -> None:
    riscv = ["spike: Spike (default)", "other: Other"]
    text = ZOO.replace("arch: [x86_64, i386, aarch64, arm, ppc64]", "arch: [x86_64, riscv64]")
    first = harvest("plain:first", listing("riscv64", *riscv, version="10.0.0"), text=text)
    added = changes(first, text)
    assert '+ default: "≤10.0"' in added and conflicts(first) == []
    other = listing("riscv64", "spike: Spike", "other: Other (default)", version="10.1.0")
    second = harvest("plain:second", other, text=first.text)
    assert conflicts(second) == []
    assert [line for line in changes(second, first.text) if "default" in line] == [
        "+ default-until: 10.1",
        "+ default: 10.1",
    ]


def test_aliases_come_and_go_with_bounds() -> None:
    arm = [*without(ARM_10_1, "raspi"), "raspi: Raspberry Pi 3 (alias of raspi3)"]
    arm = [line.replace("10.1", "10.2") for line in arm] + ["virt-10.1: ARM"]
    proposal = harvest("plain:next", listing("aarch64", *arm, version="10.2.0"))
    assert conflicts(proposal) == []
    assert [line for line in changes(proposal) if "alias:" in line] == [
        f"- {RASPI}sources: [old]}}",
        f'+ {RASPI}removed: ">10.0 ≤10.2", sources: [old, new]}}',
        '+ - {alias: raspi, target: raspi3, arch: [aarch64], introduced: ">10.0 ≤10.2", sources: [new]}',
    ]


def test_an_alias_that_is_a_fact_is_not_taken_back() -> None:
    proposal = harvest(
        "plain:first",
        listing(
            "aarch64",
            *[line.replace("10.1", "10.0") for line in without(ARM_10_1, "raspi", "virt-10.0")],
            version="10.0.0",
        ),
    )
    assert conflicts(proposal) == [(line_of("- {alias: raspi, "), "raspi is no alias of raspi2 in QEMU 10.0")]


def test_a_type_on_a_board_that_has_none_on_this_arch_is_an_entry_of_its_own() -> None:
    arm64 = [
        "virt: a pSeries (alias of pseries-10.2)",
        "pseries-10.2: a pSeries (default)",
        "pseries-10.0: a pSeries",
    ]
    lines = [line.replace("virt:", "pseries:") for line in arm64]
    proposal = harvest("plain:next", listing("ppc64", *lines, version="10.2.0"))
    assert (
        "+ - {board: pseries, names: pseries-10.2, introduced: 10.2, description: a pSeries, sources: [new]}"
        in changes(proposal)
    )
    assert conflicts(proposal) == []


def test_a_versioned_type_older_than_what_is_known_is_left_to_a_person() -> None:
    proposal = harvest("plain:second", listing("x86_64", *PC_10_1, "pc-i440fx-7.0: old", version="10.1.0"))
    assert [seen for _, seen in conflicts(proposal)] == [
        "QEMU 7.0 is not among the releases",
        "pc-i440fx-7.0 is listed on x86_64",
    ]


def test_what_is_named_like_a_type_of_a_vendor_needs_a_vendor() -> None:
    proposal = harvest("plain:second", listing("x86_64", *PC_10_1, "pc-i440fx-cat: Cat", version="10.1.0"))
    assert [seen for _, seen in conflicts(proposal)] == [
        "pc-i440fx-cat is listed on x86_64, and this line has no vendor of its own"
    ]


@pytest.mark.parametrize(
    ("stated", "told", "now"),
    [
        ("qemu: 10.1, ", "10.1.3", "qemu: 10.1, "),
        ("", "10.1.3", "qemu: 10.1.3, "),
        ("qemu: {from: 10.0, to: 10.1}, ", "10.1.3", "qemu: 10.1.3, "),
        ("qemu: 10.0, ", "10.1.3", None),
    ],
)
def test_the_version_of_a_release(stated: str, told: str, now: str | None) -> None:
    text = ZOO.replace("codename: second, qemu: 10.1, ", f"codename: second, {stated}")
    proposal = harvest("plain:second", listing("x86_64", *PC_10_1, version=told), text=text)
    if now is None:
        assert (
            line_of("- {version: 2, codename: second", text),
            f"the emulator is QEMU {told}",
        ) in conflicts(proposal)
    else:
        assert f"codename: second, {now}evidence" in proposal.text
        assert conflicts(proposal) == []


def test_qemu_itself_is_built_with_any_option() -> None:
    lines = [*PC_10_1, "xenpv: Xen PC"]
    for listed in (lines, PC_10_1):
        proposal = harvest("qemu:10.1", listing("x86_64", *listed, version="10.1.0"))
        assert (proposal.text, conflicts(proposal)) == (ZOO, [])


def test_a_range_is_never_extended_backward() -> None:
    proposal = harvest("plain:second", listing("aarch64", *ARM_10_1, "virt-9.1: ARM", version="10.1.0"))
    assert conflicts(proposal) == [
        (
            line_of("- {board: virt, "),
            "virt-9.1 is listed on aarch64, and no entry of upstream's types has room for it",
        )
    ]
