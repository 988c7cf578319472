"""Which definitions fit our schema, and do the shipped examples fit libvirt's too?"""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from mtype.definitions.schema import libvirt_schema_problems, own_schema_problems
from tests.definitions.schema_texts import DISK, KINDS, NAME, OS, UUID, XSI, devices, domain
from tests.required import libvirt_schemas

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*/*.xml"))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_example_fits(path: Path) -> None:
    assert own_schema_problems(path.read_bytes()) == []


def test_the_examples_were_found() -> None:
    assert {path.parent.name for path in EXAMPLES} == {
        "arm64", "broken", "debian", "ppc64", "rhel", "s390x", "templates", "ubuntu",
    }  # fmt: skip
    assert len(EXAMPLES) >= 23


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_example_fits_libvirt(path: Path) -> None:
    assert libvirt_schema_problems(path.read_bytes(), libvirt_schemas()) == []


def test_children_may_come_in_any_order() -> None:
    parts = (NAME, UUID, OS, "<metadata/>", "<devices/>", "<vcpu>1</vcpu>")
    orders = [domain(*order) for order in permutations(parts)]
    assert [order for order in orders if own_schema_problems(order.encode())] == []


ACCEPTS = [
    pytest.param(domain(NAME, OS), id="the least there can be"),
    pytest.param(domain(NAME, "<os><type>hvm</type></os>"), id="no arch and no machine type"),
    pytest.param(domain(NAME, "<os><type>xenpvh</type></os>"), id="a type of Xen"),
    pytest.param(
        domain(NAME, "<os><type machine='pc-q35-9.2+pve1'>hvm</type></os>"),
        id="a plus sign in the machine type",
    ),
    pytest.param(
        domain(NAME, "<os><type machine='pc'><!-- was pc-1.0 -->h<!-- -->vm<?x y?></type></os>"),
        id="comments and instructions inside a text",
    ),
    pytest.param(domain(NAME, "<os><type><![CDATA[hvm]]></type></os>"), id="a text written as CDATA"),
    pytest.param(domain("<!-- <os><type machine=''/></os> -->", NAME, OS), id="a definition in a comment"),
    pytest.param(domain(NAME, OS, "<new/>", "<new a='1'><os/></new>"), id="unknown elements"),
    pytest.param(domain(NAME, OS, start="<domain type='kvm' id='7' new='1'>"), id="unknown attributes"),
    pytest.param(
        domain(NAME, "<os firmware='efi'><type>hvm</type><loader secure='yes'/></os>"),
        id="a loader without path, which libvirt chooses",
    ),
    pytest.param(
        domain(
            NAME,
            OS,
            "<q:commandline xmlns:q='http://libvirt.org/schemas/domain/qemu/1.0'>",
            "<q:arg value='-machine'/></q:commandline>",
        ),
        id="a command line in QEMU's namespace",
    ),
    pytest.param(
        domain(NAME, OS, "<metadata>text <domain machine=''><os/></domain> text</metadata>"),
        id="anything inside metadata, even a domain",
    ),
    pytest.param(
        domain(NAME, OS, f"<devices {XSI} xsi:type='other' xsi:nil='true'/>"),
        id="instructions to a schema processor, which libvirt ignores",
    ),
    pytest.param(
        domain(NAME, OS, start=f"<domain type='kvm' {XSI} xsi:noNamespaceSchemaLocation='x.xsd'>"),
        id="the place of another schema",
    ),
    pytest.param(
        devices("<interface><address type='pci'><zpci uid='0x0001'/></address></interface>"),
        id="an element inside an address",
    ),
    pytest.param(
        devices("<hostdev><source><address domain='0'/></source></hostdev>"),
        id="an address of the host, which has no type",
    ),
    pytest.param(
        devices(DISK, "<controller type='usb'/>", DISK, "<controller type='pci' index='0'/>"),
        id="devices of one kind apart from each other",
    ),
    pytest.param(
        devices(*(f"<{kind}><target dev='a'/></{kind}>" for kind in KINDS * 3)),
        id="three devices of every kind, in turns",
    ),
    pytest.param(devices("<teleporter><address/></teleporter>"), id="an unknown device"),
    pytest.param(
        f"<domain type='kvm'><name>a</name><uuid> 0F8E5AD46F0F4C4E9D0F2B7D1F0A9C11 </uuid>{OS}</domain>",
        id="a uuid without dashes",
    ),
    pytest.param(f"<domstatus pid='1'><monitor/>{domain(NAME, OS)}</domstatus>", id="a domstatus"),
    pytest.param(
        f"<domainsnapshot><name>s</name>{domain(NAME, OS)}"
        f"<inactiveDomain type='kvm'>{NAME}{OS}</inactiveDomain></domainsnapshot>",
        id="a snapshot of a running domain",
    ),
    pytest.param("<domainsnapshot><name>s</name></domainsnapshot>", id="a snapshot not yet taken"),
    pytest.param(
        f"<domainsnapshot><domain>{UUID}</domain></domainsnapshot>",
        id="an old snapshot that names its domain by uuid",
    ),
    pytest.param(f"<domaincheckpoint><name>c</name>{domain(NAME, OS)}</domaincheckpoint>", id="a checkpoint"),
    pytest.param("<domaincheckpoint/>", id="a checkpoint not yet taken"),
]


@pytest.mark.parametrize("text", ACCEPTS)
def test_accepts(text: str) -> None:
    assert own_schema_problems(text.encode()) == []
