"""Is an upstream type found where the vendor supports its own only?"""

from __future__ import annotations

import pytest

from mtype.catalogue.offer import Offer, Offered
from mtype.rules.mt302_upstream_on_vendor import UpstreamTypeOnVendor
from tests.rules.build import CATALOGUE, check, define, emulator, one

FINDS = [
    pytest.param("pc-q35-8.2", "x86_64", "ubuntu:noble", "pc-q35-noble-v2", id="supported"),
    pytest.param("pc-q35-6.2", "x86_64", "ubuntu:resolute", "pc-q35-resolute", id="deprecated"),
    pytest.param("pc-i440fx-4.2", "x86_64", "ubuntu:noble", "pc-i440fx-noble", id="on another board"),
    pytest.param("pseries-8.2", "ppc64le", "ubuntu:noble", "pseries-noble", id="on another arch"),
]

STAYS_SILENT = [
    pytest.param("pc-q35-noble", "x86_64", "ubuntu:noble", id="one of its own"),
    pytest.param("virt-8.2", "aarch64", "ubuntu:noble", id="the vendor has none of its own on that board"),
    pytest.param("pc-q35-4.2", "x86_64", "ubuntu:wily", id="it had none yet"),
    pytest.param("pseries-2.12-sxxm", "ppc64", "ubuntu:noble", id="it has none with that variant"),
    pytest.param("microvm", "x86_64", "ubuntu:noble", id="a board without versions"),
    pytest.param("pc-q35-10.0", "x86_64", "debian:13", id="the target's vendor is upstream"),
    pytest.param("glass-1", "x86_64", "glassworks:1", id="a vendor that promises nothing"),
    pytest.param("pc-i440fx-2.0", "x86_64", "ubuntu:resolute", id="removed is MT201"),
    pytest.param("pc", "x86_64", "ubuntu:noble", id="an alias is MT103"),
    pytest.param("virt-8.2", "aarch64", "rhel:9.4", id="undetermined"),
    pytest.param(None, "x86_64", "ubuntu:noble", id="a missing attribute"),
]


@pytest.mark.parametrize(("name", "arch", "target", "suggestion"), FINDS)
def test_finds(name: str, arch: str, target: str, suggestion: str) -> None:
    found = one(UpstreamTypeOnVendor, define(name, arch), target)
    assert found.message == (
        f"{name} is a machine type of QEMU: Ubuntu supports its own types; upstream types stay as they are; "
        f"the newest of its own is {suggestion}"
    )
    assert found.suggestion == suggestion
    assert found.target == target


@pytest.mark.parametrize(("name", "arch", "target"), STAYS_SILENT)
def test_stays_silent(name: str | None, arch: str, target: str) -> None:
    assert check(UpstreamTypeOnVendor, define(name, arch), target) == []


def test_an_emulator_of_a_vendor_is_recognised_by_its_types() -> None:
    entries = tuple(Offered(n, CATALOGUE.find(n, "x86_64")) for n in ("pc-q35-8.2", "pc-q35-noble"))
    asked = emulator({"x86_64": Offer(entries)})
    assert one(UpstreamTypeOnVendor, define("pc-q35-8.2"), asked).suggestion == "pc-q35-noble"


def test_a_vendor_that_does_not_insist_is_left_alone() -> None:
    entries = tuple(Offered(n, CATALOGUE.find(n, "x86_64")) for n in ("pc-q35-8.2", "pc-q35-rhel9.4.0"))
    assert check(UpstreamTypeOnVendor, define("pc-q35-8.2"), emulator({"x86_64": Offer(entries)})) == []


@pytest.mark.parametrize(
    ("name", "suggestion"),
    [
        pytest.param("pc-q35-6.2", "pc-q35-noble-v2", id="built on a newer QEMU"),
        pytest.param("pc-q35-8.2", "pc-q35-noble-v2", id="built on the same QEMU"),
        pytest.param("pc-q35-9.0", None, id="built on an older QEMU: that would be down"),
    ],
)
def test_it_never_suggests_to_go_down(name: str, suggestion: str | None) -> None:
    entries = tuple(Offered(n, CATALOGUE.find(n, "x86_64")) for n in (name, "pc-q35-noble-v2"))
    found = check(UpstreamTypeOnVendor, define(name), emulator({"x86_64": Offer(entries)}))
    assert [finding.suggestion for finding in found] == ([suggestion] if suggestion else [])
