"""Is it found when another definition would write to other files?"""

from __future__ import annotations

import pytest

from mtype.upgrade.disk_sources import moves, moves_of_live, paths_written_to

VARS = "/var/lib/libvirt/qemu/nvram/web_VARS.fd"


def disk(source: str, dev: str = "vda", more: str = "", kind: str = "file", device: str = "disk") -> str:
    return (
        f"<disk type='{kind}' device='{device}'><source {source}/><target dev='{dev}' bus='virtio'/>{more}"
        "</disk>"
    )


def domain(*devices: str, nvram: str = "") -> str:
    return f"<domain><os>{nvram}</os><devices>{''.join(devices)}</devices></domain>"


A, B = disk("file='/a'"), disk("file='/b'", "vdb")
RBD = (
    "<disk type='network'><source protocol='rbd' name='p/{}'><host name='{}'/></source>"
    "<target dev='vda'/></disk>"
)
SAME = [
    ((A, B), (A, B)),
    ((A, B), (B, A)),
    ((disk("file='/a' index='2'"),), (disk("file='/a' startupPolicy='optional'"),)),
    # The same image on another bus.
    ((disk("file='/a'", "sda"),), (A,)),
    # What nobody writes to may be another one.
    ((A, disk("file='/x.iso'", "sdb", device="cdrom")), (A, disk("file='/y.iso'", "sdb", device="cdrom"))),
    ((disk("file='/a'", more="<readonly/>"),), (disk("file='/b'", more="<readonly/>"),)),
    ((disk("file='/a'", more="<transient/>"),), (disk("file='/b'", more="<transient/>"),)),
    ((A, "<disk type='file' device='cdrom'><target dev='sda'/></disk>"), (A,)),
    ((RBD.format("a", "m1"),), (RBD.format("a", "m1"),)),
]


@pytest.mark.parametrize(("now", "then"), SAME)
def test_the_same_disks_are_told_as_such(now: tuple[str, ...], then: tuple[str, ...]) -> None:
    assert list(moves(domain(*now), domain(*then))) == []


OTHER = [
    ((disk("file='/a.s1'"),), (A,), "its disk vda is /a.s1 now, and was /a then"),
    (
        (disk("dev='/dev/vg/a'", kind="block"),),
        (A,),
        "its disk vda is /dev/vg/a now, and was /a then",
    ),
    ((A, B), (A,), "its disk vdb, /b, is not in the backup"),
    ((A,), (A, B), "it no longer has the disk vdb, /b"),
    # A base that others read is written to again.
    ((disk("file='/a'", more="<readonly/>"),), (A,), "it no longer has the disk vda, /a"),
    ((disk("file='/a'", more="<transient/>"),), (A,), "it no longer has the disk vda, /a"),
    (
        (RBD.format("a", "m1"),),
        (RBD.format("b", "m1"),),
        "its disk vda is network name=p/a protocol=rbd host name=m1 now, and was network name=p/b "
        "protocol=rbd host name=m1 then",
    ),
    (
        (disk("pool='p' volume='a'", kind="volume"),),
        (disk("pool='p' volume='b'", kind="volume"),),
        "its disk vda is volume pool=p volume=a now, and was volume pool=p volume=b then",
    ),
]


@pytest.mark.parametrize(("now", "then", "told"), OTHER)
def test_another_disk_is_told(now: tuple[str, ...], then: tuple[str, ...], told: str) -> None:
    assert list(moves(domain(*now), domain(*then))) == [told]


def test_another_format_is_another_content() -> None:
    raw = A.replace("<source", "<driver name='qemu' type='raw'/><source")
    qcow2 = raw.replace("'raw'", "'qcow2'")
    assert list(moves(domain(qcow2), domain(qcow2))) == []
    assert list(moves(domain(qcow2), domain(raw))) == [
        "its disk vda, /a, is read as qcow2 now, and was as raw then"
    ]
    assert len(list(moves(domain(qcow2.replace("vda", "sda")), domain(raw)))) == 2


def test_another_server_is_another_disk() -> None:
    assert len(list(moves(domain(RBD.format("a", "m1")), domain(RBD.format("a", "m2"))))) == 1


def test_disks_that_changed_places_are_told() -> None:
    now = domain(disk("file='/b'", "vda"), disk("file='/a'", "vdb"))
    assert list(moves(now, domain(A, B))) == [
        "its disk vda is /b now, and was /a then",
        "its disk vdb is /a now, and was /b then",
    ]


@pytest.mark.parametrize(
    "now",
    ["<nvram>/other.fd</nvram>", "<nvram type='file'><source file='/other.fd'/></nvram>"],
)
def test_other_uefi_variables_are_told(now: str) -> None:
    then = f"<nvram template='/x'>{VARS}</nvram>"
    assert list(moves(domain(A, nvram=now), domain(A, nvram=then))) == [
        f"its UEFI variables are in /other.fd now, and were in {VARS} then"
    ]


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (f"<nvram>{VARS}</nvram>", f"<nvram>{VARS}</nvram>"),
        (f"<nvram>{VARS}</nvram>", f"<nvram type='file'><source file='{VARS}'/></nvram>"),
        (f"<nvram>{VARS}</nvram>", "<nvram template='/x'/>"),
        (f"<nvram>{VARS}</nvram>", ""),
    ],
)
def test_the_same_variables_or_unsaid_ones_are_no_move(now: str, then: str) -> None:
    assert list(moves(domain(A, nvram=now), domain(A, nvram=then))) == []


LIVE = [
    ((disk("file='/a' index='1'"), B), []),
    ((disk("file='/a.s1' index='3'"), B), ["its disk vda is /a.s1 now, and was /a then"]),
    # Plugged in for this run only, or out.
    ((A, B, disk("file='/c'", "vdc")), []),
    ((A,), []),
    # What libvirt makes of a volume while the guest runs is nobody's move.
    ((disk("pool='p' volume='a'", kind="volume"), B), []),
]


@pytest.mark.parametrize(("live", "told"), LIVE)
def test_what_a_guest_runs_on_counts_where_it_is_a_file(live: tuple[str, ...], told: list[str]) -> None:
    assert list(moves_of_live(domain(*live), domain(A, B))) == told


def test_files_and_block_devices_have_paths() -> None:
    block = disk("dev='/dev/vg/a'", "vdc", kind="block")
    readonly = disk("file='/r'", "vdd", more="<readonly/>")
    assert paths_written_to(domain(A, RBD.format("a", "m1"), block, readonly)) == ("/a", "/dev/vg/a")
