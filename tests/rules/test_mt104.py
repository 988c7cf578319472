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
