"""What of a definition has to be the same at another host?"""

from __future__ import annotations

import io
import struct
import time

import pytest

from mtype.definitions.asked import MOST_DEVICES
from mtype.definitions.reader import read_document
from mtype.model.portability import HostDevice, Portability

DOMAIN = """\
<domain type='kvm'>
  <name>{name}</name>
  <uuid>{uuid}</uuid>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  {cpu}
  <devices>{devices}</devices>
</domain>
"""
PCI = "pci 0000:03:00:1"
UUIDS = ("5f0ab0f2-0c1e-4f0e-9a86-0c5ad6f3c2f1", "5f0ab0f2-0c1e-4f0e-9a86-0c5ad6f3c2f2")


def domain(devices: str = "", cpu: str = "", number: int = 0) -> str:
    return DOMAIN.format(name=f"guest-{number}", uuid=UUIDS[number], devices=devices, cpu=cpu)


def read(text: str | bytes, number: int = 0) -> Portability:
    data = text.encode() if isinstance(text, str) else text
    document = read_document(io.BytesIO(data), "guest.xml", portable=True)
    assert len(document.definitions) == len(document.portabilities)
    return document.portabilities[number]


def pci(devices: str = "") -> str:
    address = "<source><address domain='0x0000' bus='0x03' slot='0x00' function='0x1'/></source>"
    return f"<hostdev type='pci'>{address}<address type='pci' bus='9'/>{devices}</hostdev>"


@pytest.mark.parametrize(
    ("devices", "cpu", "expected"),
    [
        ("", "<cpu mode='host-passthrough'/>", Portability(cpu="host-passthrough")),
        ("", "<cpu mode='custom'><model>EPYC</model></cpu>", Portability(cpu="custom", cpu_model="EPYC")),
        (
            "<disk type='file' device='disk'><source file='/srv/a'/><target dev='vda' bus='virtio'/></disk>",
            "",
            Portability(local_disks=("/srv/a",), features=(("disk bus", "virtio"), ("disk device", "disk"))),
        ),
        (
            "<disk type='network'><source protocol='rbd' name='p/a'/><target dev='vdb'/><transient/></disk>",
            "",
            Portability(transient_disks=("vdb",)),
        ),
        (pci(), "", Portability(host_devices=(HostDevice("pci", PCI),))),
        (pci("<teaming type='transient'/>"), "", Portability(host_devices=(HostDevice("pci", PCI, True),))),
        (pci("<teaming type='persistent'/>"), "", Portability(host_devices=(HostDevice("pci", PCI),))),
        (
            pci("<driver model='mlx5_vfio_pci'/>"),
            "",
            Portability(host_devices=(HostDevice("pci", PCI, variant=True),)),
        ),
        (
            "<hostdev type='usb'><source><vendor id='0x1050'/><product id='0x0407'/></source></hostdev>",
            "",
            Portability(host_devices=(HostDevice("usb", "usb 1050:0407"),)),
        ),
        (
            "<interface type='hostdev'><mac address='52:54:00:00:00:01'/></interface>"
            "<interface type='vdpa'/><interface type='network'><teaming type='transient'/></interface>",
            "",
            Portability(
                host_devices=(
                    HostDevice("interface", "interface 52:54:00:00:00:01"),
                    HostDevice("vdpa", "vdpa"),
                )
            ),
        ),
        (
            "<disk type='nvme'><source type='pci'><address domain='0x0000' bus='0x01' slot='0x00'/></source>"
            "<target dev='vda'/></disk>",
            "",
            Portability(host_devices=(HostDevice("nvme", "the NVMe disk vda (0000:01:00)"),)),
        ),
        (
            "<disk type='volume'><source pool='fast' volume='web'/></disk>",
            "",
            Portability(local_disks=("web of the pool fast",)),
        ),
        (
            "<filesystem><target dir='shared'/></filesystem>"
            "<filesystem><driver type='virtiofs'/><target dir='fast'/></filesystem>",
            "",
            Portability(
                mounted=("shared",), virtiofs=("fast",), features=(("filesystem driverType", "virtiofs"),)
            ),
        ),
        (
            "<shmem name='ring'/><shmem name='all' role='master'><model type='ivshmem-plain'/></shmem>"
            "<shmem name='old' role='master'><model type='ivshmem'/></shmem><shmem name='peer' role='peer'/>",
            "",
            Portability(shared_memory=("ring", "old", "peer"), copied_memory=("all",)),
        ),
        (
            "",
            "<cpu mode='custom'><feature name='invtsc'/></cpu>",
            Portability(cpu="custom", fixed_clock=True),
        ),
        (
            "",
            "<cpu mode='custom'><feature policy='disable' name='invtsc'/></cpu>",
            Portability(cpu="custom"),
        ),
        (
            "",
            "<cpu mode='custom'><feature policy='require' name='invtsc'/></cpu>"
            "<clock><timer name='tsc' frequency='2000000000'/></clock>",
            Portability(cpu="custom"),
        ),
        # libvirt takes the first of what may stand there once, and nothing of what lies elsewhere.
        ("", "<cpu mode='host-model'/><cpu mode='host-passthrough'/>", Portability(cpu="host-model")),
        ("", "<metadata><cpu mode='host-model'/><devices><hostdev/></devices></metadata>", Portability()),
        (
            "<disk><source file='/a'/><backingStore><source file='/b'/><transient/></backingStore></disk>",
            "",
            Portability(local_disks=("/a",)),
        ),
    ],
)
def test_what_it_asks_of_its_host(devices: str, cpu: str, expected: Portability) -> None:
    assert read(domain(devices, cpu)) == expected


def test_of_several_domains_in_a_file_each_has_its_own() -> None:
    both = f"<all>{domain(cpu=chr(60) + 'cpu mode=' + repr('host-model') + '/>')}{domain(number=1)}</all>"
    assert read(both, 0).cpu == "host-model"
    assert read(both, 1).cpu is None


def test_a_definition_in_a_snapshot_and_in_utf_16_is_found() -> None:
    inner = domain(cpu="<cpu mode='host-model'/>")
    assert read(f"<domainsnapshot><name>s</name>{inner}</domainsnapshot>").cpu == "host-model"
    assert read(f"<?xml version='1.0' encoding='UTF-16'?>{inner}".encode("utf-16")).cpu == "host-model"


def test_of_guests_printed_one_behind_the_other_each_has_its_own() -> None:
    transient = "<disk><target dev='vda'/><transient/></disk>"
    both = domain() + domain(transient, number=1)
    assert read(both, 0) == Portability()
    assert read(both, 1).transient_disks == ("vda",)


@pytest.mark.parametrize(
    "text",
    [
        domain(cpu="<!-- <cpu mode='host-model'/> -->"),
        domain(cpu="<description><![CDATA[<cpu mode='host-model'/> <transient/>]]></description>"),
        domain(devices="<!-- <hostdev/> -->"),
        domain(cpu="<description>&lt;cpu mode='host-model'/&gt;</description>"),
    ],
)
def test_what_only_looks_like_an_element_is_none(text: str) -> None:
    assert read(text) == Portability()


def test_a_comment_in_a_text_hides_nothing() -> None:
    cpu = "<description><![CDATA[ <!-- ]]></description><cpu mode='host-model'/>"
    assert read(domain(cpu=cpu)).cpu == "host-model"


def test_a_text_longer_than_other_parsers_read_hides_nothing() -> None:
    cpu = f"<description>{'x' * 11_000_000}</description><cpu mode='host-model'/>"
    assert read(domain("<disk><transient/></disk>", cpu)).transient_disks == ("a disk",)


@pytest.mark.parametrize("piece", ["<!--", "<cpu ", "<cpu mode='host-"])
def test_the_time_it_takes_grows_with_the_length_alone(piece: str) -> None:
    text = domain(cpu=f"<description><![CDATA[host- {piece * 200_000}]]></description>")
    started = time.perf_counter()
    assert read(text) == Portability()
    assert time.perf_counter() - started < 2


def test_more_devices_than_are_kept_are_told_of() -> None:
    assert not read(domain("<disk/>" * MOST_DEVICES)).too_many
    assert read(domain("<disk/>" * (MOST_DEVICES + 1))).too_many


def test_nobody_who_does_not_ask_for_it_gets_it() -> None:
    assert read_document(io.BytesIO(domain().encode()), "guest.xml").portabilities == ()


@pytest.mark.parametrize("memory", [b"", b"\0" * 100 + b"<domain type='x'><cpu mode='host-model'/>"])
def test_of_a_save_image_the_memory_of_the_guest_says_nothing(memory: bytes) -> None:
    text = domain(cpu="<cpu mode='host-passthrough'/>").encode() + b"\0"
    header = struct.pack("<16s19I", b"LibvirtQemudSave", 2, len(text), 1, *[0] * 16)
    assert read(header + text + memory) == Portability(cpu="host-passthrough")
