"""Where is a problem of structure, and what is left alone because it is no XML or no file of ours?"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from mtype.definitions.schema import libvirt_schema_problems, own_schema_problems
from tests.definitions.schema_texts import NAME, domain

ROOT = Path(__file__).parents[2]

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
