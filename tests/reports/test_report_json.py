"""Is the JSON what the contract says, and can every parser read it?"""

from __future__ import annotations

import json

import pytest
from report_samples import HOSTILE, NOTHING, SMALL, TWO_TARGETS, hostile, result, row

from mtype.check.result import OnDisk
from mtype.definitions.document import SaveImage
from mtype.reports.formats import render

EXACT = """\
{
  "schema_version": "1.0",
  "tool": {"name": "virt-machine-type", "version": "1.2.3"},
  "target": {"release": "debian:13", "source": "catalogue"},
  "targets": [{"release": "debian:13", "source": "catalogue"}],
  "summary": {"definitions": 1, "files": 1, "findings": {"error": 0, "warning": 0, "info": 0}, "suppressed": 0, "skipped": 0, "unparsed": 0, "seconds": 0.25},
  "definitions": [
    {"path": "guests/nas.xml", "carrier": "file", "domain": "nas", "uuid": "0d5e4f1e-33d2-4c3e-8c0a-0e6d8e8a6b5b", "arch": "x86_64", "machine_type": "pc-i440fx-2.0", "board": "pc-i440fx", "vendor": "upstream", "status": "removed"}
  ],
  "findings": [],
  "skipped": []
}
"""  # noqa: E501

MEMBERS = ["schema_version", "tool", "target", "targets", "summary", "definitions", "findings", "skipped"]
DEFINITION = ["path", "carrier", "domain", "uuid", "arch", "machine_type", "board", "vendor", "status"]
FINDING = ["rule", "name", "severity", "message", "path", "line", "column", "domain", "machine_type"]
FINDING += ["suggestion", "target"]
SUMMARY = ["definitions", "files", "findings", "suppressed", "skipped", "unparsed", "seconds"]


def read(shown) -> dict:
    return json.loads(render(shown, "json"))


def test_a_clean_run() -> None:
    assert render(result(), "json") == EXACT


def test_the_fields_are_those_of_the_contract() -> None:
    report = read(SMALL)
    assert list(report) == MEMBERS
    assert list(report["summary"]) == SUMMARY
    assert {tuple(each) for each in report["definitions"]} == {tuple(DEFINITION)}
    assert {tuple(each) for each in report["findings"]} == {tuple(FINDING)}
    assert {tuple(each) for each in report["skipped"]} == {("path", "reason", "failed")}


def test_what_is_known_of_a_host_on_disk_is_told_where_it_is_known() -> None:
    saved = row(saved=SaveImage(2, "gzip", was_running=False))
    defined = row(on_disk=OnDisk("/srv/caf\udce9", autostart=True, nvram=None))
    one, other, plain = read(result(rows=(saved, defined, row())))["definitions"]
    assert list(one) == [*DEFINITION, "saved"]
    assert one["saved"] == {"compression": "gzip", "was_running": False}
    assert list(other) == [*DEFINITION, "on_disk"]
    assert other["on_disk"] == {"host": "/srv/caf\\xe9", "autostart": True, "nvram": None}
    assert list(plain) == DEFINITION


def test_the_values_are_those_of_the_run() -> None:
    report = read(SMALL)
    assert report["summary"]["findings"] == {"error": 1, "warning": 1, "info": 1}
    assert report["summary"]["suppressed"] == report["summary"]["skipped"] == 2
    assert report["findings"][2] == {
        "rule": "MT205",
        "name": "superseded-increment",
        "severity": "info",
        "message": "pc-q35-noble has a later increment",
        "path": "guests/db.xml",
        "line": 1,
        "column": 1,
        "domain": None,
        "machine_type": "pc-q35-noble",
        "suggestion": "pc-q35-noble-v2",
        "target": None,
    }
    assert report["skipped"][1] == {"path": "secret.xml", "reason": "permission denied", "failed": True}
    assert read(NOTHING)["summary"]["definitions"] == 0


def test_several_targets_are_joined_listed_and_given_for_each_definition() -> None:
    report = read(TWO_TARGETS)
    assert report["target"] == {"release": "debian:13, ubuntu:noble", "source": "catalogue"}
    assert [target["release"] for target in report["targets"]] == ["debian:13", "ubuntu:noble"]
    assert report["definitions"][0]["statuses"] == {"debian:13": "removed", "ubuntu:noble": "removed"}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_comes_back_as_it_was(text) -> None:
    report = render(hostile(text), "json")
    assert report.isascii()
    path = json.loads(report)["findings"][0]["path"]
    if path != text:
        assert any("\ud800" <= char <= "\udfff" for char in text)
        path.encode()


def test_a_byte_that_is_not_utf_8_is_written_as_an_escape() -> None:
    assert read(hostile("caf\udce9"))["definitions"][0]["path"] == "caf\\xe9"


def test_lines_are_the_same_objects_with_a_type_and_the_summary_last() -> None:
    whole = read(TWO_TARGETS)
    lines = [json.loads(line) for line in render(TWO_TARGETS, "jsonl").splitlines()]
    assert [line["type"] for line in lines] == ["definition", "finding", "finding", "summary"]
    assert lines[0] == {"type": "definition", **whole["definitions"][0]}
    assert lines[1:3] == [{"type": "finding", **each} for each in whole["findings"]]
    outer = {key: whole[key] for key in ("schema_version", "tool", "target", "targets")}
    assert lines[-1] == {"type": "summary", **outer, **whole["summary"]}


def test_skipped_paths_have_lines_too() -> None:
    lines = [json.loads(line) for line in render(SMALL, "jsonl").splitlines()]
    skipped = [line for line in lines if line["type"] == "skipped"]
    assert [line["path"] for line in skipped] == ["net/default.xml", "secret.xml"]
