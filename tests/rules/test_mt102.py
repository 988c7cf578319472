"""Is a definition without a machine type found?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.rules.mt102_missing import MissingMachineType
from tests.rules.build import CATALOGUE, check, define, emulator, one

FINDS = [
    pytest.param(
        "x86_64",
        "debian:13",
        "the host (pc-i440fx-10.0 at debian:13), so",
        "pc-i440fx-10.0",
        id="the default is known",
    ),
    pytest.param(
        "x86_64",
        "ubuntu:noble",
        "(pc-i440fx-noble at ubuntu:noble)",
        "pc-i440fx-noble",
        id="a vendor's default",
    ),
    pytest.param(
        "aarch64", "debian:13", "takes the default of the host, so", None, id="the arch has no default"
    ),
    pytest.param(
        "sparc64", "debian:13", "takes the default of the host, so", None, id="nothing known of the arch"
    ),
    pytest.param(None, "debian:13", "(pc-i440fx-10.0 at debian:13)", "pc-i440fx-10.0", id="no arch either"),
]


@pytest.mark.parametrize(("arch", "target", "words", "suggestion"), FINDS)
def test_finds(arch: str | None, target: str, words: str, suggestion: str | None) -> None:
    found = one(MissingMachineType, define(None, arch), target)
    assert found.message.startswith("no machine type is given: libvirt ")
    assert words in found.message
    assert found.suggestion == suggestion
    assert found.target == target


@pytest.mark.parametrize(
    "name", [pytest.param("pc-q35-10.0", id="a type"), pytest.param("", id="empty is MT101")]
)
def test_stays_silent(name: str) -> None:
    assert check(MissingMachineType, define(name)) == []


def test_an_emulator_with_two_defaults_has_none_to_suggest() -> None:
    names = ("pc-i440fx-10.0", "pc-q35-10.0")
    offer = Offer(tuple(Offered(name, CATALOGUE.find(name, "x86_64"), default=True) for name in names))
    found = one(MissingMachineType, define(None), emulator({"x86_64": offer}))
    assert "takes the default of the host, so" in found.message
    assert found.suggestion is None


def test_a_default_that_is_deprecated_is_named_but_not_suggested() -> None:
    kind = CATALOGUE.find("pc-q35-8.2", "x86_64")
    offer = Offer((Offered("pc-q35-8.2", kind, default=True, deprecated=True),))
    found = one(MissingMachineType, define(None), emulator({"x86_64": offer}))
    assert "(pc-q35-8.2 at" in found.message
    assert found.suggestion is None


def test_where_there_is_no_emulator_for_its_arch_that_is_told_instead() -> None:
    assert check(MissingMachineType, define(None, "ppc64"), "rhel:9.4") == []
