"""Which files hold domains, which hold something else, and where each domain sits."""

from __future__ import annotations

import re

import pytest
from texts import GUEST, LIBVIRT, names, only, read

from mtype.definitions.other_objects import OTHER_OBJECTS
from mtype.definitions.save_image import HEADER_SIZE
from mtype.model.definition import Carrier


@pytest.mark.parametrize(
    ("text", "carriers"),
    [
        pytest.param(GUEST, ["file"], id="a domain"),
        pytest.param(f"<?xml version='1.0'?>\n<!-- x -->\n{GUEST}\n<!-- y -->", ["file"], id="with a prolog"),
        pytest.param(f"<!DOCTYPE domain>{GUEST}", ["file"], id="with a DOCTYPE that declares nothing"),
        pytest.param("<domain/>", ["file"], id="an empty domain"),
        pytest.param(f"<domstatus><devices/>{GUEST}</domstatus>", ["live"], id="a live status"),
        pytest.param(
            f"<domainsnapshot><name>s</name>{GUEST}"
            f"{GUEST.replace('domain', 'inactiveDomain')}<cookie/></domainsnapshot>",
            ["snapshot", "snapshot"],
            id="a snapshot with its inactive domain",
        ),
        pytest.param(
            "<domainsnapshot><domain><uuid>x</uuid></domain></domainsnapshot>",
            [],
            id="a snapshot of old that names the domain only",
        ),
        pytest.param(f"<domaincheckpoint>{GUEST}</domaincheckpoint>", ["checkpoint"], id="a checkpoint"),
        pytest.param(f"<domains>{GUEST}\n{GUEST}</domains>", ["file", "file"], id="a list of domains"),
        pytest.param(f"<export><host><vm>{GUEST}</vm></host></export>", ["file"], id="a domain deep inside"),
        pytest.param(
            f"<backup><domainsnapshot>{GUEST}</domainsnapshot>{GUEST}</backup>",
            ["snapshot", "file"],
            id="a snapshot inside of something else",
        ),
        pytest.param(
            f"<a><domain name='example.org'>{GUEST}</domain></a>",
            ["file"],
            id="a wrapper with a <domain> that is none",
        ),
    ],
)
def test_domains_are_found_with_their_carrier(text: str, carriers: list[str]) -> None:
    document = read(text)
    assert [definition.carrier.value for definition in document.definitions] == carriers
    assert (document.problem, document.refused, document.not_domain) == (None, None, None)


def test_a_plain_domain_has_the_carrier_it_was_given() -> None:
    assert read(GUEST, carrier=Carrier.PERSISTENT).definitions[0].carrier is Carrier.PERSISTENT


def test_a_live_status_is_live_wherever_it_came_from() -> None:
    text = f"<domstatus>{GUEST}</domstatus>"
    assert read(text, carrier=Carrier.PERSISTENT).definitions[0].carrier is Carrier.LIVE


@pytest.mark.parametrize("root", sorted(OTHER_OBJECTS))
def test_another_object_of_libvirt_is_told_from_a_domain(root: str) -> None:
    document = read(f"<{root}><domain type='kvm'><name>a</name></domain></{root}>")
    assert document.not_domain == OTHER_OBJECTS[root]
    assert (document.definitions, document.problem) == ((), None)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        pytest.param("<network><domain name='example.org'/></network>", "network", id="network"),
        pytest.param("<networkstatus><network/></networkstatus>", "network", id="network status"),
        pytest.param("<pool type='dir'/>", "storage pool", id="pool"),
        pytest.param("<pool type='dir'/><network/>", "storage pool", id="the first of two"),
        pytest.param("<device><name>computer</name></device>", "node device", id="node device"),
        pytest.param(
            "<capabilities><guest><arch name='x86_64'><domain type='kvm'/></arch></guest></capabilities>",
            "capabilities report",
            id="capabilities, which have <domain type=…>",
        ),
    ],
)
def test_the_word_for_another_object_fits_a_sentence(text: str, word: str) -> None:
    assert read(text).not_domain == word


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<project><domain>example.org</domain></project>", id="a <domain> without a type"),
        pytest.param("<a><b/></a>", id="nothing that we know"),
        pytest.param("<a><capabilities><domain type='kvm'/></capabilities></a>", id="capabilities inside"),
        pytest.param("<x:domain xmlns:x='y' type='kvm'/>", id="a prefixed root"),
        pytest.param("<Domain type='kvm'/>", id="another spelling"),
    ],
)
def test_other_xml_holds_no_domain_and_has_no_problem(text: str) -> None:
    document = read(text)
    assert (document.definitions, document.problem, document.refused) == ((), None, None)
    assert document.not_domain is None


def test_a_network_beside_a_domain_does_not_hide_it() -> None:
    document = read(f"<network/>\n{GUEST}")
    assert names(document) == ["web"]
    assert document.not_domain is None


Q35, I440FX = ("vmt-fixture-q35", "pc-q35-7.2"), ("vmt-fixture-i440fx", "pc-i440fx-7.2")


@pytest.mark.parametrize(
    ("file", "carrier", "guests"),
    [
        pytest.param("persistent-q35.xml", "file", [Q35], id="persistent"),
        pytest.param("persistent-i440fx.xml", "file", [I440FX], id="persistent i440fx"),
        pytest.param("live-q35.xml", "live", [Q35], id="live"),
        pytest.param("snapshot-q35.xml", "snapshot", [Q35, Q35], id="snapshot"),
        pytest.param("checkpoint-i440fx.xml", "checkpoint", [I440FX], id="checkpoint"),
        pytest.param("dumpxml-two.xml", "file", [Q35, I440FX], id="two dumps in one file"),
        pytest.param("save-raw-q35.img", "save image", [Q35], id="save image"),
        pytest.param("save-gzip-q35.img", "save image", [Q35], id="save image, gzip"),
        pytest.param("managed-i440fx.save", "save image", [I440FX], id="managed save"),
    ],
)
def test_the_files_of_a_real_libvirt(file: str, carrier: str, guests: list[tuple[str, str]]) -> None:
    data = (LIBVIRT / file).read_bytes()
    document = read(data)
    assert (document.problem, document.refused, document.not_domain) == (None, None, None)
    found = document.definitions
    assert [(definition.name, definition.machine_type) for definition in found] == guests
    assert {definition.carrier.value for definition in found} == {carrier}
    header = HEADER_SIZE if carrier == "save image" else 0
    offsets = [match.start(1) for match in re.finditer(rb"<type arch='x86_64' (machine)=", data)]
    assert [definition.at for definition in found] == [
        (
            data.count(b"\n", header, offset) + 1,
            offset - max(data.rfind(b"\n", header, offset), header - 1),
            offset,
        )
        for offset in offsets
    ]
    for definition in found:
        assert (definition.domain_type, definition.arch, definition.os_type) == ("qemu", "x86_64", "hvm")
        assert definition.emulator == "/usr/bin/qemu-system-x86_64"


def test_the_network_of_a_real_libvirt() -> None:
    assert read((LIBVIRT / "network.xml").read_bytes()).not_domain == "network"


def test_the_devices_of_a_real_guest() -> None:
    definition = only((LIBVIRT / "persistent-q35.xml").read_bytes())
    assert [device[:4] for device in definition.devices] == [
        ("disk", "virtio", None, None),
        ("address", "pci", None, None),
        ("controller", "usb", "qemu-xhci", 0),
        ("controller", "sata", None, 0),
        ("controller", "pci", "pcie-root", 0),
        ("controller", "pci", "pcie-root-port", 1),
    ]
