"""What is an architecture called?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtype.model.arch import emulator_runs, qemu_arch


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        pytest.param("x86_64", "x86_64", id="QEMU's own name stays"),
        pytest.param("amd64", "x86_64", id="Debian's amd64 is x86_64"),
        pytest.param("x86-64", "x86_64", id="with a hyphen it is still x86_64"),
        pytest.param("i686", "i386", id="libvirt's i686 is i386"),
        pytest.param("i486", "i386", id="so is i486"),
        pytest.param("i586", "i386", id="so is i586"),
        pytest.param("x86", "i386", id="so is x86"),
        pytest.param("arm64", "aarch64", id="Debian's arm64 is aarch64"),
        pytest.param("armhf", "arm", id="Debian's armhf is arm"),
        pytest.param("armel", "arm", id="Debian's armel is arm"),
        pytest.param("armv7l", "arm", id="libvirt's armv7l is arm"),
        pytest.param("armv7b", "arm", id="so is armv7b"),
        pytest.param("armv6l", "arm", id="so is armv6l"),
        pytest.param("ppc64le", "ppc64", id="one emulator runs both byte orders of ppc64"),
        pytest.param("ppc64el", "ppc64", id="Debian's ppc64el is ppc64"),
        pytest.param("powerpc64", "ppc64", id="powerpc64 is ppc64"),
        pytest.param("s390", "s390x", id="s390 is s390x"),
        pytest.param("loong64", "loongarch64", id="Debian's loong64 is loongarch64"),
        pytest.param("  AArch64\n", "aarch64", id="blanks and case do not count"),
        pytest.param("VAX", "vax", id="a name that is not known matches nothing"),
        pytest.param("", "", id="nothing is nothing"),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert qemu_arch(name) == expected


@given(st.text())
def test_a_name_is_settled_after_one_look(name: str) -> None:
    assert qemu_arch(qemu_arch(name)) == qemu_arch(name)


@pytest.mark.parametrize(
    ("emulator", "guest", "runs"),
    [
        pytest.param("x86_64", "x86_64", True, id="an emulator runs its own arch"),
        pytest.param("x86_64", "i386", True, id="x86_64 runs i386"),
        pytest.param("i386", "x86_64", False, id="i386 does not run x86_64"),
        pytest.param("aarch64", "arm", True, id="aarch64 runs arm"),
        pytest.param("arm", "aarch64", False, id="arm does not run aarch64"),
        pytest.param("ppc64", "ppc", True, id="ppc64 runs ppc"),
        pytest.param("s390x", "ppc64", False, id="strangers do not run each other"),
    ],
)
def test_who_runs_whom(emulator: str, guest: str, runs: bool) -> None:
    assert emulator_runs(emulator, guest) is runs
