"""Does the text read well, on a terminal and in a pipe?"""

from __future__ import annotations

import re

import pytest
from report_samples import (
    BETTER,
    DEBIAN,
    EMULATOR,
    FLOATING,
    NOBLE,
    NOTHING,
    SMALL,
    TWO_TARGETS,
    finding,
    result,
    row,
)

from mtype.check.result import TargetInfo
from mtype.model.finding import Skipped
from mtype.reports.excerpt import cells, cut, excerpt_of
from mtype.reports.formats import render
from mtype.reports.summary import labels, sentence

PIPE = """\
guests/nas.xml
  9:30  error    MT201 removed-machine-type  pc-i440fx-2.0 is gone from debian:13 (QEMU dropped it in 10.1): the guest will not start
                 <type arch='x86_64' machine='pc-i440fx-2.0'>hvm</type>
                                          ^
                 suggestion: pc-i440fx-10.0

guests/web.xml
  112:5  warning  MT103 floating-machine-type  q35 is an alias: it means another machine type after each upgrade of QEMU
                  <type machine='q35'>hvm</type>
                     ^

guests/db.xml
  1:1  info     MT205 superseded-increment  pc-q35-noble has a later increment
                suggestion: pc-q35-noble-v2

skipped:
  net/default.xml: a libvirt network, not a domain
  failed: secret.xml: permission denied

3 definitions in 3 files checked for debian:13 (catalogue): 1 error, 1 warning, 1 info; 2 suppressed; 2 skipped (1 failed)
"""  # noqa: E501

NARROW = """\
guests/nas.xml
  9:30  error    MT201 removed-machine-type  pc-i440fx-2.0 is gone from
                 debian:13 (QEMU dropped it in 10.1): the guest will not start
                 <type arch='x86_64' machine='pc-i440fx-2.0'>hvm</type>
                                          ^
                 suggestion: pc-i440fx-10.0

1 definition in 1 file checked for debian:13 (catalogue): 1 error
"""

COLOURED = """\
\x1b[1mguests/nas.xml\x1b[0m
  9:1  \x1b[1;31merror  \x1b[0m  MT201 removed-machine-type  gone
                <a/>
                \x1b[1;31m^\x1b[0m
                suggestion: \x1b[1;32mpc-i440fx-10.0\x1b[0m

\x1b[1;31m1 definition in 1 file checked for debian:13 (catalogue): 1 error\x1b[0m
"""


def test_a_pipe_gets_each_finding_on_a_line_of_its_own() -> None:
    assert render(SMALL, "text") == PIPE


def test_a_terminal_of_80_columns_wraps_with_hanging_indentation() -> None:
    assert render(result(finding()), "text", width=80) == NARROW


def test_colour_marks_path_severity_caret_suggestion_and_sum() -> None:
    gone = finding(message="gone", excerpt="<a/>", column=1)
    assert render(result(gone), "text", color=True, width=80) == COLOURED


def test_several_targets_are_told_apart_and_their_line_is_shown_once() -> None:
    lines = render(TWO_TARGETS, "text").splitlines()
    assert lines[1].startswith(
        "  9:30  error    MT201 removed-machine-type [debian:13]  pc-i440fx-2.0 is gone"
    )
    assert lines[5].startswith("  9:30  error    MT201 removed-machine-type [ubuntu:noble]  pc-i440fx-2.0 is")
    assert lines[-1] == "1 definition in 1 file checked for debian:13, ubuntu:noble (catalogue): 2 errors"
    assert sum("<type" in line for line in lines) == 1


def test_findings_of_a_file_stand_together_even_if_they_come_apart() -> None:
    report = render(result(finding(), FLOATING, finding(line=10), finding(line=2)), "text")
    assert report.count("guests/nas.xml") == 1
    assert re.findall(r"^  (\d+):", report, re.MULTILINE) == ["2", "9", "10", "112"]


def test_no_machine_type_is_broken_at_a_hyphen() -> None:
    name = "s390-ccw-virtio-rhel9.2.0"
    report = render(result(finding(message=f"{name} " * 20)), "text", width=60)
    assert report.count(name) == 20


@pytest.mark.parametrize("width", [60, 80, 120])
def test_no_line_but_one_of_an_unbreakable_name_is_wider_than_the_terminal(width) -> None:
    assert max(map(len, render(SMALL, "text", width=width).splitlines())) <= width


@pytest.mark.parametrize(
    ("shown", "says"),
    [
        pytest.param(
            result(), "1 definition in 1 file checked for debian:13 (catalogue): no findings", id="clean"
        ),
        pytest.param(
            result(suppressed=1, unparsed=1),
            "1 definition in 1 file checked for debian:13 (catalogue): no findings; "
            "1 suppressed; 1 file not parsed",
            id="a clean run still tells what was silenced",
        ),
        pytest.param(
            NOTHING, "Nothing was checked for debian:13 (catalogue): no definition was found", id="nothing"
        ),
        pytest.param(
            result(rows=(), skipped=(Skipped("a", "b", failed=False),)),
            "Nothing was checked for debian:13 (catalogue): no definition was found; 1 skipped",
            id="nothing but skipped paths",
        ),
        pytest.param(
            result(BETTER, BETTER, rows=(row(), row(domain="b"), row(path="b.xml"))),
            "3 definitions in 3 files checked for debian:13 (catalogue): 2 infos",
            id="a file that only a finding names was looked into",
        ),
        pytest.param(
            result(rows=(row(path="qemu:///system/nas"),)),
            "1 definition checked for debian:13 (catalogue): no findings",
            id="a guest of a host is no file",
        ),
        pytest.param(
            result(targets=(EMULATOR,)),
            f"1 definition in 1 file checked for {EMULATOR.source}: no findings",
            id="a bare emulator",
        ),
        pytest.param(
            result(targets=(DEBIAN, TargetInfo("debian:12", "capabilities old.xml"))),
            "1 definition in 1 file checked for debian:13 (catalogue), debian:12 (capabilities old.xml): "
            "no findings",
            id="two sources",
        ),
        pytest.param(result(targets=()), "1 definition in 1 file checked: no findings", id="no target"),
    ],
)
def test_the_sum_is_one_honest_sentence(shown, says) -> None:
    assert sentence(shown) == says
    assert render(shown, "text").endswith(says + "\n")


def test_targets_of_one_release_are_told_apart_by_their_source() -> None:
    assert labels((DEBIAN, NOBLE, EMULATOR)) == ("debian:13", "ubuntu:noble", EMULATOR.source)
    twice = DEBIAN, TargetInfo("debian:13", "emulator a")
    assert labels(twice) == ("debian:13 (catalogue)", "debian:13 (emulator a)")


@pytest.mark.parametrize("at", [*range(1, 300, 7), 299, 300, 301, 9999])
@pytest.mark.parametrize("filling", ["abcdefghij", "\t<a b='c'/>", "虚拟", "\x1b", "e\u0301"])
def test_an_excerpt_never_gets_wider_than_its_room_and_its_caret_stays_inside(at, filling) -> None:
    line = (filling * 300)[:300]
    for room in (20, 63, 120):
        shown, caret = cut(line, at, room)
        assert cells(shown) <= room
        assert 0 <= caret <= room


@pytest.mark.parametrize(
    ("line", "column", "room", "shown"),
    [
        pytest.param("   <a x='1'/>", 7, 40, ("<a x='1'/>", 3), id="indentation goes away"),
        pytest.param("\t<a\tx='1'/>  ", 5, 40, ("<a    x='1'/>", 6), id="tabs are expanded"),
        pytest.param("   <a/>", 2, 40, ("<a/>", 0), id="a column in the indentation"),
        pytest.param("<a/>", 9, 40, ("<a/>", 4), id="a column behind the end"),
        pytest.param("", 1, 40, ("", 0), id="an empty line"),
        pytest.param("0123456789" * 3, 1, 20, ("01234567890123456...", 0), id="cut on the right"),
        pytest.param("0123456789" * 3, 30, 20, ("...34567890123456789", 19), id="cut on the left"),
        pytest.param("0123456789" * 6, 31, 20, ("...3456789" + "0123456...", 10), id="cut on both sides"),
        pytest.param("<名前>x", 4, 40, ("<名前>x", 5), id="a wide character takes two cells"),
        pytest.param("a\x1bb", 3, 40, ("a\\x1bb", 5), id="an escape takes its own length"),
    ],
)
def test_the_part_around_the_column_is_shown(line, column, room, shown) -> None:
    assert cut(line, column, room) == shown


@pytest.mark.parametrize(
    ("excerpt", "column", "shown"),
    [("<a/>", 5, ("<a/>", 4)), ("<a/>", 6, None), ("", 1, ("", 0)), (None, 1, None)],
)
def test_a_line_that_ends_before_the_place_is_not_shown(excerpt, column, shown) -> None:
    assert excerpt_of(finding(excerpt=excerpt, column=column), 60) == shown


def test_the_sum_is_green_only_if_all_is_well() -> None:
    def colour(shown) -> str:
        return re.findall(r"\x1b\[([0-9;]+)m", render(shown, "text", color=True))[-2]

    assert colour(result()) == "1;32"
    assert colour(result(BETTER)) == "1;32"
    assert colour(result(FLOATING)) == "1;33"
    assert colour(SMALL) == "1;31"
    assert colour(NOTHING) == "1;31"
    assert colour(result(unparsed=1)) == "1;31"
    assert colour(result(skipped=(Skipped("a", "b", failed=True),))) == "1;31"
