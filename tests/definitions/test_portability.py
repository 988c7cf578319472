"""What of a definition has to be the same at another host?"""

from __future__ import annotations

import io

import pytest

from mtype.definitions.portability import at_a_glance, portability
from mtype.definitions.reader import read_document
from mtype.model.portability import Portability

DOMAIN = """\
<domain type='kvm'>
  <name>{name}</name>
  <uuid>{uuid}</uuid>
  <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
  {cpu}
  <devices>{devices}</devices>
</domain>
"""
UUIDS = ("5f0ab0f2-0c1e-4f0e-9a86-0c5ad6f3c2f1", "5f0ab0f2-0c1e-4f0e-9a86-0c5ad6f3c2f2")


def domain(devices: str = "", cpu: str = "", number: int = 0) -> str:
    return DOMAIN.format(name=f"guest-{number}", uuid=UUIDS[number], devices=devices, cpu=cpu)


def read(text: str | bytes, number: int = 0) -> Portability:
    data = text.encode() if isinstance(text, str) else text
    return portability(data, read_document(io.BytesIO(data), "guest.xml").definitions[number])


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
        (
            "<hostdev type='pci'><source><address domain='0x0000' bus='0x03' slot='0x00' function='0x1'/>"
            "</source></hostdev>",
            "",
            Portability(host_devices=("pci 0000:03:00:1",)),
        ),
        (
            "<interface type='hostdev'><mac address='52:54:00:00:00:01'/></interface>",
            "",
            Portability(host_devices=("interface 52:54:00:00:00:01",)),
        ),
        (
            "<filesystem><target dir='shared'/></filesystem><shmem name='ring'/>",
            "",
            Portability(mounted=("shared",), shared_memory=("ring",)),
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


def test_what_cannot_be_parsed_says_nothing() -> None:
    definition = read_document(io.BytesIO(domain().encode()), "guest.xml").definitions[0]
    assert portability(b"LibvirtQemudSave\0\0", definition) == Portability()
    assert portability(b"<all/>", definition) == Portability()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (domain(), Portability()),
        (domain(cpu="<cpu mode='host-model'/>"), Portability(cpu="host-model")),
        (domain(cpu='<cpu check="none" mode = "host-passthrough"/>'), Portability(cpu="host-passthrough")),
        (domain(cpu="<cpu mode='custom'/>"), Portability()),
        (domain(cpu="<!-- <cpu mode='host-model'/> -->"), Portability()),
        (domain(devices="<!-- a note -->"), Portability()),
        (domain(devices="<hostdev/>"), None),
        (domain(cpu="<cpu mode='host-model'/>") + domain(number=1), None),
    ],
)
def test_what_a_glance_tells_and_what_has_to_be_parsed(text: str, expected: Portability | None) -> None:
    assert at_a_glance(text.encode()) == expected


def test_a_text_of_two_bytes_a_character_has_to_be_parsed() -> None:
    assert at_a_glance("<domain/>".encode("utf-16-le")) is None
