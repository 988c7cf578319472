from __future__ import annotations

import pytest

from mtype.definitions.tree import differences, machine_type_of

ROOT = "<controller type='pci' index='0' model='pcie-root'/>"
PORT = "<controller type='pci' index='1' model='pcie-root-port'/>"
SERIAL = "<controller type='virtio-serial' index='0'/>"
DISK_A, DISK_B = "<disk><target dev='vda'/></disk>", "<disk><target dev='vdb'/></disk>"


def domain(devices: str, machine: str = "pc-q35-7.0") -> str:
    return (
        f"<domain type='qemu'><os><type machine='{machine}'>hvm</type></os>"
        f"<devices>{devices}</devices></domain>"
    )


def test_the_order_of_controllers_and_of_kinds_does_not_count() -> None:
    one, other = domain(ROOT + SERIAL + PORT + DISK_A), domain(DISK_A + ROOT + PORT + SERIAL)
    assert differences(one, other) == ()


@pytest.mark.parametrize(
    ("one", "other", "where"),
    [
        (ROOT + PORT, ROOT, "domain/devices/controller"),
        (ROOT, ROOT + SERIAL, "domain/devices/controller"),
        (PORT, PORT.replace("root-port", "switch"), "domain/devices/controller/@model"),
        (DISK_A + DISK_B, DISK_B + DISK_A, "domain/devices/disk/target/@dev"),
        (DISK_A, "", "domain/devices/disk"),
    ],
)
def test_what_differs_is_named(one: str, other: str, where: str) -> None:
    assert differences(domain(one), domain(other)) == (where,)
    assert differences(domain(other), domain(one)) == (where,)


def test_blanks_do_not_count() -> None:
    assert differences(domain(ROOT + PORT), domain(f"\n  {ROOT}\n  {PORT}\n")) == ()


def test_the_machine_type_counts() -> None:
    one, other = domain(""), domain("", "pc-q35-7.2")
    assert differences(one, other) == ("domain/os/type/@machine",)
    assert machine_type_of(other) == "pc-q35-7.2"
