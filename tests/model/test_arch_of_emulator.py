"""Does the name of a program tell what it emulates?"""

from __future__ import annotations

import pytest

from mtype.model.arch import arch_of_emulator


@pytest.mark.parametrize(
    ("path", "arch"),
    [
        ("/usr/bin/qemu-system-x86_64", "x86_64"),
        ("qemu-system-aarch64", "aarch64"),
        ("/usr/libexec/qemu-kvm", None),
        ("/usr/bin/kvm", None),
    ],
)
def test_by_its_name(path: str, arch: str | None) -> None:
    assert arch_of_emulator(path) == arch
