"""What does our schema reject, and in which words?"""

from __future__ import annotations

import pytest

from mtype.definitions.schema import own_schema_problems
from tests.definitions.schema_texts import DISK, KINDS, NAME, OS, UUID, devices, domain

REJECTS = [
    pytest.param(
        domain(NAME, "<os machine='pc-q35-noble'>", "<type>hvm</type></os>"),
        (3, 1, "/domain/os: the attribute machine='pc-q35-noble' has no effect here: it"),
        id="the machine type on os",
    ),
    pytest.param(
        domain(NAME, OS, start="<domain type='kvm' machine='pc'>"),
        (1, 1, "/domain: the attribute machine='pc' has no effect here: it belongs to <os><type>"),
        id="the machine type on domain",
    ),
    pytest.param(
        domain(NAME, "<os arch='x86_64'><type>hvm</type></os>"),
        (3, 1, "/domain/os: the attribute arch='x86_64' has no effect here: it belongs to"),
        id="the arch on os",
    ),
    pytest.param(
        domain(OS, NAME, OS), (4, 1, "/domain/os[2]: a second <os>, where there can be one"),
        id="two os",
    ),
    pytest.param(
        domain(NAME, "<os><type>hvm</type>", "<boot dev='hd'/>", "<type>hvm</type></os>"),
        (5, 1, "/domain/os/type[2]: a second <type>, where there can be one"),
        id="two types",
    ),
    pytest.param(
        domain(NAME, OS, NAME), (4, 1, "/domain/name[2]: a second <name>"), id="two names"
    ),
    pytest.param(
        devices("<emulator>/a</emulator>", "<emulator>/b</emulator>"),
        (6, 1, "/domain/devices/emulator[2]: a second <emulator>"),
        id="two emulators",
    ),
    pytest.param(
        domain(NAME, "<os>", "<type machine=''>hvm</type>", "</os>"),
        (4, 1, "/domain/os/type: machine='' is not the name of a machine type"),
        id="an empty machine type",
    ),
    pytest.param(
        domain(NAME, "<os><type machine='pc q35'>hvm</type></os>"),
        (3, 5, "/domain/os/type: machine='pc q35' is not the name of a machine type"),
        id="a machine type with a blank inside",
    ),
    pytest.param(
        domain(NAME, "<os><type machine=' pc-q35-noble'>hvm</type></os>"),
        (3, 5, "machine=' pc-q35-noble' is not the name of a machine type"),
        id="a machine type with a blank before it",
    ),
    pytest.param(
        domain(NAME, "<os><type", "machine='pc-q35", "-noble'>hvm</type></os>"),
        (3, 5, "machine='pc-q35 -noble' is not the name of a machine type"),
        id="a machine type with a line break",
    ),
    pytest.param(
        domain(NAME, "<os><type machine='pc-q35&#10;'>hvm</type></os>"),
        (3, 5, "machine='pc-q35' is not the name of a machine type"),
        id="a machine type with a line break written as a reference",
    ),
    pytest.param(
        domain(NAME, "<os><type arch='x86-64'>hvm</type></os>"),
        (3, 5, "arch='x86-64' is not the name of an architecture"),
        id="an arch with a dash",
    ),
    pytest.param(
        domain(NAME, "<os><type>kvm</type></os>"),
        (3, 5, "/domain/os/type: 'kvm' is not hvm, xen, linux, exe, uml or xenpvh"),
        id="a virtualisation that libvirt does not know",
    ),
    pytest.param(
        domain(NAME, "<os><type> hvm </type></os>"),
        (3, 5, "/domain/os/type: ' hvm ' is not hvm"),
        id="blanks around hvm",
    ),
    pytest.param(domain(OS), (1, 1, "/domain: <name> is missing"), id="no name"),
    pytest.param(domain(NAME), (1, 1, "/domain: <os> is missing"), id="no os"),
    pytest.param(domain(), (1, 1, "/domain: <name> and <os> are missing"), id="neither"),
    pytest.param(domain(NAME, "<os/>"), (3, 1, "/domain/os: <type> is missing"), id="no os type"),
    pytest.param(
        domain(NAME, OS, start="<domain>"),
        (1, 1, "/domain: the attribute type is missing"),
        id="a domain without type",
    ),
    pytest.param(
        domain("<name/>", OS), (2, 1, "/domain/name: '' is not the name of a domain"),
        id="an empty name",
    ),
    pytest.param(
        domain("<name>a\nb</name>", OS), (2, 1, "/domain/name: 'a b' is not the name of a domain"),
        id="a name on two lines",
    ),
    pytest.param(
        domain(NAME, "<uuid>0f8e5ad4</uuid>", OS), (3, 1, "/domain/uuid: '0f8e5ad4' is not a UUID"),
        id="half a uuid",
    ),
    pytest.param(
        domain(NAME, "<os>", "<loader>OVMF_CODE.fd</loader><type>hvm</type></os>"),
        (4, 1, "/domain/os/loader: 'OVMF_CODE.fd' is not an absolute path"),
        id="a loader without folder",
    ),
    pytest.param(
        devices("<emulator>qemu-system-x86_64</emulator>"),
        (5, 1, "/domain/devices/emulator: 'qemu-system-x86_64' is not an absolute path"),
        id="an emulator without folder",
    ),
    pytest.param(
        devices("<emulator/>"), (5, 1, "/domain/devices/emulator: '' is not an absolute path"),
        id="an empty emulator",
    ),
    pytest.param(
        devices("<controller type='usb'/>", "<controller index='0' model='pci-root'/>"),
        (6, 1, "/domain/devices/controller[2]: the attribute type is missing"),
        id="a controller without type",
    ),
    pytest.param(
        devices("<controller type='pci' index='-1'/>"),
        (5, 1, "/domain/devices/controller: index='-1' is not a whole number from 0 up"),
        id="a negative index",
    ),
    pytest.param(
        devices("<controller type='pci' index='0' model=''/>"),
        (5, 1, "/domain/devices/controller: model='' is not one word"),
        id="a controller with an empty model",
    ),
    pytest.param(
        devices("<disk type='file'/>"), (5, 1, "/domain/devices/disk: <target> is missing"),
        id="a disk without target",
    ),
    pytest.param(
        devices(DISK, "<disk>", "<target bus='ide'/></disk>"),
        (7, 1, "/domain/devices/disk[2]/target: the attribute dev is missing"),
        id="a target without device name",
    ),
    pytest.param(
        devices("<disk device=''><target dev='a'/></disk>"),
        (5, 1, "/domain/devices/disk: device='' is not one word"),
        id="a disk with an empty device",
    ),
    pytest.param(
        devices("<disk><target dev='a' bus='i de'/></disk>"),
        (5, 7, "/domain/devices/disk/target: bus='i de' is not one word"),
        id="a target whose bus has a blank",
    ),
    *(
        pytest.param(
            devices(f"<{kind}><target dev='a'/>", "<address bus='1'/>", f"</{kind}>"),
            (6, 1, f"/domain/devices/{kind}/address: the attribute type is missing"),
            id=f"an address without type in {kind}",
        )
        for kind in KINDS
    ),
    pytest.param(
        devices("<controller type='pci'>", "<address/></controller>"),
        (6, 1, "/domain/devices/controller/address: the attribute type is missing"),
        id="an address without type in a controller",
    ),
    pytest.param(
        domain(NAME, "<os><type>h<b/>vm</type></os>"),
        (3, 5, "/domain/os/type: only text belongs here"),
        id="an element inside a text",
    ),
    pytest.param(
        "<!DOCTYPE domain [<!ENTITY e 'hvm'>]>\n" + domain(NAME, "<os><type>&e;</type></os>"),
        (4, 5, "/domain/os/type: only text belongs here"),
        id="an entity inside a text",
    ),
    pytest.param(
        domain(NAME, "<os>--><type>hvm</type></os>"),
        (3, 1, "/domain/os: there is text between its elements"),
        id="the rest of a comment",
    ),
    pytest.param(
        f"<domstatus>\n{domain(NAME)}</domstatus>", (2, 1, "/domstatus/domain: <os> is missing"),
        id="a domstatus whose domain has no os",
    ),
    pytest.param(
        "<domstatus/>", (1, 1, "/domstatus: <domain> is missing"), id="a domstatus without domain"
    ),
    pytest.param(
        f"<domainsnapshot>{domain(NAME, OS)}\n<inactiveDomain type='kvm'>{OS}</inactiveDomain>"
        "</domainsnapshot>",
        (5, 1, "/domainsnapshot/inactiveDomain: <name> is missing"),
        id="a snapshot whose inactive domain has no name",
    ),
    pytest.param(
        f"<domainsnapshot><domain>{UUID}\n{NAME}</domain></domainsnapshot>",
        (2, 1, "/domainsnapshot/domain/name: <name> is not allowed in a domain without type="),
        id="a snapshot whose domain has no type",
    ),
    pytest.param(
        f"<domaincheckpoint>\n{domain(OS)}</domaincheckpoint>",
        (2, 1, "/domaincheckpoint/domain: <name> is missing"),
        id="a checkpoint whose domain has no name",
    ),
    pytest.param(
        "<!-- x -->\n<network/>",
        (2, 1, "/network: the root <network> is none of domain, domaincheckpoint, domainsnapshot,"),
        id="a definition of something else",
    ),
    pytest.param(
        "<x:domain xmlns:x='urn:x'/>",
        (1, 1, "/x:domain: the root <x:domain> of the namespace 'urn:x' is none of domain,"),
        id="a domain of another namespace",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), REJECTS)
def test_rejects(text: str, expected: tuple[int, int, str]) -> None:
    line, column, words = expected
    [problem] = own_schema_problems(text.encode())
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.message
    assert "\n" not in problem.message


def test_all_problems_are_reported_in_the_order_of_the_text() -> None:
    text = devices("<controller index='x'/>", DISK, "<disk/>", "<emulator>qemu</emulator>")
    problems = own_schema_problems(text.encode())
    assert [(one.line, one.message.partition(": ")[0]) for one in problems] == [
        (5, "/domain/devices/controller"),
        (5, "/domain/devices/controller"),
        (7, "/domain/devices/disk[2]"),
        (8, "/domain/devices/emulator"),
    ]


def test_a_long_value_is_cut() -> None:
    text = domain(NAME, f"<uuid>{'0' * 5000}</uuid>", OS)
    [problem] = own_schema_problems(text.encode())
    assert problem.message == f"/domain/uuid: '{'0' * 60}…' is not a UUID"
