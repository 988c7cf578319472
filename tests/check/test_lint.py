"""What comes out of one file, whatever is in it?"""

from __future__ import annotations

import io
import os
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mtype.check.lint import Linter, Outcome
from mtype.check.settings import PathSuppression
from mtype.definitions.save_image import HEADER_SIZE
from mtype.model.definition import Definition
from mtype.model.finding import Finding
from mtype.model.severity import Severity
from mtype.rules import RULES, Context, Rule
from tests.check import build
from tests.cli.command import FIXTURES, domain

IGNORE = "<!-- virt-machine-type: ignore {} -->\n"


class Crash(Rule):
    """A rule with a mistake in it."""

    id = "MT901"
    name = "crash"
    severity = Severity.INFO
    since = "0.1.0"

    def check(self, definition: Definition, context: Context) -> Iterator[Finding]:
        yield self.finding(definition, "found before the mistake")
        raise KeyError(definition.name)


def lint(text: str | bytes, *releases: str, **fields: Any) -> Outcome:
    data = text if isinstance(text, bytes) else text.encode()
    return Linter(build.settings(*releases, **fields)).lint_stream(io.BytesIO(data), "nas.xml", data)


def rules(outcome: Outcome) -> list[str]:
    return [finding.rule for finding in outcome.findings]


def test_a_definition_without_findings_is_a_row() -> None:
    outcome = lint(domain())
    assert (outcome.findings, outcome.skipped, outcome.suppressed, outcome.unparsed) == ((), (), 0, 0)
    (row,) = outcome.rows
    assert (row.path, row.carrier, row.domain, row.uuid) == ("nas.xml", "file", "nas", None)
    assert (row.arch, row.machine_type, row.board, row.vendor) == (
        "x86_64",
        "pc-q35-10.0",
        "pc-q35",
        "upstream",
    )
    assert (row.status, row.statuses) == ("supported", ("supported",))


def test_a_finding_carries_where_it_is_and_the_line() -> None:
    (finding,) = lint(domain("pc-q35-2.3")).findings
    assert (finding.rule, finding.path, finding.domain) == ("MT201", "nas.xml", "nas")
    assert (finding.line, finding.column) == (4, 25)
    assert finding.excerpt == "    <type arch='x86_64' machine='pc-q35-2.3'>hvm</type>"
    assert finding.excerpt[finding.column - 1 :].startswith("machine=")


@pytest.mark.parametrize(
    ("machine", "status"),
    [
        ("pc-q35-10.0", "supported"),
        ("pc-q35-5.2", "deprecated"),
        ("pc-q35-2.3", "removed"),
        ("pc-q35-11.0", "newer"),
        ("pc-q35-noble", "foreign"),
        ("pc-q35-nobel", "unknown"),
        ("q35", "floating"),
        (None, "floating"),
    ],
)
def test_the_row_has_the_status(machine: str | None, status: str) -> None:
    assert lint(domain(machine)).rows[0].status == status


def test_the_status_is_the_worst_of_all_targets() -> None:
    (row,) = lint(domain("pc-q35-5.2"), "debian:12", "debian:13", "rhel:9.4").rows
    assert row.statuses == ("supported", "deprecated", "foreign")
    assert row.status == "foreign"


def test_what_differs_by_target_is_told_for_each_and_what_does_not_once() -> None:
    text = domain("pc-q35-2.3", inside="<devices><emulator>/usr/bin/qemu-system-arm</emulator></devices>")
    findings = lint(text, "debian:12", "debian:13").findings
    assert [(finding.rule, finding.target) for finding in findings] == [
        ("MT201", "debian:12"),
        ("MT201", "debian:13"),
        ("MT604", None),
    ]


def test_findings_stand_in_the_order_of_their_places() -> None:
    text = domain("pc-q35-2.3", "a") + domain("q35", "b") + domain("pc-q35-noble", "c")
    assert [(finding.line, finding.rule) for finding in lint(text).findings] == [
        (4, "MT201"),
        (10, "MT103"),
        (16, "MT301"),
    ]


def test_two_guests_of_one_type_each_have_their_own_name_and_place() -> None:
    text = domain("pc-q35-2.3", "a") + domain("pc-q35-2.3", "b")
    found = [(finding.domain, finding.line, finding.column) for finding in lint(text).findings]
    assert found == [("a", 4, 25), ("b", 10, 25)]


# -- files that are no definitions -------------------------------------------------------------------


def test_a_broken_file_is_a_finding_and_counted() -> None:
    outcome = lint("<domain type='kvm'>\n  <name>nas</name>\n")
    assert (rules(outcome), outcome.rows, outcome.unparsed) == (["MT601"], (), 1)
    assert outcome.findings[0].line == 1 or outcome.findings[0].line == 3


def test_a_broken_file_is_counted_also_where_the_rule_does_not_run() -> None:
    chosen = tuple(rule for rule in RULES if rule.id != "MT601")
    outcome = lint("<domain>", rules=chosen)
    assert (outcome.findings, outcome.unparsed) == ((), 1)
    (skip,) = outcome.skipped
    assert (skip.path, skip.failed) == ("nas.xml", True)
    assert "<domain> of line 1" in skip.reason


def test_a_broken_file_that_the_project_excuses_is_not() -> None:
    excuse = PathSuppression(("MT601",), ("*.xml",), "templates of another program")
    outcome = lint("<domain>", suppressions=(excuse,))
    assert (outcome.findings, outcome.unparsed, outcome.suppressed) == ((), 0, 1)


def test_xml_without_a_domain_is_a_finding() -> None:
    outcome = lint("<guest><name>nas</name></guest>")
    assert (rules(outcome), outcome.rows, outcome.unparsed) == (["MT602"], (), 0)
    assert lint("<guest/>", rules=tuple(r for r in RULES if r.id != "MT602")) == Outcome()


def test_another_object_of_libvirt_is_skipped_and_no_failure() -> None:
    (skip,) = lint("<network><name>default</name></network>").skipped
    assert (skip.reason, skip.failed) == ("a libvirt network, not a domain", False)


def test_a_container_is_skipped_and_no_failure() -> None:
    (skip,) = lint("<domain type='lxc'><name>box</name><os><type>exe</type></os></domain>").skipped
    assert (skip.reason, skip.failed) == ("box is of type lxc: only QEMU guests have a machine type", False)
    (skip,) = lint("<domain type='xen'/>").skipped
    assert skip.reason.startswith("a domain without a name is of type xen")


@pytest.mark.parametrize("kind", ["kvm", "qemu", "hvf"])
def test_every_domain_type_of_qemu_is_linted(kind: str) -> None:
    assert lint(domain("q35").replace("kvm", kind)).rows[0].machine_type == "q35"


def test_what_is_unsafe_to_read_is_a_failure() -> None:
    (skip,) = lint('<!DOCTYPE domain [<!ENTITY a "b">]><domain type="kvm"/>').skipped
    assert skip.failed
    assert "entit" in skip.reason


def test_a_file_that_is_too_large_is_a_failure() -> None:
    (skip,) = lint(domain(inside=" " * 100_000), max_bytes=70_000).skipped
    assert skip.failed
    assert "larger than" in skip.reason


# -- suppression -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rules_and_reason", "left", "hidden"),
    [
        pytest.param("MT103: reinstalled every night", [], 1, id="a rule with its reason"),
        pytest.param("MT1: reinstalled every night", [], 1, id="a group"),
        pytest.param("MT1xx: reinstalled every night", ["MT103"], 0, id="not a word of a suppression"),
        pytest.param("MT201, MT103: reinstalled", [], 1, id="one of several"),
        pytest.param("MT201: reinstalled", ["MT103"], 0, id="another rule"),
        pytest.param("MT103", ["MT103", "MT606"], 0, id="no reason"),
        pytest.param("MT103:  ", ["MT103", "MT606"], 0, id="a blank reason"),
    ],
)
def test_a_comment_suppresses_what_it_names_for_a_reason(
    rules_and_reason: str, left: list[str], hidden: int
) -> None:
    outcome = lint(IGNORE.format(rules_and_reason) + domain("q35"))
    assert (sorted(rules(outcome)), outcome.suppressed) == (left, hidden)


def test_a_comment_in_a_domain_holds_for_that_domain_only() -> None:
    text = f"<all>{domain('q35', 'a', IGNORE.format('MT103: it is'))}{domain('q35', 'b')}</all>"
    outcome = lint(text)
    assert ([finding.domain for finding in outcome.findings], outcome.suppressed) == (["b"], 1)
    assert len(outcome.rows) == 2


def test_a_comment_outside_of_domains_holds_for_all() -> None:
    text = f"<all>{IGNORE.format('MT103: it is')}{domain('q35', 'a')}{domain('q35', 'b')}</all>"
    assert (rules(lint(text)), lint(text).suppressed) == ([], 2)


def test_the_project_suppresses_by_path_relative_to_itself(tmp_path: Path) -> None:
    for name in ("templates/a.xml", "guests/a.xml"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(domain("q35"))
    entry = PathSuppression(("MT103",), ("templates/*",), "pinned when it is installed")
    linter = Linter(build.settings(root=tmp_path, suppressions=(entry,)))
    template, guest = (linter.lint(str(tmp_path / name)) for name in ("templates/a.xml", "guests/a.xml"))
    assert (rules(template), template.suppressed) == ([], 1)
    assert (rules(guest), guest.suppressed) == (["MT103"], 0)
    assert len(template.rows) == 1


# -- a rule that crashes -----------------------------------------------------------------------------


def test_a_rule_that_crashes_is_a_finding_and_takes_nothing_along() -> None:
    outcome = lint(domain("q35"), rules=(Crash, *RULES))
    assert sorted(rules(outcome)) == ["MT000", "MT103", "MT901"]
    crash = next(finding for finding in outcome.findings if finding.rule == "MT000")
    assert "MT901" in crash.message
    assert "KeyError: 'nas'" in crash.message
    assert (crash.severity, crash.domain, crash.line) == (Severity.ERROR, "nas", 4)


# -- reading -----------------------------------------------------------------------------------------


def test_a_small_and_a_large_file_give_the_same(tmp_path: Path) -> None:
    for name, filler in (("small.xml", " "), ("large.xml", " " * 3_000_000)):
        (tmp_path / name).write_text(domain("q35", inside=f"<!--{filler}-->\n"))
    linter = Linter(build.settings())
    small, large = (linter.lint(str(tmp_path / name)) for name in ("small.xml", "large.xml"))
    assert [finding._replace(path="") for finding in small.findings] == [
        finding._replace(path="") for finding in large.findings
    ]


def test_a_file_that_has_vanished_is_a_failure(tmp_path: Path) -> None:
    (skip,) = Linter(build.settings()).lint(str(tmp_path / "gone.xml")).skipped
    assert (skip.reason, skip.failed) == ("cannot be read: No such file or directory", True)


def test_a_folder_in_place_of_a_file_is_a_failure(tmp_path: Path) -> None:
    (skip,) = Linter(build.settings()).lint(str(tmp_path)).skipped
    assert (skip.reason, skip.failed) == ("cannot be read: Is a directory", True)


@pytest.mark.parametrize("size", [10, 300_000, 3_000_000], ids="{} bytes".format)
def test_a_pipe_is_read_to_its_end(tmp_path: Path, size: int) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    data = domain("q35", inside=f"<!--{' ' * size}-->\n").encode()
    writer = threading.Thread(target=pipe.write_bytes, args=(data,))
    writer.start()
    outcome = Linter(build.settings()).lint(str(pipe))
    writer.join()
    assert (rules(outcome), outcome.skipped, outcome.unparsed) == (["MT103"], (), 0)


def test_a_device_without_end_is_not_read_to_its_end() -> None:
    outcome = Linter(build.settings(max_bytes=1_000_000)).lint("/dev/zero")
    assert (rules(outcome), outcome.skipped) == (["MT601"], ()) or outcome.skipped[0].failed


def test_the_carrier_says_what_the_file_is() -> None:
    for name, carrier in (
        ("snapshot-q35.xml", "snapshot"),
        ("checkpoint-i440fx.xml", "checkpoint"),
        ("live-q35.xml", "live"),
        ("managed-i440fx.save", "save image"),
        ("persistent-q35.xml", "file"),
    ):
        rows = Linter(build.settings()).lint(str(FIXTURES / "libvirt" / name)).rows
        assert {row.carrier for row in rows} == {carrier}, name


def test_the_line_of_a_save_image_is_that_of_its_xml(tmp_path: Path) -> None:
    image = (FIXTURES / "libvirt" / "managed-i440fx.save").read_bytes()
    outcome = Linter(build.settings("debian:14")).lint_stream(io.BytesIO(image), "a.save", image)
    assert HEADER_SIZE > 16
    (finding,) = (finding for finding in outcome.findings if finding.rule == "MT202")
    assert finding.excerpt is not None
    assert "machine=" in finding.excerpt


# -- structure ---------------------------------------------------------------------------------------

MISPLACED = domain().replace("<os>", "<os machine='q35'>")


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_saved_memory_of_a_type_has_other_findings_than_a_definition(order: tuple[int, int]) -> None:
    text = (
        b"<domain type='kvm'><name>a</name>"
        b"<os><type arch='x86_64' machine='pc-i440fx-2.0'>hvm</type></os></domain>\0"
    )
    image = struct.pack("<16s19I", b"LibvirtQemudSave", 2, len(text), *[0] * 17) + text
    linter, both = Linter(build.settings("debian:13")), (text[:-1], image)
    told = {}
    for number in order:
        outcome = linter.lint_stream(io.BytesIO(both[number]), "a", both[number])
        told[number] = {finding.rule: finding.suggestion for finding in outcome.findings}
    assert told[0]["MT201"] is not None
    assert told[1]["MT201"] is None
    assert "MT404" in told[1]


def test_the_schema_is_asked_only_where_wanted() -> None:
    assert rules(lint(MISPLACED)) == []
    assert rules(lint(MISPLACED, schema="own")) == ["MT605"]


def test_a_schema_finding_can_be_suppressed_by_path() -> None:
    entry = PathSuppression(("MT605",), ("*",), "an experiment")
    outcome = lint(MISPLACED, schema="own", suppressions=(entry,))
    assert (rules(outcome), outcome.suppressed) == ([], 1)


def test_the_schema_of_a_large_file_is_asked_too(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    path.write_text(MISPLACED.replace("</domain>", f"<!--{' ' * 2_000_000}--></domain>"))
    assert rules(Linter(build.settings(schema="own")).lint(str(path))) == ["MT605"]


def test_a_void_comment_outside_of_the_domains_is_told_once() -> None:
    text = IGNORE.format("MT103") + f"<domains>{domain()}{domain()}{domain()}</domains>"
    assert rules(lint(text)) == ["MT606"]
