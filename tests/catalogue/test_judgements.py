"""What does a target make of a machine type?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtype.catalogue.load import load_catalogue
from mtype.catalogue.offer import Offer, Offered
from mtype.catalogue.releases import all_releases
from mtype.catalogue.target import Judgement, Target
from mtype.model.status import Status
from tests.catalogue.small import alias, catalogue, find, kind, line, release, target

Q35 = "pc-q35"
KNOWN = catalogue(
    [
        kind(Q35, "pc-q35-2.9", introduced="2.9", removed="8.2"),
        kind(Q35, "pc-q35-4.0", introduced="4.0", deprecated="7.2"),
        kind(Q35, "pc-q35-7.2", introduced="7.2"),
        kind(Q35, "pc-q35-10.0", introduced="10.0"),
        kind(Q35, "pc-q35-dropped", introduced="4.1"),
        kind("pc-i440fx", "pc-i440fx-maybe", introduced="≤10.0"),
        kind("virt", "virt-7.2", introduced="7.2"),
    ],
    vendors={
        "zoo": {"name": "Zoo", "types": [kind(Q35, "pc-q35-{ant,hip,bee,cow,dog,elk}")]},
        "farm": {"name": "Farm", "types": [kind(Q35, "pc-q35-hen")]},
        "more": {"name": "More", "extends": "upstream", "types": [kind(Q35, "pc-q35-{4.0,7.2}+pve1")]},
    },
    aliases=[alias("future", "pc-q35-10.0", "10.0")],
    boards_without_version=[
        {"arch": "aarch64", "introduced": "2.9", "boards": {"new": "New"}, "sources": "s"}
    ],
    lines={
        "debian": line("upstream", [release("1", qemu="7.2.1", without="pc-q35-dropped")]),
        "zoo": line(
            "zoo",
            [
                release("1", qemu="7.2", own={"only": "pc-q35-{ant,bee}"}),
                release("2", qemu="8.2", own={"drop": "pc-q35-ant", "add": "pc-q35-cow"}),
                release("3", own={"add": "pc-q35-elk", "unsure": "pc-q35-dog"}),
            ],
            aliases=[
                {"alias": "zoo", "board": Q35},
                {"alias": "q35", "board": Q35},
                {"alias": "new", "board": "virt"},
            ],
        ),
        "farm": line("farm", [release("1", own={"only": "pc-q35-hen"})]),
        "silent": line("upstream", [release("1", qemu="7.2")], arch=[]),
        "moving": line(
            "upstream",
            [
                release("1", qemu="7.2"),
                release("2", qemu="8.2", arch="aarch64"),
                release("2-backports", qemu="8.2", pocket="backports"),
                release("3", qemu="10.0"),
            ],
            arch=["x86_64", "aarch64", "ppc64"],
            arch_since={"aarch64": "2", "ppc64": "3"},
        ),
        "more": line("more", [release("1", qemu="7.2", own="none")], carries="upstream"),
    },
)
SUPPORTED, DEPRECATED, REMOVED = Status.SUPPORTED, Status.DEPRECATED, Status.REMOVED
NEWER, FOREIGN, UNKNOWN, FLOATING = Status.NEWER, Status.FOREIGN, Status.UNKNOWN, Status.FLOATING


@pytest.mark.parametrize(
    ("at", "name", "status"),
    [
        pytest.param("debian:1", "pc-q35-7.2", SUPPORTED, id="it is there"),
        pytest.param("debian:1", "pc-q35-4.0", DEPRECATED, id="it is there, and deprecated"),
        pytest.param("debian:1", "q35", FLOATING, id="it is an alias there"),
        pytest.param("debian:1", "", FLOATING, id="an empty attribute is as good as none"),
        pytest.param("debian:1", None, FLOATING, id="no attribute"),
        pytest.param("debian:1", "pc-q35-10.0", NEWER, id="it came with a later QEMU"),
        pytest.param("qemu:8.2", "pc-q35-2.9", REMOVED, id="an earlier QEMU had it last"),
        pytest.param("debian:1", "pc-q35-dropped", REMOVED, id="this release dropped it"),
        pytest.param("debian:1", "pc-q35-ant", FOREIGN, id="another vendor's"),
        pytest.param("zoo:1", "pc-q35-7.2", FOREIGN, id="upstream's where the vendor has only its own"),
        pytest.param("debian:1", "zoo", FOREIGN, id="another vendor's alias"),
        pytest.param("debian:1", "pc-q35-nine", UNKNOWN, id="nobody has ever heard of it"),
        pytest.param("debian:1", "future", UNKNOWN, id="an alias that it does not have yet"),
        pytest.param("zoo:2", "pc-q35-ant", REMOVED, id="an earlier release of the vendor had it last"),
        pytest.param("zoo:1", "pc-q35-cow", NEWER, id="a later release of the vendor has it first"),
        pytest.param(
            "zoo:1", "pc-q35-dog", NEWER, id="maybe a later one has it, and it is newer than all here"
        ),
        pytest.param("zoo:1", "pc-q35-hip", REMOVED, id="no release has it, and it is not the newest"),
        pytest.param("more:1", "pc-q35-7.2+pve1", NEWER, id="an increment on top of the newest"),
        pytest.param("more:1", "pc-q35-4.0+pve1", REMOVED, id="an increment of an older one"),
        pytest.param("farm:1", "q35", FOREIGN, id="upstream's alias where only the vendor's own are"),
    ],
)
def test_status(at: str, name: str | None, status: Status) -> None:
    judged = target(KNOWN, at).judge(name, "x86_64")
    assert judged.status is status
    assert not judged.unsure


@pytest.mark.parametrize(
    ("at", "name", "arch"),
    [
        pytest.param("zoo:3", "pc-q35-dog", "x86_64", id="a type that may be there"),
        pytest.param("qemu:9.0", "pc-i440fx-maybe", "x86_64", id="a type of a bound that does not tell"),
        pytest.param("qemu:9.0", "pc", "x86_64", id="an alias of a type that may be there"),
        pytest.param("silent:1", "virt-7.2", "aarch64", id="a type where nothing is known of any arch"),
        pytest.param("silent:1", "virt", "aarch64", id="an alias where nothing is known of any arch"),
    ],
)
def test_what_cannot_be_told_is_unknown(at: str, name: str, arch: str) -> None:
    judged = target(KNOWN, at).judge(name, arch)
    assert (judged.status, judged.unsure, judged.wrong_arch) == (UNKNOWN, True, ())


@pytest.mark.parametrize(
    ("at", "name", "arch", "status"),
    [
        pytest.param(
            "moving:2", "pc-q35-7.2", "x86_64", REMOVED, id="an earlier release shipped its emulator"
        ),
        pytest.param("moving:2", "pc-q35-10.0", "x86_64", REMOVED, id="however new the type is"),
        pytest.param(
            "moving:2", "pc-i440fx-maybe", "i386", REMOVED, id="a guest of the arch that it ran too"
        ),
        pytest.param("moving:1", "virt-7.2", "aarch64", NEWER, id="only a later release ships its emulator"),
        pytest.param("debian:1", "virt-7.2", "aarch64", UNKNOWN, id="no release of the line ever shipped it"),
        pytest.param(
            "zoo:1", "virt-7.2", "aarch64", FOREIGN, id="of a vendor that the target does not carry"
        ),
        pytest.param("moving:1", "virt", "aarch64", UNKNOWN, id="an alias"),
        pytest.param(
            "zoo:1", "new", "aarch64", UNKNOWN, id="an alias of the line, not the board of that name"
        ),
        pytest.param("debian:1", "new", "aarch64", UNKNOWN, id="a board that is no alias there"),
        pytest.param("moving:1", "toaster", "aarch64", UNKNOWN, id="what nobody has ever heard of"),
    ],
)
def test_an_arch_that_is_known_not_to_be_shipped(at: str, name: str, arch: str, status: Status) -> None:
    host = target(KNOWN, at)
    judged = host.judge(name, arch)
    assert (judged.status, judged.unsure, judged.shipped) == (status, False, False)
    assert (host.ships(arch), host.offer(arch)) == (False, None)


def test_a_type_of_another_arch_is_told_whose_it_is_where_its_arch_is_not_shipped_either() -> None:
    judged = target(KNOWN, "moving:1").judge("pc-q35-7.2", "aarch64")
    assert judged == Judgement(UNKNOWN, wrong_arch=("x86_64", "i386"), shipped=False)


@pytest.mark.parametrize(
    ("at", "arch", "ships"),
    [
        pytest.param("moving:1", "x86_64", True, id="stated for the line"),
        pytest.param("moving:1", "i386", True, id="run by another emulator"),
        pytest.param("moving:2", "aarch64", True, id="stated for the release"),
        pytest.param("moving:3", "aarch64", True, id="since a release"),
        pytest.param("moving:1", "ppc64", None, id="an arch that the catalogue says nothing of"),
        pytest.param("moving:1", "vax", None, id="an arch nobody has heard of"),
        pytest.param("silent:1", "x86_64", None, id="a line that states no arch"),
    ],
)
def test_whether_an_arch_is_shipped(at: str, arch: str, ships: bool | None) -> None:
    assert target(KNOWN, at).ships(arch) is ships


def test_a_type_of_another_arch_is_unknown_and_told_whose_it_is() -> None:
    judged = target(KNOWN, "debian:1").judge("virt-7.2", "x86_64")
    assert judged == Judgement(UNKNOWN, wrong_arch=("aarch64", "arm"))


def test_an_alias_that_the_line_has_on_another_arch_is_not_foreign() -> None:
    arches = ["x86_64", "s390x"]
    known = catalogue(
        vendors={"zoo": {"name": "Zoo", "types": [kind(Q35, "ant")]}},
        lines={
            "zoo": line(
                "zoo",
                [release("1", own={"only": "ant"})],
                arch=arches,
                aliases=[{"alias": "q35", "board": Q35}],
            )
        },
    )
    at = target(known, "zoo:1")
    assert (at.judge("q35", "x86_64").status, at.judge("q35", "s390x")) == (FLOATING, Judgement(UNKNOWN))


def test_a_judgement_says_what_it_knows() -> None:
    at = target(KNOWN, "debian:1")
    offered = at.offer("x86_64")
    assert offered is not None
    q35 = at.judge("q35", "x86_64")
    assert (q35.kind, q35.offered) == (find(KNOWN, "pc-q35-7.2"), offered.by_name["q35"])
    assert at.judge("pc-q35-ant", "x86_64") == Judgement(FOREIGN, find(KNOWN, "pc-q35-ant"))
    assert at.judge("q35", "x86_64") is q35


def test_a_release_as_target() -> None:
    at = target(KNOWN, "zoo:1")
    assert (at.arches, at.vendors("x86_64"), at.source) == (("x86_64",), ("zoo",), "catalogue")
    assert at.offer("x86_64") is at.offer("x86_64")
    assert at.offer("vax") is None


def test_a_guest_runs_on_an_emulator_of_another_arch_where_its_own_is_not_shipped() -> None:
    at = target(KNOWN, "zoo:1")
    assert at.offer("i386") == at.offer("x86_64")
    assert at.judge("pc-q35-ant", "i386").status is SUPPORTED


def asked(*entries: Offered, arch: str = "x86_64", complete: bool = True, at: str | None = None) -> Target:
    """A real emulator that was asked, and said this."""
    known = target(KNOWN, at).release if at else None
    return Target(KNOWN, known, "this host", "emulator", {arch: Offer(entries, complete=complete)})


def entry(name: str, deprecated: bool = False) -> Offered:
    return Offered(name, KNOWN.find(name, "x86_64"), deprecated=deprecated)


@pytest.mark.parametrize(
    ("host", "name", "status"),
    [
        pytest.param(asked(entry("pc-q35-10.0")), "pc-q35-10.0", SUPPORTED, id="what it has"),
        pytest.param(asked(entry("pc-q35-10.0", True)), "pc-q35-10.0", DEPRECATED, id="what it deprecates"),
        pytest.param(
            asked(entry("pc-q35-mine")), "pc-q35-mine", SUPPORTED, id="what only a private build has"
        ),
        pytest.param(
            asked(Offered("q35", None, "pc-q35-mine"), entry("pc-q35-mine")), "q35", FLOATING, id="its alias"
        ),
        pytest.param(asked(entry("pc-q35-7.2")), "pc-q35-10.0", NEWER, id="newer than all it has"),
        pytest.param(asked(entry("pc-q35-7.2")), "pc-q35-4.0", REMOVED, id="older than what it has"),
        pytest.param(asked(entry("pc-q35-7.2")), "pc-i440fx-maybe", REMOVED, id="of a board that it lacks"),
        pytest.param(asked(entry("pc-q35-7.2")), "pc-q35-ant", FOREIGN, id="of a vendor that it lacks"),
        pytest.param(
            asked(entry("pc-q35-7.2"), at="qemu:8.2"), "pc-q35-10.0", NEWER, id="newer than its release"
        ),
        pytest.param(asked(entry("pc-q35-7.2")), "zoo", FOREIGN, id="an alias of a vendor that it lacks"),
        pytest.param(asked(entry("pc-q35-7.2")), "q35", UNKNOWN, id="an alias that it lacks"),
    ],
)
def test_a_real_emulator(host: Target, name: str, status: Status) -> None:
    judged = host.judge(name, "x86_64")
    assert (judged.status, judged.unsure) == (status, False)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("pc-q35-4.0", id="a type"),
        pytest.param("q35", id="an alias"),
    ],
)
def test_a_source_that_names_only_some_types_proves_no_absence(name: str) -> None:
    judged = asked(entry("pc-q35-7.2"), complete=False).judge(name, "x86_64")
    assert (judged.status, judged.unsure) == (UNKNOWN, True)


def test_an_emulator_speaks_for_the_guests_it_runs() -> None:
    host = asked(entry("pc-q35-7.2"))
    assert host.arches == ("x86_64",)
    assert host.judge("pc-q35-7.2", "i386").status is SUPPORTED
    assert host.offer("aarch64") is None
    assert (host.ships("i386"), host.ships("aarch64")) == (True, None)
    assert host.vendors("aarch64") == ()


def test_of_an_emulator_the_vendor_comes_before_upstream() -> None:
    host = asked(entry("pc-q35-7.2"), entry("pc-q35-hen"), entry("pc-q35-ant"))
    assert host.vendors("x86_64") == ("farm", "zoo", "upstream")


def test_a_target_of_which_nothing_is_known() -> None:
    nothing = Target(KNOWN, None, "nowhere")
    assert (nothing.arches, nothing.offer("x86_64"), nothing.vendors("x86_64")) == ((), None, ())
    assert nothing.judge("pc-q35-4.0", "x86_64") == Judgement(UNKNOWN, find(KNOWN, "pc-q35-4.0"), unsure=True)


SHIPPED = load_catalogue()
TARGETS = [target(SHIPPED, one.id) for one in all_releases(SHIPPED)]
ARCHES = sorted({arch for one in SHIPPED.types for arch in one.arches})
NAMES = sorted({one.name for one in SHIPPED.types} | {*SHIPPED.alias_names})


@given(
    st.sampled_from(TARGETS),
    st.sampled_from(NAMES) | st.text(),
    st.sampled_from(ARCHES) | st.text(max_size=9),
)
def test_there_is_a_verdict_on_any_text(at: Target, name: str, arch: str) -> None:
    judged = at.judge(name, arch)
    there = judged.status in (SUPPORTED, DEPRECATED)
    assert there is (judged.offered is not None and judged.offered.alias_of is None)
    assert not judged.unsure or judged.status is UNKNOWN
    assert not judged.wrong_arch or (judged.status is UNKNOWN and arch not in judged.wrong_arch)


@pytest.mark.parametrize("arch", ["x86_64", "s390x"])
def test_there_is_a_verdict_on_every_type_at_every_release(arch: str) -> None:
    for at in TARGETS:
        offer = at.offer(arch)
        for one in SHIPPED.types:
            judged = at.judge(one.name, arch)
            offered = offer is not None and one.name in offer.by_name
            assert offered is (judged.offered is not None), f"{at.label} {one.name}"
            if arch in one.arches and not offered:
                assert judged.status in (REMOVED, NEWER, FOREIGN, UNKNOWN), f"{at.label} {one.name}"
