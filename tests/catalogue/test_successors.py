"""What should a guest use instead?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.catalogue.successor import nearest_name, successor, superseding_increment
from mtype.catalogue.target import Target
from tests.catalogue.small import alias, catalogue, find, kind, line, release, target

KNOWN = catalogue(
    [
        kind("pc-q35", "pc-q35-4.0", introduced="4.0"),
        kind("pc-q35", "pc-q35-7.2", introduced="7.2"),
        kind("pc-q35", "pc-q35-8.1", introduced="8.1", deprecated="8.2"),
        kind("pc-i440fx", "pc-i440fx-4.0", introduced="4.0"),
        kind("pc-i440fx", "pc-i440fx-4.0-hpb", introduced="4.0", removed="5.2"),
        kind("virt", "virt-8.2", introduced="8.2"),
    ],
    vendors={
        "zoo": {
            "name": "Zoo",
            "types": [
                kind("pc-q35", "pc-q35-{ant,ant-hpb,bee,bee-hpb,bee-v2,bee-v3,bee-hpb-v2,cow,dog-maxcpus}"),
                kind("pc-i440fx", "pc-i440fx-emu"),
            ],
        },
        "farm": {
            "name": "Farm",
            "types": [kind("pc-q35", "pc-q35-hen{,-hpb}"), kind("pc-i440fx", "pc-i440fx-hen{,-hpb}")],
        },
        "wood": {"name": "Wood", "types": [kind("pc-i440fx", "pc-i440fx-fox-hpb")]},
    },
    aliases=[alias("q36", "pc-q35-7.2", "7.2")],
    lines={
        "debian": line("upstream", [release("1", qemu="8.2")]),
        "zoo": line(
            "zoo",
            [
                release("1", qemu="8.2", own={"only": "pc-q35-{ant,ant-hpb,bee,bee-v2}"}),
                release("2", qemu="8.2", own={"add": "pc-q35-{bee-v3,bee-hpb,bee-hpb-v2,cow}"}),
            ],
            carries="upstream",
        ),
        "farm": line("farm", [release("1", own={"only": "pc-q35-hen"})]),
        "mixed": line(
            "zoo",
            [
                release(
                    "1",
                    own={"only": "pc-i440fx-emu"},
                    also=["pc-i440fx-4.0", "pc-i440fx-hen-hpb"],
                    deprecated="pc-i440fx-emu",
                )
            ],
            carries=["upstream", "farm"],
        ),
        "bare": line("farm", [release("1", own="none")]),
    },
)


@pytest.mark.parametrize(
    ("at", "name", "expected"),
    [
        pytest.param(
            "debian:1", "pc-q35-4.0", "pc-q35-7.2", id="the newest of its board, not a deprecated one"
        ),
        pytest.param("debian:1", "pc-q35-7.2", None, id="nothing is newer"),
        pytest.param(
            "debian:1", "pc-q35-ant", "pc-q35-7.2", id="for a foreign one the newest of this vendor"
        ),
        pytest.param("zoo:1", "pc-q35-4.0", "pc-q35-7.2", id="its own vendor where the target carries it"),
        pytest.param("zoo:2", "pc-q35-ant", "pc-q35-cow", id="a vendor's newest"),
        pytest.param(
            "zoo:2", "pc-q35-hen", "pc-q35-cow", id="for a foreign one the vendor's before upstream's"
        ),
        pytest.param("zoo:2", "pc-q35-ant-hpb", "pc-q35-bee-hpb-v2", id="a variant stays a variant"),
        pytest.param("zoo:1", "pc-q35-dog-maxcpus", None, id="a variant that has ended has no successor"),
        pytest.param("farm:1", "pc-q35-hen-hpb", None, id="nor at a vendor without any"),
        pytest.param("farm:1", "pc-q35-ant-hpb", None, id="nor from another vendor"),
        pytest.param("farm:1", "pc-i440fx-4.0", None, id="there is nothing on that board"),
        pytest.param("bare:1", "pc-q35-hen", None, id="there is nothing at all"),
        pytest.param("mixed:1", "pc-i440fx-emu", "pc-i440fx-4.0", id="another vendor's where its own ends"),
        pytest.param("mixed:1", "pc-i440fx-4.0-hpb", None, id="not where that would drop its variant"),
        pytest.param("mixed:1", "pc-q35-hen-hpb", None, id="nor to another board"),
        pytest.param(
            "mixed:1", "pc-i440fx-fox-hpb", "pc-i440fx-hen-hpb", id="for a foreign variant whoever has it"
        ),
    ],
)
def test_successor(at: str, name: str, expected: str | None) -> None:
    found = successor(target(KNOWN, at), find(KNOWN, name), "x86_64")
    assert (found.name if found else None) == expected


MISSPELT = catalogue(
    [
        kind("pc-q35", "pc-q35-4.0", introduced="4.0", deprecated="9.0", removed="10.0"),
        kind("pc-q35", "pc-q35-7.2", introduced="7.2"),
    ],
    vendors={
        "zoo": {
            "name": "Zoo",
            "types": [
                kind("pc-q35", "pc-q35-vv4.0", successor="pc-q35-v4.0"),
                kind("pc-q35", "pc-q35-v4.0", successor="pc-q35-4.0"),
                kind("pc-q35", "pc-q35-cow"),
            ],
        }
    },
    lines={
        "zoo": line(
            "zoo",
            [
                release("1", qemu="8.2", own={"only": "pc-q35-{v4.0,cow}"}, without="pc-q35-4.0"),
                release("2", qemu="8.2", own={"only": "pc-q35-cow"}),
                release("3", qemu="9.0", own="same"),
                release("4", qemu="10.0", own="same"),
            ],
            carries="upstream",
        )
    },
)


@pytest.mark.parametrize(
    ("at", "name", "expected"),
    [
        pytest.param("zoo:2", "pc-q35-v4.0", "pc-q35-4.0", id="it is the one to use, newer ones or not"),
        pytest.param("zoo:1", "pc-q35-vv4.0", "pc-q35-v4.0", id="one step where that is offered"),
        pytest.param("zoo:2", "pc-q35-vv4.0", "pc-q35-4.0", id="two where the first is not"),
        pytest.param("zoo:1", "pc-q35-v4.0", "pc-q35-cow", id="where it is not offered the newest"),
        pytest.param("zoo:3", "pc-q35-v4.0", "pc-q35-cow", id="nor is one that is deprecated"),
        pytest.param("zoo:4", "pc-q35-v4.0", "pc-q35-cow", id="nor one that has gone"),
        pytest.param("zoo:2", "pc-q35-4.0", "pc-q35-7.2", id="the others have their newest"),
    ],
)
def test_a_successor_that_is_stated(at: str, name: str, expected: str) -> None:
    found = successor(target(MISSPELT, at), find(MISSPELT, name), "x86_64")
    assert found is not None and found.name == expected


def test_on_an_arch_that_nobody_knows_there_is_none() -> None:
    virt = find(KNOWN, "virt-8.2", "aarch64")
    assert successor(target(KNOWN, "debian:1"), virt, "aarch64") is None
    assert superseding_increment(target(KNOWN, "debian:1"), virt, "aarch64") is None


def test_of_an_emulator_a_name_that_nobody_knows_is_no_successor() -> None:
    offers = {
        "x86_64": Offer((Offered("pc-q35-mine", None), Offered("pc-q35-4.0", find(KNOWN, "pc-q35-4.0"))))
    }
    host = Target(KNOWN, None, "this host", "emulator", offers)
    found = successor(host, find(KNOWN, "pc-q35-ant"), "x86_64")
    assert found is not None and found.name == "pc-q35-4.0"
    assert superseding_increment(host, find(KNOWN, "pc-q35-ant"), "x86_64") is None


@pytest.mark.parametrize(
    ("at", "name", "expected"),
    [
        pytest.param("zoo:1", "pc-q35-bee", "pc-q35-bee-v2", id="the increment of a type"),
        pytest.param("zoo:2", "pc-q35-bee", "pc-q35-bee-v3", id="the newest one"),
        pytest.param("zoo:2", "pc-q35-bee-v2", "pc-q35-bee-v3", id="the increment after an increment"),
        pytest.param("zoo:2", "pc-q35-bee-v3", None, id="the newest one has none"),
        pytest.param("zoo:2", "pc-q35-bee-hpb", "pc-q35-bee-hpb-v2", id="of its own variant"),
        pytest.param("zoo:2", "pc-q35-cow", None, id="no increment"),
        pytest.param("debian:1", "pc-q35-bee", None, id="not at a target that lacks it"),
    ],
)
def test_increments(at: str, name: str, expected: str | None) -> None:
    found = superseding_increment(target(KNOWN, at), find(KNOWN, name), "x86_64")
    assert (found.name if found else None) == expected


@pytest.mark.parametrize(
    ("at", "name", "arch", "expected"),
    [
        pytest.param("zoo:2", "pc-q35-aunt", "x86_64", "pc-q35-ant", id="a slip of the pen"),
        pytest.param("debian:1", "pc-q35-72", "x86_64", "pc-q35-7.2", id="a dot that is missing"),
        pytest.param("debian:1", "q37", "x86_64", None, id="too short to tell"),
        pytest.param("debian:1", "pc-q35-hennn", "x86_64", "pc-q35-hen", id="one that only others offer"),
        pytest.param("debian:1", "virt-82", "x86_64", None, id="not one of another arch"),
        pytest.param("debian:1", "virt-82", "aarch64", "virt-8.2", id="known even where the target is not"),
        pytest.param("debian:1", "nothing like it", "x86_64", None, id="nothing like it"),
    ],
)
def test_nearest_name(at: str, name: str, arch: str, expected: str | None) -> None:
    assert nearest_name(target(KNOWN, at), name, arch) == expected
