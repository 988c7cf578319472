"""What our schema and libvirt's say of a definition, and where they say it."""

from __future__ import annotations

import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest

from mtype.definitions.schema import (
    SchemaError,
    SchemaProblem,
    libvirt_schema_problems,
    own_schema_problems,
)
from tests.required import libvirt_schemas

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*/*.xml"))
NOT_WELL_FORMED = {"truncated.xml"}

NAME = "<name>a</name>"
UUID = "<uuid>0f8e5ad4-6f0f-4c4e-9d0f-2b7d1f0a9c11</uuid>"
OS = "<os><type arch='x86_64' machine='pc-q35-noble'>hvm</type></os>"
DISK = "<disk device='disk'><target dev='vda' bus='virtio'/></disk>"
KINDS = (
    "disk", "channel", "filesystem", "hostdev", "input", "interface", "memballoon", "memory",
    "rng", "serial", "shmem", "sound", "video", "vsock", "watchdog",
)  # fmt: skip
XSI = "xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'"


def domain(*inside: str, start: str = "<domain type='kvm'>") -> str:
    """One element a line, the first of them on line 2."""
    return "\n".join([start, *inside, "</domain>"])


def devices(*inside: str) -> str:
    """A domain whose first device is on line 5."""
    return domain(NAME, OS, "<devices>", *inside, "</devices>")


# -- our schema: what fits -------------------------------------------------------------------------


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


# -- our schema: what does not ---------------------------------------------------------------------

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


# -- both schemas: places and what is not XML ------------------------------------------------------

AT = "<domain type='kvm'>\n<name>{}</name><os machine='pc'><type>hvm</type></os></domain>"

PLACES = [
    pytest.param(AT.format("a").encode(), (2, 15), id="ASCII"),
    pytest.param(AT.format("é日本").encode(), (2, 17), id="characters, not bytes"),
    pytest.param(b"\xef\xbb\xbf" + AT.format("a").encode(), (2, 15), id="a byte order mark"),
    pytest.param(
        b"\xef\xbb\xbf" + AT.replace("\n", "").format("a").encode(), (1, 34),
        id="a byte order mark on the same line",
    ),
    pytest.param(AT.format("a").replace("\n", "\r\n").encode(), (2, 15), id="line ends of DOS"),
    pytest.param(
        f"<?xml version='1.0' encoding='UTF-16'?>{AT.format('é')}".encode("utf-16"), (2, 15),
        id="UTF-16",
    ),
    pytest.param(
        f"<?xml version='1.0' encoding='ISO-8859-1'?>{AT.format('éé')}".encode("latin-1"), (2, 16),
        id="Latin-1",
    ),
    pytest.param(
        f"<?xml version='1.0' encoding='EUC-JP'?>{AT.format('日本')}".encode("euc-jp"), (2, None),
        id="an encoding that expat does not read",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("data", "place"), PLACES)
def test_a_problem_is_at_the_start_of_its_element(data: bytes, place: tuple[int, int | None]) -> None:
    [problem] = own_schema_problems(data)
    assert (problem.line, problem.column) == place


NOT_XML = [
    pytest.param((ROOT / "examples/broken/truncated.xml").read_bytes(), id="a truncated file"),
    pytest.param(b"", id="nothing"),
    pytest.param(b"<domain", id="half a tag"),
    pytest.param(b"<domain>\xff</domain>", id="bytes that are no UTF-8"),
    pytest.param(b"<?xml version='1.0' encoding='x-1'?><domain/>", id="an unknown encoding"),
    pytest.param(b"<domain>&e;</domain>", id="an entity that is not declared"),
    pytest.param(b"<a>" * 5000 + b"</a>" * 5000, id="elements too deep for a definition"),
    pytest.param(b"<domain type='" + b"a" * 10_000_001 + b"'/>", id="a value of ten megabytes"),
    pytest.param(
        b"<!DOCTYPE d [<!ENTITY a0 'aaaaaaaaaa'>"
        + b"".join(b"<!ENTITY a%d '%s'>" % (level, b"&a%d;" % (level - 1) * 10) for level in range(1, 12))
        + b"]><domain type='&a11;'/>",
        id="entities that would fill the memory",
    ),
]


@pytest.mark.parametrize("data", NOT_XML)
def test_what_is_not_well_formed_is_left_to_another_rule(data: bytes, tmp_path: Path) -> None:
    assert own_schema_problems(data) == []
    assert libvirt_schema_problems(data, tmp_path) == []


def test_a_file_named_by_an_entity_is_not_read(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("hvm")
    text = f"<!DOCTYPE domain [<!ENTITY e SYSTEM '{secret.as_uri()}'>]>" + domain(
        NAME, "<os><type>&e;</type></os>"
    )
    [problem] = own_schema_problems(text.encode())
    assert problem.message == "/domain/os/type: only text belongs here, no element or entity"


def test_the_slow_library_is_imported_by_the_first_validation_only() -> None:
    script = (
        "import sys; from mtype.definitions.schema import own_schema_problems as own\n"
        "assert 'xmlschema' not in sys.modules\n"
        "own(b'<domain/>')\n"
        "assert 'xmlschema' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)


# -- libvirt's schemas -----------------------------------------------------------------------------

# A schema of the same make as libvirt's, small enough to say beforehand what it has against a text.
GRAMMAR = """
<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <start>
    <element name="domain">
      <optional><attribute name="type"/></optional>
      <interleave>
        <element name="name"><text/></element>
        <optional>
          <element name="os">
            <interleave>
              <element name="type">
                <optional><attribute name="arch"/></optional>
                <value>hvm</value>
              </element>
              <optional><element name="loader"><value>/rom</value></element></optional>
            </interleave>
          </element>
        </optional>
        <optional><element name="vcpu"><value>1</value></element></optional>
        <optional>
          <element name="devices">
            <interleave>
              <optional><element name="emulator"><value>/kvm</value></element></optional>
              <zeroOrMore>
                <element name="disk">
                  <attribute name="type"><value>file</value></attribute>
                  <interleave>
                    <element name="target"><attribute name="dev"/></element>
                    <optional><element name="readonly"><empty/></element></optional>
                  </interleave>
                </element>
              </zeroOrMore>
            </interleave>
          </element>
        </optional>
      </interleave>
    </element>
  </start>
</grammar>
"""
HVM = "<os><type>hvm</type></os>"
FILE = "<disk type='file'><target dev='a'/></disk>"


@pytest.fixture
def schemas(tmp_path: Path) -> Path:
    (tmp_path / "domain.rng").write_text(GRAMMAR)
    return tmp_path


def in_devices(*inside: str) -> str:
    return domain(NAME, HVM, "<devices>", *inside, "</devices>")


LIBVIRT_REJECTS = [
    pytest.param(
        in_devices(FILE, "<disk type='file'><target dev='b'/>", "<shareable/></disk>", FILE),
        [(7, 1, "/domain/devices/disk[2]/shareable: ", "this <shareable>, or misses something")],
        id="an element that is not allowed",
    ),
    pytest.param(
        in_devices("<disk type='file'>", "<target dev='b' bus='x'/></disk>", FILE),
        [(6, 1, "/domain/devices/disk[1]/target: ", "the attribute bus='x'")],
        id="an attribute that is not allowed",
    ),
    pytest.param(
        in_devices(FILE, "<disk type='file'/>"),
        [(6, 1, "/domain/devices/disk[2]: ", "this <disk>, or misses something in it")],
        id="an element that is missing",
    ),
    pytest.param(
        in_devices("<disk type='file'/>", FILE, "<emulator>kvm</emulator>", "<x/>"),
        [
            (5, 1, "/domain/devices/disk[1]: ", "this <disk>, or misses"),
            (7, 1, "/domain/devices/emulator: ", "this <emulator> with 'kvm'"),
            (8, 1, "/domain/devices/x: ", "this <x>, or misses"),
        ],
        id="three devices at once",
    ),
    pytest.param(
        in_devices("<emulator>/kvm</emulator>", "<emulator>/kvm</emulator>"),
        [(6, 1, "/domain/devices/emulator[2]: ", "this <emulator>: there can be one")],
        id="two where one is allowed, and all are optional",
    ),
    pytest.param(
        domain(NAME, HVM, NAME),
        [(4, 1, "/domain/name[2]: ", "this <name>: there can be one")],
        id="two where one is required",
    ),
    pytest.param(
        domain(NAME, "<os><type machine='pc'>hvm</type></os>"),
        [(3, 5, "/domain/os/type: ", "the attribute machine='pc'")],
        id="an attribute of a required element",
    ),
    pytest.param(
        domain(NAME, "<os>", "<loader>/x</loader><type>hvm</type></os>", "<vcpu>9</vcpu>"),
        [
            (4, 1, "/domain/os/loader: ", "this <loader> with '/x'"),
            (5, 1, "/domain/vcpu: ", "this <vcpu> with '9'"),
        ],
        id="two elements beside required ones",
    ),
    pytest.param(
        domain(HVM, "<vcpu>1</vcpu>"),
        [(1, 1, "/domain: ", "this <domain>: something is missing in it, or much is wrong")],
        id="a required element missing in the root",
    ),
    pytest.param(
        "<!DOCTYPE domain [<!ENTITY e '<x/>'>]>\n" + in_devices(FILE, "&e;"),
        [(5, 1, "/domain/devices: ", "the entity &e; in it")],
        id="an entity",
    ),
]


@pytest.mark.parametrize(("text", "expected"), LIBVIRT_REJECTS)
def test_libvirts_schema_names_the_smallest_part_that_is_wrong(
    text: str, expected: list[tuple[int, int, str, str]], schemas: Path
) -> None:
    problems = libvirt_schema_problems(text.encode(), schemas)
    assert [(one.line, one.column) for one in problems] == [one[:2] for one in expected]
    for problem, (_, _, path, words) in zip(problems, expected, strict=True):
        assert problem.message.startswith(path + "libvirt's schema does not accept ")
        assert words in problem.message


def test_libvirts_schema_accepts_what_fits_it(schemas: Path) -> None:
    assert libvirt_schema_problems(in_devices(FILE, FILE).encode(), schemas) == []


def test_the_installed_schema_names_the_line_of_a_mistake() -> None:
    text = (ROOT / "examples/debian/nas.xml").read_text()
    wrong = text.replace("dev='sdc' bus='scsi'", "dev='sdc' bus='scuzzy'")
    line = next(at for at, row in enumerate(wrong.splitlines(), 1) if "scuzzy" in row)
    assert libvirt_schema_problems(wrong.encode(), libvirt_schemas()) == [
        SchemaProblem(
            line,
            7,
            "/domain/devices/disk[3]/target: libvirt's schema does not accept the attribute bus='scuzzy'",
        )
    ]


@pytest.mark.parametrize("root", ["domstatus", "network"])
def test_a_root_that_libvirt_has_no_schema_of_has_no_problems(root: str, tmp_path: Path) -> None:
    assert libvirt_schema_problems(f"<{root}/>".encode(), tmp_path) == []


def test_an_absent_folder_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match="absent: no such folder"):
        libvirt_schema_problems(domain(NAME, HVM).encode(), tmp_path / "absent")


@pytest.mark.parametrize("root", ["domain", "domainsnapshot", "domaincheckpoint"])
def test_an_absent_schema_is_an_error(root: str, tmp_path: Path) -> None:
    with pytest.raises(SchemaError, match=f"/{root}.rng: no such file"):
        libvirt_schema_problems(f"<{root}/>".encode(), tmp_path)


@pytest.mark.parametrize("text", ["<grammar/>", "<gram", ""], ids=["no RNG", "cut off", "empty"])
def test_a_schema_that_cannot_be_read_is_an_error(text: str, tmp_path: Path) -> None:
    (tmp_path / "domain.rng").write_text(text)
    with pytest.raises(SchemaError, match=r"domain\.rng: "):
        libvirt_schema_problems(b"<domain/>", tmp_path)
