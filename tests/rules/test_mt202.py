"""Is a deprecated machine type found, with its end as far as it is known?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.rules.mt202_deprecated import DeprecatedMachineType
from tests.rules.build import CATALOGUE, check, define, emulator, one

FINDS = [
    pytest.param(
        "pc-q35-6.2",
        "debian:14",
        "pc-q35-6.2 is deprecated at debian:14 (since QEMU 9.2): it still starts, but QEMU 12.2 will drop "
        "it (forecast: expected 2027-12 by QEMU's policy); lift it to pc-q35-11.1 while it is shut off",
        "pc-q35-11.1",
        id="upstream, its end follows from the policy",
    ),
    pytest.param(
        "pc-q35-4.2",
        "qemu:10.0",
        "pc-q35-4.2 is deprecated at qemu:10.0 (since QEMU 9.1): it still starts, but qemu:10.2, out since "
        "2025-12-23, does not offer it (fact); lift it to pc-q35-10.0 while it is shut off",
        "pc-q35-10.0",
        id="upstream, its end is a fact",
    ),
    pytest.param(
        "pc-q35-rhel8.6.0",
        "rhel:9.5",
        "pc-q35-rhel8.6.0 is deprecated at rhel:9.5 (since rhel:9.4): it still starts, but rhel:10 will drop "
        "it (forecast: expected 2027-05 by Red Hat's policy); lift it to pc-q35-rhel9.4.0 while it "
        "is shut off",
        "pc-q35-rhel9.4.0",
        id="of a vendor, by its policy",
    ),
    pytest.param(
        "pc-i440fx-rhel9.4.0",
        "rhel:9.4",
        "pc-i440fx-rhel9.4.0 is deprecated at rhel:9.4 (since rhel:9.4): it still starts, but rhel:11 will "
        "drop it (forecast: expected 2030-05 by Red Hat's policy); rhel:9.4 has no newer type for pc-i440fx",
        None,
        id="the newest of its board",
    ),
    pytest.param(
        "pc-q35-4.2",
        "proxmox:9.0",
        "pc-q35-4.2 is deprecated at proxmox:9.0 (since proxmox:9.0): it still starts, but QEMU 10.2 "
        "drops it, "
        "so a later release will lack it (forecast by QEMU's policy); lift it to pc-q35-10.0 while "
        "it is shut "
        "off",
        "pc-q35-10.0",
        id="upstream, where the vendor's policy marks it and not QEMU's",
    ),
    pytest.param(
        "pc-q35-6.2",
        "ubuntu:resolute",
        "pc-q35-6.2 is deprecated at ubuntu:resolute (since QEMU 9.2): it still starts, but QEMU "
        "12.2 will drop "
        "it (forecast: expected 2027-12 by QEMU's policy); lift it to pc-q35-resolute while it is shut off",
        "pc-q35-resolute",
        id="upstream, where the vendor supports its own only",
    ),
    pytest.param(
        "pc-q35-6.2",
        "sles:15.6",
        "pc-q35-6.2 may be deprecated at sles:15.6 (since QEMU 9.2): it still starts, but QEMU 12.2 "
        "will drop "
        "it (forecast: expected 2027-12 by QEMU's policy); lift it to pc-q35-8.2 while it is shut off",
        "pc-q35-8.2",
        id="upstream, where the QEMU is not known exactly",
    ),
    pytest.param(
        "isapc",
        "debian:12",
        "isapc is deprecated at debian:12 (since QEMU 7.2 or an earlier one): it still starts, but will be "
        "removed one day; debian:12 has no newer type for isapc",
        None,
        id="a board without versions",
    ),
]

STAYS_SILENT = [
    pytest.param("pc-q35-10.0", "debian:13", id="supported"),
    pytest.param("pc-q35-6.2", "proxmox:9.0", id="not marked where the vendor's baseline is older"),
    pytest.param("pc-i440fx-2.0", "debian:13", id="removed"),
    pytest.param("pc", "rhel:9.4", id="an alias of a deprecated type is MT103"),
    pytest.param("toaster", "debian:13", id="unknown"),
    pytest.param(None, "debian:13", id="a missing attribute"),
]


@pytest.mark.parametrize(("name", "target", "message", "suggestion"), FINDS)
def test_finds(name: str, target: str, message: str, suggestion: str | None) -> None:
    found = one(DeprecatedMachineType, define(name), target)
    assert found.message == message
    assert found.suggestion == suggestion
    assert found.target == target


@pytest.mark.parametrize(("name", "target"), STAYS_SILENT)
def test_stays_silent(name: str | None, target: str) -> None:
    assert check(DeprecatedMachineType, define(name), target) == []


def test_an_emulator_marks_a_type_that_the_catalogue_does_not_know() -> None:
    asked = emulator({"x86_64": Offer((Offered("pc-private-1", None, deprecated=True),))})
    found = one(DeprecatedMachineType, define("pc-private-1"), asked)
    assert found.message == (
        "pc-private-1 is deprecated at this host: it still starts, but will be removed one day"
    )
    assert found.suggestion is None


def test_an_emulator_of_unknown_release_marks_a_vendors_type() -> None:
    kind = CATALOGUE.find("pc-q35-xenial", "x86_64")
    asked = emulator({"x86_64": Offer((Offered("pc-q35-xenial", kind, deprecated=True),))})
    found = one(DeprecatedMachineType, define("pc-q35-xenial"), asked)
    assert (
        "is deprecated at this host: it still starts, but will be removed one day; this host" in found.message
    )


def test_an_emulator_marks_what_the_catalogue_does_not() -> None:
    from mtype.catalogue.releases import find_release
    from mtype.catalogue.target import Target

    kind = CATALOGUE.find("pc-q35-noble", "x86_64")
    offers = {"x86_64": Offer((Offered("pc-q35-noble", kind, deprecated=True),))}
    asked = Target(CATALOGUE, find_release(CATALOGUE, "noble"), "this host", "an emulator", offers)
    assert (
        "is deprecated at this host: it still"
        in one(DeprecatedMachineType, define("pc-q35-noble"), asked).message
    )
