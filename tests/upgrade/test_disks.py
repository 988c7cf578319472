"""Which disks are snapshotted, and is a guest with one that cannot be refused with the reason?"""

from __future__ import annotations

import pytest

from mtype.upgrade.backup import stamp
from mtype.upgrade.choice import Refusal
from mtype.upgrade.disks import NO_DISK, Chosen, Image, ImageError, choose_disks, is_local, snapshot_name
from tests.upgrade.backups import WHEN

LOCAL = "qemu:///system"


class Given:
    """Images by their path."""

    def __init__(self, **images: Image) -> None:
        self._images = images

    def image(self, path: str) -> Image:
        if path not in self._images:
            raise ImageError(f"its image {path} is not there", "put it back")
        return self._images[path]


GOOD = Given(**{
    "/a.qcow2": Image("qcow2", "", ()),
    "/b.qcow2": Image("qcow2", "", ("older",)),
    "/raw.qcow2": Image("raw", "", ()),
    "/luks.qcow2": Image("qcow2", "it is encrypted", ()),
    "/dev/vg/a": Image("qcow2", "", ()),
})  # fmt: skip


def disk(
    source: str = "file='/a.qcow2'", *, kind: str = "type='file'", device: str = "device='disk'",
    driver: str = "<driver name='qemu' type='qcow2'/>", more: str = "", dev: str = "vda",
) -> str:  # fmt: skip
    return f"<disk {kind} {device}>{driver}<source {source}/><target dev='{dev}'/>{more}</disk>"


def domain(*disks: str) -> str:
    return f"<domain><devices>{''.join(disks)}</devices></domain>"


CHOSEN = [
    ([disk()], ("/a.qcow2",)),
    ([disk(kind="", device="")], ("/a.qcow2",)),
    ([disk(), disk("file='/b.qcow2'")], ("/a.qcow2", "/b.qcow2")),
    ([disk("dev='/dev/vg/a'", kind="type='block'")], ("/dev/vg/a",)),
    ([disk(), disk("file='/x.iso'", device="device='cdrom'")], ("/a.qcow2",)),
    ([disk(), "<disk type='file' device='cdrom'><target dev='sda'/></disk>"], ("/a.qcow2",)),
    ([disk(), disk("file='/x.img'", device="device='floppy'")], ("/a.qcow2",)),
    ([disk(), disk("file='/raw'", driver="<driver type='raw'/>", more="<readonly/>")], ("/a.qcow2",)),
    ([disk(), disk("name='x'", kind="type='network'", more="<readonly/>")], ("/a.qcow2",)),
    ([disk(), disk("file='/x'", more="<transient/>")], ("/a.qcow2",)),
    ([disk(more="<backingStore type='file'><source file='/raw'/></backingStore>")], ("/a.qcow2",)),
]


@pytest.mark.parametrize(("disks", "paths"), CHOSEN)
def test_writable_qcow2_images_are_chosen(disks: list[str], paths: tuple[str, ...]) -> None:
    assert choose_disks(domain(*disks), LOCAL, GOOD) == Chosen(paths)


REFUSED = [
    (disk(driver="<driver name='qemu' type='raw'/>"), "the disk vda is raw: only qcow2 holds"),
    (disk(driver="<driver type='vmdk'/>"), "the disk vda is vmdk"),
    (disk(driver=""), "the disk vda names no format"),
    (disk(driver="<driver name='qemu'/>"), "the disk vda names no format"),
    (disk(more="<shareable/>"), "the disk vda is shared with other guests"),
    (disk("protocol='rbd' name='p/x'", kind="type='network'"), "the disk vda is of type network"),
    (disk("pool='default' volume='x'", kind="type='volume'"), "the disk vda is of type volume"),
    (disk("type='pci'", kind="type='nvme'"), "the disk vda is of type nvme"),
    (disk("type='unix' path='/s'", kind="type='vhostuser'"), "the disk vda is of type vhostuser"),
    (disk("dir='/d'", kind="type='dir'"), "the disk vda is of type dir"),
    (disk("dev='/dev/sda'", kind="type='block'", device="device='lun'"), "the disk vda is a lun"),
    (disk("startupPolicy='optional'"), "the disk vda has no image"),
    (disk("file='relative.qcow2'"), "the disk vda has no image"),
    (disk("file='/gone.qcow2'"), "the disk vda: its image /gone.qcow2 is not there"),
    (disk("file='/raw.qcow2'"), "the disk vda is defined as qcow2, but its image /raw.qcow2 is raw"),
    (disk("file='/luks.qcow2'"), "the disk vda cannot hold a snapshot: it is encrypted"),
    ("<disk type='file'><source file='/x'/></disk>", "a disk names no format"),
]


@pytest.mark.parametrize(("bad", "reason"), REFUSED)
def test_a_disk_that_cannot_be_snapshotted_refuses_the_guest(bad: str, reason: str) -> None:
    answer = choose_disks(domain(disk("file='/b.qcow2'", dev="vdb"), bad), LOCAL, GOOD)
    assert isinstance(answer, tuple) and not isinstance(answer, Chosen)
    assert [refusal.reason[: len(reason)] for refusal in answer] == [reason]
    assert answer[0].remedy


def test_every_reason_is_told_at_once() -> None:
    bad = [disk(driver="", dev="vda"), disk("file='/gone.qcow2'", dev="vdb")]
    answer = choose_disks(domain(*bad), LOCAL, GOOD)
    assert not isinstance(answer, Chosen)
    assert len(answer) == 2


@pytest.mark.parametrize("disks", [[], [disk("file='/x.iso'", device="device='cdrom'")]])
@pytest.mark.parametrize("uri", [LOCAL, "qemu+ssh://other/system"])
def test_no_writable_disk_is_a_warning(disks: list[str], uri: str) -> None:
    assert choose_disks(domain(*disks), uri, Given()) == Chosen((), (NO_DISK,))


@pytest.mark.parametrize(
    ("uri", "local"),
    [
        ("qemu:///system", True),
        ("qemu:///session", True),
        ("qemu:///embed?root=/x", True),
        ("qemu+unix:///system?socket=/x/libvirt-sock", True),
        ("test:///default", True),
        ("qemu+ssh://root@node2/system", False),
        ("qemu+tls://node2/system", False),
        ("qemu+tcp:///system", False),
        ("qemu+ext:///system?command=x", False),
        ("qemu://node2/system", False),
        ("qemu+libssh2:///system", False),
    ],
)
def test_images_of_another_host_are_not_looked_for_here(uri: str, local: bool) -> None:
    assert is_local(uri) is local
    answer = choose_disks(domain(disk()), uri, GOOD)
    assert isinstance(answer, Chosen) is local
    if not local:
        assert answer == (Refusal(f"its disks lie on another host, that of {uri}", "run the upgrade there"),)


def test_the_name_of_a_snapshot_says_whose_and_when() -> None:
    assert snapshot_name(WHEN) == f"virt-machine-type-{stamp(WHEN)}"
