"""Which images may hold the memory of a snapshot?"""

from __future__ import annotations

import pytest
from texts import LIBVIRT

from mtype.definitions.snapshot_images import Images, images_of

DISK = (
    "<disk type='file' device='disk'><driver type='qcow2'/><source file='/i/{0}'/><target dev='{0}'/></disk>"
)


def snapshot(devices: str, *, disks: str = "", os: str = "", name: str = "<name>before</name>") -> bytes:
    """A snapshot with memory inside of an image."""
    return (
        f"<domainsnapshot>{name}<memory snapshot='internal'/><disks>{disks}</disks>"
        f"<domain type='kvm'><os>{os}</os><devices>{devices}</devices></domain></domainsnapshot>"
    ).encode()


def test_of_a_real_snapshot() -> None:
    found = images_of((LIBVIRT / "snapshot-q35.xml").read_bytes())
    assert found is None or found.name


def test_every_disk_of_a_file_may() -> None:
    assert images_of(snapshot(DISK.format("vda") + DISK.format("vdb"))) == Images(
        "before", ("/i/vda", "/i/vdb")
    )


@pytest.mark.parametrize(
    "other",
    [
        pytest.param("<disk type='file' device='cdrom'><source file='/i/cd'/></disk>", id="a CD"),
        pytest.param(
            "<disk type='file'><driver type='raw'/><source file='/i/raw'/></disk>", id="no qcow2 image"
        ),
        pytest.param("<disk device='floppy'/>", id="an empty drive"),
    ],
)
def test_what_cannot_is_left_out(other: str) -> None:
    assert images_of(snapshot(other + DISK.format("vda"))) == Images("before", ("/i/vda",))


def test_a_disk_that_the_snapshot_leaves_out_does_not() -> None:
    disks = "<disk name='vdb' snapshot='no'/><disk name='vda' snapshot='internal'/>"
    assert images_of(snapshot(DISK.format("vda") + DISK.format("vdb"), disks=disks)) == Images(
        "before", ("/i/vda",)
    )


def test_variables_of_firmware_in_an_image_may() -> None:
    os = "<nvram format='qcow2'>/n/web_VARS.qcow2</nvram><nvram>/n/web_VARS.fd</nvram>"
    assert images_of(snapshot(DISK.format("vda"), os=os)) == Images("before", ("/i/vda", "/n/web_VARS.qcow2"))


@pytest.mark.parametrize(
    "unclear",
    [
        "<disk type='block'><driver type='qcow2'/><source dev='/dev/vg/web'/></disk>",
        "<disk type='network'><driver type='qcow2'/><source protocol='rbd' name='web'/></disk>",
        "<disk type='file'><driver type='qcow2'/></disk>",
        "<disk type='file'><driver type='qcow2'/><source file=''/></disk>",
    ],
)
def test_of_a_disk_that_is_no_file_nothing_is_certain(unclear: str) -> None:
    assert images_of(snapshot(DISK.format("vda") + unclear)) is None


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<domainsnapshot>",
        b"<domain type='kvm'/>",
        b"<domainsnapshot><name>a</name></domainsnapshot>",
        b"<!DOCTYPE a [<!ENTITY b SYSTEM '/etc/passwd'>]><domainsnapshot><name>&b;</name></domainsnapshot>",
        snapshot(""),
        snapshot(DISK.format("vda"), name=""),
        b"<domainsnapshot>" + b"<a>" * 5000,
    ],
)
def test_what_tells_nothing_is_none(text: bytes) -> None:
    assert images_of(text) is None
