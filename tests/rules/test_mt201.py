"""Is a machine type that the target has dropped found, and said who had it last?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.rules.mt201_removed import RemovedMachineType
from tests.rules.build import CATALOGUE, check, define, emulator, one

FINDS = [
    pytest.param(
        "pc-i440fx-2.0",
        "debian:13",
        "pc-i440fx-2.0 is gone from debian:13 (dropped by QEMU 9.1): the guest will not start; lift it to "
        "pc-i440fx-10.0 while it is shut off",
        "pc-i440fx-10.0",
        id="QEMU dropped it",
    ),
    pytest.param(
        "pc-i440fx-trusty",
        "ubuntu:resolute",
        "pc-i440fx-trusty is gone from ubuntu:resolute (last known in ubuntu:noble): the guest will not "
        "start; lift it to pc-i440fx-noble while it is shut off",
        "pc-i440fx-noble",
        id="the vendor dropped it",
    ),
    pytest.param(
        "pc-q35-jammy-hpb",
        "ubuntu:resolute",
        "pc-q35-jammy-hpb is gone from ubuntu:resolute (last known in ubuntu:noble): the guest will not "
        "start; no newer type at ubuntu:resolute keeps -hpb, so its owner must choose",
        None,
        id="a variant is never dropped for its owner",
    ),
    pytest.param(
        "pc-q35-7.2",
        "debian:14",
        "pc-q35-7.2 is gone from debian:14: the guest will not start; lift it to pc-q35-11.1 while it is "
        "shut off",
        "pc-q35-11.1",
        id="the target lacks what its QEMU still has",
    ),
    pytest.param(
        "glass-1",
        "glassworks:2",
        "glass-1 is gone from glassworks:2 (last known in glassworks:1): the guest will not start; "
        "glassworks:2 has no newer type for glass",
        None,
        id="nothing is left of its board",
    ),
]

STAYS_SILENT = [
    pytest.param("pc-i440fx-10.0", "debian:13", id="supported"),
    pytest.param("pc-q35-6.2", "debian:13", id="deprecated"),
    pytest.param("pc-q35-11.1", "debian:13", id="newer"),
    pytest.param("pc-q35-noble", "debian:13", id="foreign"),
    pytest.param("toaster", "debian:13", id="unknown"),
    pytest.param("pc-q35-jammy-maxcpus", "ubuntu:lunar", id="not known whether it is there"),
    pytest.param(None, "debian:13", id="a missing attribute"),
]


@pytest.mark.parametrize(("name", "target", "message", "suggestion"), FINDS)
def test_finds(name: str, target: str, message: str, suggestion: str | None) -> None:
    found = one(RemovedMachineType, define(name), target)
    assert found.message == message
    assert found.suggestion == suggestion
    assert found.target == target


@pytest.mark.parametrize(("name", "target"), STAYS_SILENT)
def test_stays_silent(name: str | None, target: str) -> None:
    assert check(RemovedMachineType, define(name), target) == []


@pytest.mark.parametrize(
    ("name", "offered", "words"),
    [
        pytest.param(
            "pc-i440fx-2.0", "pc-i440fx-9.2", "gone from this host (dropped by QEMU 9.1):", id="upstream"
        ),
        pytest.param("pc-i440fx-wily", "pc-i440fx-noble", "gone from this host: the guest", id="of a vendor"),
    ],
)
def test_an_emulator_of_unknown_release_tells_what_is_known(name: str, offered: str, words: str) -> None:
    entry = Offered(offered, CATALOGUE.find(offered, "x86_64"))
    found = one(RemovedMachineType, define(name), emulator({"x86_64": Offer((entry,))}))
    assert words in found.message
    assert found.suggestion == offered


def test_the_emulator_of_its_arch_is_gone() -> None:
    found = one(RemovedMachineType, define("pseries-8.2", "ppc64le"), "sles:15.6")
    assert found.message == (
        "pseries-8.2 is gone: sles:15.6 ships no emulator for ppc64 (sles:15.5 was the last that "
        "did), so the "
        "guest will not start there"
    )
    assert found.suggestion is None


def test_gone_before_the_first_qemu_that_it_may_be() -> None:
    found = one(RemovedMachineType, define("pc-i440fx-2.0"), "proxmox:9.1")
    assert found.message.startswith("pc-i440fx-2.0 is gone from proxmox:9.1 (dropped by QEMU 9.1): ")
