"""What does libvirt's own schema say of a definition, made smaller until one part is left?"""

from __future__ import annotations

from pathlib import Path

import pytest

from mtype.definitions.schema import SchemaError, SchemaProblem, libvirt_schema_problems
from tests.definitions.schema_texts import NAME, domain
from tests.required import libvirt_schemas

ROOT = Path(__file__).parents[2]
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
