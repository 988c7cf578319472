"""Is everything that the catalogue records as unknown told as a gap, and nothing else?"""

from __future__ import annotations

from typing import Any

import pytest

from mtype.catalogue.gaps import EXACT, INFERRED, KINDS, UNKNOWN, gaps, grade, missing_facts, unread_lists
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.source import read_yaml
from tests.catalogue.small import alias, catalogue, kind, line, release

WHOLE: dict[str, Any] = {
    "qemu": "8.2",
    "libvirt": "10.0.0",
    "released": "2024-04-25",
    "support": {"standard": "2029-05-31"},
    "builds": "none",
    "evidence": "listing",
    "own": {"only": "pc-q35-ant"},
}


def zoo(*facts: dict[str, Any], carries: str = "upstream", **more: Any) -> Catalogue:
    """A line `zoo` with a release for each of `facts`, numbered from 1."""
    days = ({"released": f"202{number}-04-25"} for number in range(4, 10))
    rows = [
        release(str(number), **(given | (day if "released" in given else {})))
        for number, (given, day) in enumerate(zip(facts, days, strict=False), 1)
    ]
    types = [kind("pc-q35", name) for name in ("pc-q35-ant", "pc-q35-bee")]
    lines = {"zoo": line("zoo", rows, carries=[carries] if carries else [], **more)}
    return catalogue(vendors={"zoo": {"name": "Zoo", "types": types}}, lines=lines)


def without(*keys: str, **other: Any) -> dict[str, Any]:
    return {key: value for key, value in WHOLE.items() if key not in keys} | other


UNREAD = frozenset({("zoo", "1")})
NOTHING: frozenset[tuple[str, str]] = frozenset()


@pytest.mark.parametrize(
    ("facts", "unread", "expected"),
    [
        (WHOLE, NOTHING, []),
        (without("qemu"), NOTHING, ["qemu"]),
        (without("libvirt"), NOTHING, ["libvirt"]),
        (without("released"), NOTHING, ["released"]),
        (without("support"), NOTHING, ["support"]),
        (without("support", support={"extended": "2034-04-25"}), NOTHING, []),
        (without("builds"), NOTHING, ["builds"]),
        (without(evidence="inferred"), NOTHING, ["inferred"]),
        (without(own={"unknown": True, "has": "pc-q35-ant"}), UNREAD, ["own"]),
        (without("evidence", own={"unknown": True}), UNREAD, ["own"]),
        (without("released", "support", pocket="backports"), NOTHING, []),
    ],
)
def test_what_is_missing_of_a_release(
    facts: dict[str, Any], unread: frozenset[tuple[str, str]], expected: list[str]
) -> None:
    known = zoo(facts).line("zoo")
    assert missing_facts(known, known.releases[0], unread) == expected


def test_a_release_of_which_no_arch_is_known() -> None:
    known = zoo(WHOLE, arch=[]).line("zoo")
    assert missing_facts(known, known.releases[0], NOTHING) == ["arches"]


def test_build_options_matter_where_the_types_of_qemu_come_along() -> None:
    known = zoo(without("builds"), carries="").line("zoo")
    assert missing_facts(known, known.releases[0], NOTHING) == []


def test_qemu_itself_ships_no_libvirt_and_is_supported_by_nobody() -> None:
    known = zoo(WHOLE).line("qemu")
    assert missing_facts(known, known.releases[0], NOTHING) == ["released"]


def test_qemu_versions_of_which_bounds_are_known() -> None:
    class Between:
        """As a release that may ship one of several versions."""

        qemu, qemu_range = None, ("2.2", "2.4")

        def __getattr__(self, name: str) -> Any:
            return getattr(known.releases[0], name)

    known = zoo(WHOLE).line("zoo")
    between: Any = Between()
    assert missing_facts(known, between, NOTHING) == ["qemu-range"]
    assert grade(known, between, NOTHING) == INFERRED


def test_gaps_of_a_kind_stand_together_in_the_order_of_kinds() -> None:
    maybe = {"only": "pc-q35-ant", "unsure": "pc-q35-bee"}
    known = zoo(without("libvirt"), without("qemu", "libvirt", own=maybe), without(own=maybe))
    found = gaps(known, "zoo", NOTHING)
    assert [(gap.kind, [one.version for one in gap.releases], gap.names) for gap in found] == [
        ("qemu", ["2"], ()),
        ("maybe", ["2", "3"], ("pc-q35-bee",)),
        ("libvirt", ["1", "2"], ()),
    ]
    assert [gap.size for gap in found] == [1, 2, 2]
    assert gaps(zoo(WHOLE), "zoo", NOTHING) == []


def test_bounds_are_told_with_qemu() -> None:
    known = catalogue(
        [
            kind("pc-q35", "pc-q35-4.0", introduced="4.0"),
            kind("pc-q35", "pc-q35-7.2", introduced=">4.1 ≤7.2", removed=">10.0 ≤11.1"),
            kind("pc-q35", "pc-q35-8.2", introduced=">4.1 ≤7.2"),
            kind("virt", "virt-8.2", introduced="8.2"),
            kind("virt", "virt-8.2", arch="x86_64", introduced="≤8.2"),
        ],
        aliases=[alias("new", "pc-q35-4.0", "≤5.2"), alias("old", "pc-q35-4.0", "4.0", removed="≤9.0")],
    )
    found = [gap for gap in gaps(known, "qemu", NOTHING) if gap.kind == "bound"]
    assert {gap.detail: gap.names for gap in found} == {
        "introduced >4.1 ≤7.2": ("pc-q35-7.2", "pc-q35-8.2"),
        "introduced ≤5.2": ("new (alias of pc-q35-4.0)",),
        "introduced ≤8.2": ("virt-8.2 (x86_64)",),
        "removed >10.0 ≤11.1": ("pc-q35-7.2",),
        "removed ≤9.0": ("old (alias of pc-q35-4.0)",),
    }
    assert [gap.size for gap in found] == [2, 1, 1, 1, 1]


def test_every_kind_of_gap_is_said_in_words() -> None:
    assert all(len(words.split()) > 2 for words in KINDS.values())


def test_lists_that_nobody_read_are_found_in_the_yaml() -> None:
    text = (
        "lines: {zoo: {releases: [{version: 1, own: {unknown: true}}, {version: 2, own: same}, "
        "{version: 3}, {version: 4, own: {unknown: false}}]}}"
    )
    assert unread_lists(read_yaml(text, "x")) == {("zoo", "1")}


@pytest.mark.parametrize(
    ("facts", "carries", "unread", "expected"),
    [
        (WHOLE, "upstream", NOTHING, EXACT),
        (without("libvirt", "released", "support", "builds"), "upstream", NOTHING, EXACT),
        (without("qemu"), "upstream", NOTHING, UNKNOWN),
        (without("qemu"), "", NOTHING, EXACT),  # its types do not follow from QEMU's
        (without(evidence="inferred"), "", NOTHING, INFERRED),
        (without(own={"only": "pc-q35-ant", "unsure": "pc-q35-bee"}), "", NOTHING, INFERRED),
        (without(own={"unknown": True, "has": "pc-q35-ant"}), "", UNREAD, INFERRED),
        (without(own={"unknown": True}), "", UNREAD, UNKNOWN),
        (without(own={"unknown": True}), "upstream", UNREAD, INFERRED),
    ],
)
def test_how_well_the_types_of_a_release_are_known(
    facts: dict[str, Any], carries: str, unread: frozenset[tuple[str, str]], expected: str
) -> None:
    known = zoo(facts, carries=carries).line("zoo")
    assert grade(known, known.releases[0], unread) == expected


def test_a_release_whose_arches_nobody_knows_is_unknown() -> None:
    known = zoo(WHOLE, arch=[]).line("zoo")
    assert grade(known, known.releases[0], NOTHING) == UNKNOWN
