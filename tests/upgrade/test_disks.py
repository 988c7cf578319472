"""Which disks are snapshotted, and is a guest with one that cannot be refused with the reason?"""

from __future__ import annotations

import pytest

from mtype.model.guest import Guest, State
from mtype.upgrade.backup import stamp
from mtype.upgrade.choice import Refusal
from mtype.upgrade.disk_plan import disk_planner
from mtype.upgrade.disks import (
    NO_DISK,
    Chosen,
    Image,
    ImageError,
    choose_disks,
    is_local,
    named_socket,
    snapshot_name,
)
from mtype.upgrade.plan import DiskWork, Plan
from tests.upgrade.backups import UUID, WHEN

LOCAL = "qemu:///system"
NAME = "virt-machine-type-now"


class Given:
    """Images by their path."""

    def __init__(self, **images: Image) -> None:
        self._images = images

    def image(self, path: str) -> Image:
        if path not in self._images:
            raise ImageError(f"its image {path} is not there", "put it back")
        return self._images[path]

    def check_here(self, uri: str, path: str) -> None:
        if "elsewhere" in uri:
            raise ImageError(f"{path} is not the one here", "run it there")

    def identity(self, path: str) -> str:
        return "one" if path.startswith("/one") else path

    def rests_on(self, path: str, base: str) -> bool:
        raise AssertionError


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
    assert choose_disks(domain(*disks), LOCAL, GOOD, NAME) == Chosen(paths)


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
    answer = choose_disks(domain(disk("file='/b.qcow2'", dev="vdb"), bad), LOCAL, GOOD, NAME)
    assert isinstance(answer, tuple) and not isinstance(answer, Chosen)
    assert [refusal.reason[: len(reason)] for refusal in answer] == [reason]
    assert answer[0].remedy


def test_every_reason_is_told_at_once() -> None:
    bad = [disk(driver="", dev="vda"), disk("file='/gone.qcow2'", dev="vdb")]
    answer = choose_disks(domain(*bad), LOCAL, GOOD, NAME)
    assert not isinstance(answer, Chosen)
    assert len(answer) == 2


@pytest.mark.parametrize("disks", [[], [disk("file='/x.iso'", device="device='cdrom'")]])
@pytest.mark.parametrize("uri", [LOCAL, "qemu+ssh://other/system"])
def test_no_writable_disk_is_a_warning(disks: list[str], uri: str) -> None:
    assert choose_disks(domain(*disks), uri, Given(), NAME) == Chosen((), (NO_DISK,))


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
        ("qemu+unix://[node2/system", False),
    ],
)
def test_images_of_another_host_are_not_looked_for_here(uri: str, local: bool) -> None:
    assert is_local(uri) is local
    answer = choose_disks(domain(disk()), uri, GOOD, NAME)
    assert isinstance(answer, Chosen) is local
    if not local:
        assert answer == (Refusal(f"its disks lie on another host, that of {uri}", "run the upgrade there"),)


def test_an_image_that_another_daemon_sees_otherwise_refuses_the_guest() -> None:
    uri = "qemu:///system?socket=/elsewhere"
    answer = choose_disks(domain(disk()), uri, GOOD, NAME)
    assert answer == (Refusal("the disk vda: /a.qcow2 is not the one here", "run it there"),)


def test_a_snapshot_of_that_name_refuses_the_guest() -> None:
    assert choose_disks(domain(disk("file='/b.qcow2'")), LOCAL, GOOD, "older") == (
        Refusal("the disk vda has a snapshot older already", "try again"),
    )


@pytest.mark.parametrize(
    ("uri", "socket"),
    [
        ("qemu:///system", None),
        ("qemu:///system?no_verify=1", None),
        ("qemu:///system?socket=/a/b", "/a/b"),
        ("qemu+unix:///system?mode=legacy&socket=%2Fa%20b", "/a b"),
        ("qemu:///system?mode=legacy;Socket=/a", "/a"),
        ("qemu:///system?socket=", ""),
    ],
)
def test_the_socket_of_a_uri_is_the_one_that_libvirt_takes(uri: str, socket: str | None) -> None:
    assert named_socket(uri) == socket


def test_the_name_of_a_snapshot_says_whose_and_when() -> None:
    assert snapshot_name(WHEN, UUID) == f"virt-machine-type-{stamp(WHEN)}-5f0ab0f2"


# -- several guests in one run -----------------------------------------------------------------------


def plan(name: str, uuid: str, *paths: str, uri: str = LOCAL) -> Plan:
    one = Guest(uri, name, uuid, State.SHUT_OFF, persistent=True, autostart=False, stored=())
    disks = [disk(f"file='{path}'", dev=f"vd{letter}") for path, letter in zip(paths, "abc", strict=False)]
    return Plan(one, domain(*disks), "", "pc-q35-5.2", "pc-q35-7.2", ran=False)


ONE = Given(**{path: Image("qcow2", "", ()) for path in ("/one.qcow2", "/one-link.qcow2", "/two.qcow2")})
SECOND = "77777777-0000-4a43-a0b0-000000000002"


def test_each_guest_has_snapshots_of_its_own_name() -> None:
    with_disks = disk_planner(ONE, WHEN)
    works = [
        with_disks(plan("web", UUID, "/one.qcow2")),
        with_disks(plan("db", SECOND, "/two.qcow2")),
    ]
    assert [one.disks for one in works if isinstance(one, Plan)] == [
        DiskWork(("/one.qcow2",), snapshot_name(WHEN, UUID)),
        DiskWork(("/two.qcow2",), snapshot_name(WHEN, SECOND)),
    ]
    assert snapshot_name(WHEN, UUID) != snapshot_name(WHEN, SECOND)


def test_of_two_guests_with_one_image_the_second_is_refused() -> None:
    with_disks = disk_planner(ONE, WHEN)
    assert isinstance(with_disks(plan("web", UUID, "/one.qcow2")), Plan)
    answer = with_disks(plan("db", SECOND, "/two.qcow2", "/one-link.qcow2"))
    assert not isinstance(answer, Plan)
    [refusal] = answer
    assert f"its image /one-link.qcow2 is one of the guest web ({UUID}) too" in refusal.reason
    assert refusal.remedy
    # What is refused keeps nobody from its images.
    assert isinstance(with_disks(plan("mail", "8" * 36, "/two.qcow2")), Plan)


def test_an_image_with_two_names_is_snapshotted_once() -> None:
    answer = disk_planner(ONE, WHEN)(plan("web", UUID, "/one.qcow2", "/one-link.qcow2"))
    assert isinstance(answer, Plan)
    assert answer.disks is not None
    assert len(answer.disks.paths) == 1
