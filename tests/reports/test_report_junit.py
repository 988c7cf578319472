"""Can a CI service read the JUnit report, and does it count right?"""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from report_samples import FLOATING, HOSTILE, NOTHING, SMALL, finding, hostile, result, row

from mtype.model.finding import Skipped
from mtype.reports.formats import render

EXACT = """\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites>
  <testsuite name="virt-machine-type check" tests="5" failures="1" errors="1" skipped="1" time="0.250">
    <testcase classname="guests/nas.xml" name="nas"><failure message="pc-i440fx-2.0 is gone from debian:13 (QEMU dropped it in 10.1): the guest will not start" type="MT201">guests/nas.xml:9:30: error: MT201 removed-machine-type: pc-i440fx-2.0 is gone from debian:13 (QEMU dropped it in 10.1): the guest will not start (suggestion: pc-i440fx-10.0)</failure></testcase>
    <testcase classname="guests/web.xml" name="web"><system-out>guests/web.xml:112:5: warning: MT103 floating-machine-type: q35 is an alias: it means another machine type after each upgrade of QEMU</system-out></testcase>
    <testcase classname="guests/db.xml" name="(no name)"><system-out>guests/db.xml:1:1: info: MT205 superseded-increment: pc-q35-noble has a later increment (suggestion: pc-q35-noble-v2)</system-out></testcase>
    <testcase classname="net/default.xml" name="(whole file)"><skipped message="a libvirt network, not a domain" type="skipped"/></testcase>
    <testcase classname="secret.xml" name="(whole file)"><error message="permission denied" type="error"/></testcase>
    <system-out>3 definitions in 3 files checked for debian:13 (catalogue): 1 error, 1 warning, 1 info; 2 suppressed; 2 skipped (1 failed)</system-out>
  </testsuite>
</testsuites>
"""  # noqa: E501

# What readers agree on: Jenkins' junit-10.xsd, GitLab, Azure.
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase", "system-out"},
    "testcase": {"failure", "error", "skipped", "system-out"},
    "failure": set(),
    "error": set(),
    "skipped": set(),
    "system-out": set(),
}
ATTRIBUTES = {
    "testsuites": set(),
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time"},
    "testcase": {"classname", "name"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message", "type"},
    "system-out": set(),
}


def suite(shown) -> ET.Element:
    return ET.fromstring(render(shown, "junit"))[0]


def test_errors_fail_warnings_are_told_and_unreadable_files_are_errors() -> None:
    assert render(SMALL, "junit") == EXACT


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_the_structure_and_the_counts_hold_for_hostile_names(text) -> None:
    root = ET.fromstring(render(hostile(text), "junit").encode())
    for element in root.iter():
        assert {child.tag for child in element} <= CHILDREN[element.tag]
        assert set(element.attrib) == ATTRIBUTES[element.tag]
    (only,) = root
    assert int(only.get("tests")) == len(only.findall("testcase"))
    for tag in ("failure", "error"):
        assert int(only.get(f"{tag}s")) == len(only.findall(f"testcase/{tag}"))
    assert int(only.get("skipped")) == len(only.findall("testcase/skipped"))


def test_markup_in_a_name_comes_back_as_text() -> None:
    name = HOSTILE["cdata"] + HOSTILE["quotes"]
    case = suite(hostile(name)).find("testcase")
    assert case.get("classname") == case.get("name") == name


def test_several_errors_of_a_definition_are_one_failure() -> None:
    (case,) = suite(result(finding(), FLOATING, finding(rule="MT104", line=3)))[:1]
    (failure,) = case
    assert failure.get("message").endswith("will not start (and 1 more)")
    assert [line.split(": ")[2] for line in failure.text.splitlines()] == [
        "MT201 removed-machine-type",
        "MT104 removed-machine-type",
    ]


def test_two_definitions_of_one_name_are_two_cases_and_get_their_own_findings() -> None:
    rows = row(machine_type="q35"), row(), row(path="b.xml")
    cases = suite(result(finding(), rows=rows)).findall("testcase")
    names = [(case.get("classname"), case.get("name"), len(case)) for case in cases]
    assert names == [
        ("guests/nas.xml", "nas", 0),
        ("guests/nas.xml", "nas #2", 1),
        ("b.xml", "nas", 0),
    ]


def test_a_file_that_could_not_be_parsed_has_a_case() -> None:
    broken = finding(rule="MT601", path="broken.xml", domain=None, machine_type=None)
    only = suite(result(broken, broken))
    assert only.get("tests") == "2"
    assert only[1].get("classname") == "broken.xml"
    assert only[1].get("name") == "(whole file)"
    assert len(only[1].find("failure").text.splitlines()) == 2


def test_a_run_that_scanned_nothing_is_an_error() -> None:
    assert suite(NOTHING).get("errors") == "1"
    assert "Nothing was checked" in suite(NOTHING).find("testcase/error").get("message")
    unreadable = result(rows=(), skipped=(Skipped("a", "permission denied", failed=True),))
    assert suite(unreadable).get("errors") == "1"
