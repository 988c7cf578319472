"""Is a machine type of another arch found?"""

from __future__ import annotations

import pytest

from mtype.rules.mt104_another_arch import MachineTypeOfAnotherArch
from tests.rules.build import check, define, one

FINDS = [
    pytest.param(
        "virt-8.2",
        "x86_64",
        "virt-8.2 is a machine type of aarch64, arm; this guest is x86_64 and will not start",
        None,
        id="a type of arm",
    ),
    pytest.param(
        "pc-q35-noble", "aarch64", "of x86_64, i386; this guest is aarch64", None, id="a vendor's type"
    ),
    pytest.param(
        "pc-q35-10.0", "x86-46", "of x86_64, i386; this guest is x86-46", None, id="an arch nobody has"
    ),
    pytest.param(
        "q35", "s390x", "q35 is a machine type of x86_64, i386; this guest is s390x", None, id="an alias"
    ),
    pytest.param(
        "microvm", "i386", "microvm is a machine type of x86_64;", None, id="a board without versions"
    ),
]

STAYS_SILENT = [
    pytest.param("virt-8.2", "aarch64", "debian:13", id="its own arch"),
    pytest.param("virt-8.2", "armv7l", "debian:13", id="its own arch, as libvirt calls it"),
    pytest.param("virt-8.2", None, "debian:13", id="no arch is written"),
    pytest.param("toaster", "x86_64", "debian:13", id="unknown is MT101"),
    pytest.param("q35", "sparc64", "debian:13", id="an alias where nothing is known of the arch is MT207"),
    pytest.param(
        "ubuntu-q35", "x86_64", "ubuntu:trusty", id="an alias that no arch of the target has is MT101"
    ),
    pytest.param(None, "x86_64", "debian:13", id="a missing attribute"),
    pytest.param("", "x86_64", "debian:13", id="an empty attribute"),
    pytest.param("  ", "x86_64", "debian:13", id="a blank attribute"),
]


@pytest.mark.parametrize(("name", "arch", "words", "suggestion"), FINDS)
def test_finds(name: str, arch: str, words: str, suggestion: str | None) -> None:
    found = one(MachineTypeOfAnotherArch, define(name, arch))
    assert words in found.message
    assert found.suggestion == suggestion
    assert found.target == "debian:13"


def test_suggests_a_type_where_the_board_exists_on_this_arch() -> None:
    found = one(MachineTypeOfAnotherArch, define("pc-q35-4.2-64only", "i386"))
    assert found.suggestion == "pc-q35-10.0"


@pytest.mark.parametrize(("name", "arch", "target"), STAYS_SILENT)
def test_stays_silent(name: str | None, arch: str | None, target: str) -> None:
    assert check(MachineTypeOfAnotherArch, define(name, arch), target) == []


@pytest.mark.parametrize(
    ("name", "arch", "target", "told"),
    [
        pytest.param("s390-ccw-virtio-8.2", "s390x", "proxmox:9.0", "", id="no release of the line ever did"),
        pytest.param("pseries", "ppc64le", "rhel:9.4", "", id="an alias"),
        pytest.param("toaster", "aarch64", "glassworks:1", "", id="a name that nobody knows"),
        pytest.param(
            None, "aarch64", "proxmox:9.0", " (proxmox:9.1 is the first that does)", id="a missing attribute"
        ),
        pytest.param(
            None, "ppc64", "sles:15.6", " (sles:15.5 was the last that did)", id="no longer shipped"
        ),
    ],
)
def test_finds_an_arch_that_the_target_ships_no_emulator_for(
    name: str | None, arch: str, target: str, told: str
) -> None:
    found = one(MachineTypeOfAnotherArch, define(name, arch), target)
    guest = "ppc64" if arch == "ppc64le" else arch
    assert found.message == (
        f"this guest is {guest} and will not start: {target} ships no emulator for {guest}{told}"
    )
    assert (found.suggestion, found.target) == (None, target)


@pytest.mark.parametrize(
    ("name", "arch", "target"),
    [
        pytest.param("pseries-8.2", "ppc64", "sles:15.6", id="a type that an earlier release ran is MT201"),
        pytest.param("virt-8.2", "aarch64", "proxmox:9.0", id="a type that a later release runs is MT303"),
        pytest.param("virt-8.2", "aarch64", "rhel:9.4", id="a foreign type is MT301"),
        pytest.param("", "aarch64", "rhel:9.4", id="an empty attribute is MT101"),
        pytest.param(None, "sparc64", "rhel:9.4", id="an arch of which nothing is known"),
        pytest.param(None, None, "rhel:9.4", id="neither arch nor type"),
    ],
)
def test_stays_silent_about_an_arch(name: str | None, arch: str | None, target: str) -> None:
    assert check(MachineTypeOfAnotherArch, define(name, arch), target) == []
