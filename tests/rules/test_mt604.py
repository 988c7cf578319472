"""Is an emulator found that cannot run the guest's arch?"""

from __future__ import annotations

import pytest

from mtype.model.definition import Position
from mtype.rules.mt604_emulator import EmulatorOfAnotherArch
from tests.rules.build import AT, check, define, one

PLACE = Position(12, 7, 300)

FINDS = [
    pytest.param(
        "/usr/bin/qemu-system-aarch64",
        "x86_64",
        "qemu-system-aarch64 cannot run a guest of x86_64:",
        id="arm",
    ),
    pytest.param(
        "/usr/bin/qemu-system-i386", "x86_64", "qemu-system-i386 cannot run a guest of x86_64", id="32 bit"
    ),
    pytest.param(
        "qemu-system-x86_64", "armv7l", "qemu-system-x86_64 cannot run a guest of armv7l", id="no path"
    ),
    pytest.param(
        "/opt/qemu-system-x86_64-microvm",
        "aarch64",
        "qemu-system-x86_64-microvm cannot",
        id="a microvm build",
    ),
    pytest.param(
        "/opt/qemu-system-mips", "x86_64", "qemu-system-mips cannot run", id="an arch without types here"
    ),
    pytest.param("C:/qemu/qemu-system-arm.exe", "x86_64", "qemu-system-arm.exe cannot run", id="a suffix"),
]

STAYS_SILENT = [
    pytest.param("/usr/bin/qemu-system-x86_64", "x86_64", id="the same arch"),
    pytest.param("/usr/bin/qemu-system-x86_64", "i686", id="x86_64 runs i686"),
    pytest.param("/usr/bin/qemu-system-aarch64", "armv7l", id="aarch64 runs arm"),
    pytest.param("/usr/bin/qemu-system-ppc64le", "ppc64le", id="both names of ppc64"),
    pytest.param("/usr/bin/kvm", "aarch64", id="kvm does not say what it is"),
    pytest.param("/usr/libexec/qemu-kvm", "aarch64", id="qemu-kvm does not say what it is"),
    pytest.param("/opt/qemu-system-native", "x86_64", id="no arch of QEMU"),
    pytest.param("/usr/bin/qemu-system-hppa", "parisc", id="an arch that libvirt calls otherwise"),
    pytest.param("/usr/bin/qemu-system-aarch64", None, id="no arch is written"),
    pytest.param(None, "x86_64", id="no emulator is written"),
    pytest.param("", "x86_64", id="an empty emulator"),
]


@pytest.mark.parametrize(("emulator", "arch", "words"), FINDS)
def test_finds(emulator: str, arch: str, words: str) -> None:
    found = one(EmulatorOfAnotherArch, define(arch=arch, emulator=emulator, emulator_at=PLACE))
    assert words in found.message
    assert (found.line, found.column) == PLACE[:2]
    assert (found.suggestion, found.target) == (None, None)


@pytest.mark.parametrize(("emulator", "arch"), STAYS_SILENT)
def test_stays_silent(emulator: str | None, arch: str | None) -> None:
    assert check(EmulatorOfAnotherArch, define(arch=arch, emulator=emulator, emulator_at=PLACE)) == []


def test_points_at_the_type_where_the_place_of_the_emulator_is_not_known() -> None:
    found = one(EmulatorOfAnotherArch, define(emulator="/usr/bin/qemu-system-arm"))
    assert (found.line, found.column) == AT[:2]
