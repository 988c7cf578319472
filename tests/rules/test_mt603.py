"""Are devices found that the board cannot have?"""

from __future__ import annotations

import pytest

from mtype.model.definition import Device
from mtype.rules.mt603_topology import BoardAgainstTopology
from tests.rules.build import DEVICE_AT, check, define, device, one

PCI, PCIE = device("controller", "pci", "pci-root", 0), device("controller", "pci", "pcie-root", 0)
PORT = device("controller", "pci", "pcie-root-port", 1)
DMI = device("controller", "pci", "dmi-to-pci-bridge", 1)
EXPANDER = device("controller", "pci", "pci-expander-bus", 1)
BRIDGE = device("controller", "pci", "pci-bridge", 1)
IDE, IDE_DISK = device("controller", "ide", number=0), device("disk", "ide")
FLOPPY, FLOPPY_CONTROLLER = device("disk", "fdc"), device("controller", "fdc", number=0)
SATA, CCW, VIO = device("disk", "sata"), device("address", "ccw"), device("address", "spapr-vio")
VSCSI = device("controller", "scsi", "ibmvscsi", 0)
SPAPR = device("controller", "pci", "spapr-pci-host-bridge", 0)

Q35, I440FX = ("pc-q35-10.0", "x86_64"), ("pc-i440fx-10.0", "x86_64")
VIRT, PSERIES, S390 = ("virt-10.0", "aarch64"), ("pseries-10.0", "ppc64"), ("s390-ccw-virtio-10.0", "s390x")

FINDS = [
    pytest.param(
        Q35, PCI, "PCI controller 0 is pci-root, but pc-q35 needs pcie-root: libvirt refuses", id="pc to q35"
    ),
    pytest.param(I440FX, PCIE, "PCI controller 0 is pcie-root, but pc-i440fx needs pci-root", id="q35 to pc"),
    pytest.param(VIRT, PCI, "PCI controller 0 is pci-root, but virt needs pcie-root", id="the root of virt"),
    pytest.param(S390, PCIE, "but s390-ccw-virtio needs pci-root", id="the root of s390x"),
    pytest.param(
        I440FX,
        PORT,
        "pc-i440fx has no PCI Express, so libvirt refuses this pcie-root-port controller; remove it",
        id="a PCI Express port on pc",
    ),
    pytest.param(
        PSERIES,
        DMI,
        "pseries has no PCI Express, so libvirt refuses this dmi-to-pci-bridge",
        id="a DMI bridge",
    ),
    pytest.param(
        Q35,
        EXPANDER,
        "pci-expander-bus on pc-i440fx only, and this board is pc-q35; remove it",
        id="expander",
    ),
    pytest.param(
        Q35,
        IDE_DISK,
        "pc-q35 has no IDE controller, so libvirt refuses this disk; use another bus, such as virtio",
        id="an IDE disk on q35",
    ),
    pytest.param(
        S390,
        IDE,
        "s390-ccw-virtio has no IDE controller, so libvirt refuses this controller",
        id="IDE on s390x",
    ),
    pytest.param(VIRT, IDE_DISK, "virt has no IDE controller", id="an IDE disk on virt"),
    pytest.param(PSERIES, IDE_DISK, "pseries has no IDE controller", id="an IDE disk on pseries"),
    pytest.param(
        VIRT,
        FLOPPY,
        "virt has no floppy controller: the guest will not start; remove the floppy drive",
        id="a floppy on virt",
    ),
    pytest.param(PSERIES, FLOPPY, "pseries has no floppy controller", id="a floppy on pseries"),
    pytest.param(S390, FLOPPY, "s390-ccw-virtio has no floppy controller", id="a floppy on s390x"),
    pytest.param(
        Q35,
        CCW,
        "ccw addresses exist on s390-ccw-virtio only, and this board is pc-q35: libvirt",
        id="ccw on q35",
    ),
    pytest.param(
        I440FX, VIO, "this address works on pseries only, and this board is pc-i440fx", id="spapr-vio on pc"
    ),
    pytest.param(
        S390, VSCSI, "this controller works on pseries only, and this board is s390", id="ibmvscsi on s390x"
    ),
]

STAYS_SILENT = [
    pytest.param(Q35, PCIE, id="the root of q35"),
    pytest.param(I440FX, PCI, id="the root of pc"),
    pytest.param(PSERIES, device("controller", "pci", "pci-root", 1), id="a second root of pseries"),
    pytest.param(Q35, device("controller", "pci", None, 0), id="libvirt fills in the model"),
    pytest.param(Q35, PORT, id="a PCI Express port on q35"),
    pytest.param(("virt-10.0", "m68k"), PCI, id="virt of m68k, which has no PCI that could be the wrong one"),
    pytest.param(I440FX, EXPANDER, id="an expander on pc"),
    pytest.param(I440FX, BRIDGE, id="a bridge on pc"),
    pytest.param(I440FX, IDE, id="IDE on pc"),
    pytest.param(I440FX, SATA, id="SATA on pc is ich9-ahci"),
    pytest.param(Q35, FLOPPY, id="a floppy on q35"),
    pytest.param(VIRT, FLOPPY_CONTROLLER, id="an empty floppy controller harms nobody"),
    pytest.param(S390, CCW, id="ccw on s390x"),
    pytest.param(PSERIES, VIO, id="spapr-vio on pseries"),
    pytest.param(PSERIES, VSCSI, id="ibmvscsi on pseries"),
    pytest.param(PSERIES, SPAPR, id="a host bridge of pseries"),
    pytest.param(("glass-1", "x86_64"), PCIE, id="a board of which nothing is known about PCI"),
    pytest.param(("microvm", "x86_64"), IDE, id="a board without versions"),
    pytest.param(("toaster", "x86_64"), IDE, id="an unknown type"),
    pytest.param((None, "x86_64"), PCIE, id="no type"),
    pytest.param(("virt-8.2", "x86_64"), IDE, id="a type of another arch"),
]


@pytest.mark.parametrize(("guest", "thing", "words"), FINDS)
def test_finds(guest: tuple[str, str], thing: Device, words: str) -> None:
    found = one(BoardAgainstTopology, define(*guest, devices=(thing,)))
    assert words in found.message
    assert (found.line, found.column) == DEVICE_AT[:2]
    assert (found.suggestion, found.target) == (None, None)


@pytest.mark.parametrize(("guest", "thing"), STAYS_SILENT)
def test_stays_silent(guest: tuple[str | None, str], thing: Device) -> None:
    assert check(BoardAgainstTopology, define(*guest, devices=(thing,))) == []


def test_a_guest_without_devices_fits_every_board() -> None:
    assert check(BoardAgainstTopology, define()) == []


def test_each_kind_of_disagreement_is_told_once() -> None:
    found = check(BoardAgainstTopology, define(devices=(PCI, IDE, IDE_DISK, CCW)))
    assert [f.message.split()[0] for f in found] == ["PCI", "pc-q35", "ccw"]


@pytest.mark.parametrize(
    ("name", "target", "judged_for"),
    [
        pytest.param("q35", "debian:13", "debian:13", id="an alias, judged where it points"),
        pytest.param("pc-q35-11.1", "debian:13", None, id="a type that the target does not have yet"),
        pytest.param("pc-q35-noble", "debian:13", None, id="a type of another vendor"),
        pytest.param("ubuntu-q35", "debian:13", None, id="an alias of another vendor"),
        pytest.param("ubuntu-q35", "ubuntu:trusty", None, id="an alias of later releases"),
    ],
)
def test_the_board_is_known_from_whatever_tells_it(name: str, target: str, judged_for: str | None) -> None:
    found = one(BoardAgainstTopology, define(name, devices=(PCI,)), target)
    assert "pc-q35 needs pcie-root" in found.message
    assert found.target == judged_for
