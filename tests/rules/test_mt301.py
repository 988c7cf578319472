"""Is a type of a vendor found that the target does not carry?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.rules.mt301_foreign import ForeignVendor
from tests.rules.build import CATALOGUE, check, define, emulator, one

FINDS = [
    pytest.param(
        "pc-q35-noble",
        "debian:13",
        "pc-q35-noble is a machine type of Ubuntu, and debian:13 has only those of QEMU: the guest will "
        "not start; move it to pc-q35-10.0 while it is shut off, for it changes the hardware",
        "pc-q35-10.0",
        id="a vendor's type elsewhere",
    ),
    pytest.param(
        "pc-q35-8.2",
        "rhel:9.4",
        "pc-q35-8.2 is a machine type of QEMU, and rhel:9.4 has only those of Red Hat Enterprise Linux: "
        "the guest will not start; move it to pc-q35-rhel9.4.0 while it is shut off, for it changes the "
        "hardware",
        "pc-q35-rhel9.4.0",
        id="an upstream type where the vendor has only its own",
    ),
    pytest.param(
        "pc-q35-rhel9.4.0",
        "ubuntu:noble",
        "pc-q35-rhel9.4.0 is a machine type of Red Hat Enterprise Linux, and ubuntu:noble has only those "
        "of Ubuntu and QEMU: the guest will not start; move it to pc-q35-noble-v2 while it is shut off, "
        "for it changes the hardware",
        "pc-q35-noble-v2",
        id="the target's own vendor is suggested before those it carries",
    ),
    pytest.param(
        "ubuntu",
        "debian:13",
        "ubuntu is an alias of Ubuntu, and debian:13 has only those of QEMU: the guest will not start; "
        "move it to pc-i440fx-10.0 while it is shut off, for it changes the hardware",
        "pc-i440fx-10.0",
        id="an alias of another vendor",
    ),
    pytest.param(
        "melt",
        "debian:13",
        "melt is an alias of Glassworks, and debian:13 has only those of QEMU: the guest will not start, "
        "and no type there can take its place",
        None,
        id="a board that the target does not have",
    ),
    pytest.param(
        "pc-q35-jammy-hpb",
        "debian:13",
        "pc-q35-jammy-hpb is a machine type of Ubuntu, and debian:13 has only those of QEMU: the guest "
        "will not start, and no type there can take its place",
        None,
        id="a variant that the target does not have",
    ),
]

STAYS_SILENT = [
    pytest.param("pc-q35-noble", "ubuntu:noble", id="its own vendor"),
    pytest.param("pc-q35-noble", "ubuntu:resolute", id="its own vendor, a later release"),
    pytest.param("pc-q35-8.2", "ubuntu:noble", id="a vendor that is carried"),
    pytest.param("pc-q35-xenial", "ubuntu:resolute", id="removed by its own vendor"),
    pytest.param("toaster", "debian:13", id="unknown"),
    pytest.param(None, "debian:13", id="a missing attribute"),
]


@pytest.mark.parametrize(("name", "target", "message", "suggestion"), FINDS)
def test_finds(name: str, target: str, message: str, suggestion: str | None) -> None:
    found = one(ForeignVendor, define(name), target)
    assert found.message == message
    assert found.suggestion == suggestion
    assert found.target == target


@pytest.mark.parametrize(("name", "target"), STAYS_SILENT)
def test_stays_silent(name: str | None, target: str) -> None:
    assert check(ForeignVendor, define(name), target) == []


def test_an_alias_whose_types_are_of_another_arch_still_has_its_vendor() -> None:
    entry = Offered("glass-a", CATALOGUE.find("glass-a", "aarch64"))
    found = one(ForeignVendor, define("melt", "aarch64"), emulator({"aarch64": Offer((entry,))}))
    assert found.message.startswith("melt is an alias of Glassworks, and this host has only those of QEMU:")


def test_an_emulator_without_known_types_carries_no_vendor() -> None:
    asked = emulator({"x86_64": Offer((Offered("pc-private-1", None),))})
    found = one(ForeignVendor, define("pc-q35-10.0"), asked)
    assert found.message.startswith("pc-q35-10.0 is a machine type of QEMU, and this host has none of those:")


def test_a_foreign_type_of_an_arch_without_emulator() -> None:
    found = one(ForeignVendor, define("virt-6.2", "aarch64"), "rhel:9.4")
    assert found.message == (
        "virt-6.2 is a machine type of QEMU, and rhel:9.4 has only those of Red Hat Enterprise Linux, and "
        "rhel:9.4 ships no emulator for aarch64: the guest will not start"
    )
    assert found.suggestion is None
