"""Is a schema asked for, and what becomes of one that is not there?"""

from __future__ import annotations

from pathlib import Path

import pytest

from mtype.check.structure import structure_findings
from mtype.definitions.save_image import HEADER_SIZE
from mtype.model.errors import UsageError
from tests.check import build
from tests.cli.command import domain
from tests.required import libvirt_schemas


def test_a_problem_of_our_schema_is_a_finding_at_its_place() -> None:
    data = domain().replace("<os>", "<os machine='q35'>").encode()
    (finding,) = structure_findings(build.settings(schema="own"), "nas.xml", data)
    assert (finding.rule, finding.path, finding.line) == ("MT605", "nas.xml", 3)
    assert "machine='q35'" in finding.message


def test_without_the_bytes_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "nas.xml"
    path.write_text(domain().replace("<os>", "<os machine='q35'>"))
    assert len(list(structure_findings(build.settings(schema="own"), str(path), None))) == 1


def test_libvirts_schema_can_be_asked() -> None:
    whole = domain(inside="  <memory>1048576</memory>\n  <devices/>\n").encode()
    settings = build.settings(schema="libvirt", schemas=libvirt_schemas())
    assert list(structure_findings(settings, "nas.xml", whole)) == []
    (finding,) = structure_findings(settings, "nas.xml", whole.replace(b"<devices/>", b"<device/>"))
    assert "<device>" in finding.message


def test_a_schema_that_is_not_there_is_a_wrong_usage(tmp_path: Path) -> None:
    settings = build.settings(schema="libvirt", schemas=tmp_path / "gone")
    with pytest.raises(UsageError, match=r"--schema libvirt: .*gone"):
        list(structure_findings(settings, "nas.xml", domain().encode()))


def test_a_file_of_several_documents_is_not_passed_in_silence() -> None:
    (finding,) = structure_findings(build.settings(schema="own"), "all.xml", (domain() * 2).encode())
    assert (finding.rule, finding.line) == ("MT605", 1)
    assert "one document in a file" in finding.message


def test_the_xml_inside_a_save_image_is_validated() -> None:
    image = b"LibvirtQemudSave" + bytes(HEADER_SIZE - 16)
    good, bad = (
        image + text.encode() + b"\0 state of the guest \0"
        for text in (domain(), domain().replace("<os>", "<os machine='q35'>"))
    )
    settings = build.settings(schema="own")
    assert list(structure_findings(settings, "a.save", good)) == []
    (finding,) = structure_findings(settings, "a.save", bad)
    assert "machine='q35'" in finding.message
