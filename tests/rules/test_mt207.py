"""Is said that nobody knows, where nobody knows?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.rules.mt207_undetermined import UndeterminedMachineType
from tests.rules.build import CATALOGUE, check, define, emulator, one

ASK = ": ask a real emulator with --emulator or --capabilities"

FINDS = [
    pytest.param(
        "pc-q35-jammy-maxcpus",
        "x86_64",
        "ubuntu:lunar",
        "it is not known whether ubuntu:lunar offers pc-q35-jammy-maxcpus",
        id="the list of the release is not known",
    ),
    pytest.param(
        "pc-q35-9.0",
        "x86_64",
        "sles:15.6",
        "it is not known whether sles:15.6 offers pc-q35-9.0",
        id="the QEMU of the release is not known exactly",
    ),
    pytest.param(
        "toaster",
        "sparc64",
        "debian:13",
        "nothing is known of sparc64 at debian:13, so whether the guest starts is not known",
        id="neither the arch nor the name",
    ),
    pytest.param(
        "q35",
        "sparc64",
        "debian:13",
        "nothing is known of sparc64 at debian:13, so whether the guest starts is not known",
        id="an alias where nothing is known of the arch",
    ),
]

STAYS_SILENT = [
    pytest.param("pc-q35-jammy-maxcpus", "x86_64", "ubuntu:jammy", id="offered"),
    pytest.param("pc-q35-jammy-maxcpus", "x86_64", "ubuntu:resolute", id="removed"),
    pytest.param("toaster", "x86_64", "debian:13", id="unknown is MT101"),
    pytest.param("virt-8.2", "sparc64", "debian:13", id="another arch is MT104"),
    pytest.param("virt-6.2", "aarch64", "rhel:9.4", id="an arch that is not shipped, and foreign, is MT301"),
    pytest.param("s390-ccw-virtio-8.2", "s390x", "proxmox:9.0", id="an arch that is not shipped is MT104"),
    pytest.param(None, "sparc64", "debian:13", id="a missing attribute"),
    pytest.param("", "sparc64", "debian:13", id="an empty attribute"),
    pytest.param(" ", "sparc64", "debian:13", id="a blank attribute"),
]


@pytest.mark.parametrize(("name", "arch", "target", "words"), FINDS)
def test_finds(name: str, arch: str, target: str, words: str) -> None:
    found = one(UndeterminedMachineType, define(name, arch), target)
    assert found.message == words + ASK
    assert found.suggestion is None
    assert found.target == target


@pytest.mark.parametrize(("name", "arch", "target"), STAYS_SILENT)
def test_stays_silent(name: str | None, arch: str, target: str) -> None:
    assert check(UndeterminedMachineType, define(name, arch), target) == []


@pytest.mark.parametrize("name", ["pc-q35-10.0", "q35"])
def test_a_source_that_names_only_some_types_decides_nothing(name: str) -> None:
    entry = Offered("pc-q35-9.2", CATALOGUE.find("pc-q35-9.2", "x86_64"))
    asked = emulator({"x86_64": Offer((entry,), complete=False)}, "domcapabilities host.xml")
    found = one(UndeterminedMachineType, define(name), asked)
    assert found.message == (
        f"domcapabilities host.xml names only some machine types, and {name} is none of them" + ASK
    )
    assert check(UndeterminedMachineType, define("pc-q35-9.2"), asked) == []
