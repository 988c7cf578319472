"""Does a definition of any content end as a finding or a skipped row, never as a crash or a wrong 0?"""

from __future__ import annotations

import json
import os
import random
import shutil
import struct
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.check import build
from tests.cli.command import EXAMPLES, FIXTURES, domain, write
from tests.hostile.harmless import harmless
from tests.hostile.linted import CHECK, DOMAIN, report, told

# -- truncated and damaged ---------------------------------------------------------------------------


def test_a_definition_cut_at_any_place_is_a_finding(tmp_path: Path) -> None:
    for example in sorted(EXAMPLES.rglob("*.xml")):
        data = example.read_bytes()
        end = data.rindex(b">") + 1
        for size in random.Random(1).sample(range(end), 12):
            write(tmp_path, {f"{example.stem}-{size}.xml": data[:size]})
    ran = harmless(tmp_path, *CHECK, ".")
    result = json.loads(ran.out)
    assert result["summary"]["unparsed"] == len(list(tmp_path.glob("*.xml")))
    assert result["definitions"] == []
    assert {finding["rule"] for finding in result["findings"]} == {"MT601"}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=3)), min_size=1, max_size=8))
def test_a_damaged_definition_never_crashes_a_run(tmp_path: Path, damage: list[tuple[int, bytes]]) -> None:
    folder = tmp_path / "damaged"
    for number, example in enumerate(sorted(EXAMPLES.rglob("*.xml"))):
        data = bytearray(example.read_bytes())
        for place, piece in damage:
            at = place % len(data)
            data[at : at + len(piece)] = piece
        write(folder, {f"{number}.xml": bytes(data)})
    outcomes = [build.lint(folder, schema=schema) for schema in (None, "own")]
    for ran in outcomes:
        paths = {row.path for row in ran.rows} | {finding.path for finding in ran.findings}
        paths |= {skip.path for skip in ran.skipped}
        assert len(paths) == len(list(folder.iterdir()))


def test_an_empty_file_is_a_finding(tmp_path: Path) -> None:
    assert "empty" in told(report(tmp_path, ""))
    assert "empty" in told(report(tmp_path, " \n\n"))


@pytest.mark.parametrize("what", ["program", "noise", "zeros", "image", "gzip"])
def test_binary_is_a_finding(tmp_path: Path, what: str) -> None:
    data = {
        "program": Path(os.path.realpath(sys.executable)).read_bytes()[:500_000],
        "noise": random.Random(7).randbytes(200_000),
        "zeros": bytes(200_000),
        "image": b"QFI\xfb\0\0\0\3" + bytes(60_000),
        "gzip": b"\x1f\x8b\x08\0" + random.Random(8).randbytes(5000),
    }[what]
    result = report(tmp_path, data)
    assert [finding["rule"] for finding in result["findings"]] == ["MT601"]


def test_control_characters_and_lone_surrogates_are_findings(tmp_path: Path) -> None:
    for data in (
        DOMAIN.encode().replace(b"nas", b"n\x01s"),
        DOMAIN.encode().replace(b"nas", b"\xed\xa0\x80"),
    ):
        assert [finding["rule"] for finding in report(tmp_path, data)["findings"]] == ["MT601"]


# -- encodings ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "latin-1", "cp1252"]
)
def test_what_libvirt_reads_is_read(tmp_path: Path, encoding: str) -> None:
    names = {"utf-8-sig": "utf-8", "utf-16-le": "utf-16", "utf-16-be": "utf-16", "latin-1": "iso-8859-1"}
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    guest = domain("pc-q35-2.3", "caf\u00e9")
    text = f"<?xml version='1.0' encoding='{names.get(encoding, encoding)}'?>\n{guest}"
    result = report(tmp_path, mark + text.encode(encoding))
    assert result["definitions"][0]["domain"] == "caf\u00e9"
    assert [(finding["line"], finding["column"]) for finding in result["findings"]] == [(5, 25)]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-32", "utf-32"),
        ("utf-7", "utf-7"),
        ("cp037", "ebcdic-cp-us"),
        ("utf-16", "utf-8"),
        ("utf-8", "utf-16"),
        ("utf-8", "none"),
        ("utf-8", "../../etc/passwd"),
        ("utf-8", "idna"),
        ("utf-8", "undefined"),
        ("utf-8", "unicode_escape"),
        ("utf-8", "zlib_codec"),
        ("utf-8", "x" * 10_000),
    ],
)
def test_other_encodings_and_lies_about_them_are_findings(tmp_path: Path, encoding: str, name: str) -> None:
    result = report(tmp_path, f"<?xml version='1.0' encoding='{name}'?>\n{DOMAIN}".encode(encoding))
    assert [finding["rule"] for finding in result["findings"]] in (["MT601"], ["MT201"])
    assert result["summary"]["unparsed"] == (result["findings"][0]["rule"] == "MT601")


# -- save images -------------------------------------------------------------------------------------


def image(*numbers: int, xml: bytes = DOMAIN.encode(), magic: bytes = b"LibvirtQemudSave") -> bytes:
    return (
        magic + struct.pack("<19I", *(*numbers, *[0] * (19 - len(numbers)))) + xml + b"\0" + b"memory" * 100
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"LibvirtQemudSave", id="only the magic"),
        pytest.param(b"LibvirtQemudSave" + bytes(50), id="half a header"),
        pytest.param(image(99, 500), id="a version that is not known"),
        pytest.param(image(2, 500, magic=b"LibvirtQemudPart"), id="a save that did not finish"),
        pytest.param(image(2, 0), id="no XML"),
        pytest.param(image(2, 40), id="XML that is cut short"),
        pytest.param(image(2, 0xFFFFFFFF, xml=b"<domain>" * 10), id="a length that is a lie"),
        pytest.param(image(2, 500, 1, 200, xml=b"\x80" * 400), id="no text"),
        pytest.param(image(2, 500, xml=b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + DOMAIN.encode()), id="entities"),
    ],
)
def test_a_damaged_save_image_is_a_finding_or_a_failure(tmp_path: Path, data: bytes) -> None:
    write(tmp_path, {"guest.save": data})
    ran = harmless(tmp_path, *CHECK, ".")
    assert ran.code in (1, 3)


def test_a_save_image_of_a_gigabyte_is_read_up_to_its_xml(tmp_path: Path) -> None:
    shutil.copy(FIXTURES / "libvirt" / "save-raw-q35.img", tmp_path / "guest.save")
    with open(tmp_path / "guest.save", "r+b") as stream:
        stream.truncate(1 << 30)
    ran = harmless(tmp_path, *CHECK, ".", codes=(0, 1), seconds=2)
    assert [row["carrier"] for row in json.loads(ran.out)["definitions"]] == ["save image"]
