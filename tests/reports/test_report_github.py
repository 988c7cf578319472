"""Does a GitHub runner read from our lines exactly what we meant?"""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from report_samples import HOSTILE, SMALL, TWO_TARGETS, finding, hostile, result

from mtype.reports.escape import brief, printable
from mtype.reports.formats import render

EXACT = """\
::error file=guests/nas.xml,line=9,col=30,title=MT201 removed-machine-type::pc-i440fx-2.0 is gone from debian:13 (QEMU dropped it in 10.1): the guest will not start%0Asuggestion: pc-i440fx-10.0
::warning file=guests/web.xml,line=112,col=5,title=MT103 floating-machine-type::q35 is an alias: it means another machine type after each upgrade of QEMU
::notice file=guests/db.xml,line=1,col=1,title=MT205 superseded-increment::pc-q35-noble has a later increment%0Asuggestion: pc-q35-noble-v2
::notice file=net/default.xml,title=skipped::a libvirt network, not a domain
::warning file=secret.xml,title=not checked::permission denied
3 definitions in 3 files checked for debian:13 (catalogue): 1 error, 1 warning, 1 info; 2 suppressed; 2 skipped (1 failed)
"""  # noqa: E501


def read(line: str) -> tuple[str, dict[str, str], str]:
    """What the runner makes of a line: command, properties, message."""
    command, properties, message = re.fullmatch(r"::(\w+) (.*?)::(.*)", line).groups()
    pairs = (pair.split("=", 1) for pair in properties.split(","))
    return command, {key: unquote(value) for key, value in pairs}, unquote(message)


def test_each_severity_has_its_command() -> None:
    assert render(SMALL, "github") == EXACT


def test_several_targets_are_named_in_the_title() -> None:
    titles = [read(line)[1]["title"] for line in render(TWO_TARGETS, "github").splitlines()[:2]]
    assert titles == ["MT201 removed-machine-type [debian:13]", "MT201 removed-machine-type [ubuntu:noble]"]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_name_stays_inside_its_property_and_its_message(text) -> None:
    *lines, sentence = render(hostile(text), "github").splitlines()
    commands, properties, messages = zip(*map(read, lines), strict=True)
    assert commands == ("error", "notice", "warning", "notice")
    assert [each["file"] for each in properties][::2] == [printable(text)] * 2
    assert list(properties[0]) == ["file", "line", "col", "title"]
    assert messages[0].split("\n")[0] == brief(text)
    assert messages[2] == brief(text)
    assert not sentence.startswith("::")


def test_a_percent_sign_is_no_escape() -> None:
    _, properties, message = read(
        render(result(finding(message="a%0Ab", path="%3A,:")), "github").split("\n")[0]
    )
    assert message.startswith("a%0Ab\n")
    assert properties["file"] == "%3A,:"
