"""Where is it written: does `show` find every statement about a name, with line, note and sources?"""

from __future__ import annotations

from mtype.catalogue.overlay import apply_overlay
from mtype.catalogue.provenance import Fact, citations, facts_about, facts_of_release
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node, read_yaml

TEXT = """\
format: 1
sources:
  tree: {text: a source tree, evidence: source}
  page: {text: a page, evidence: documentation}
boards:
  pc-q35:
    alias: q35
    sources: tree
vendors:
  upstream:
    types:
      - {board: pc-q35, versions: 8.0..9.0, pattern: pc-q35-VERSION, sources: [tree], note: by range}
      - {board: pc-q35, names: "pc-q35-{4.0,4.0.1}", sources: [tree], quirk: {what: odd, sources: [page]}}
    boards-without-version:
      - {boards: {none: empty machine}, sources: [tree]}
    aliases:
      - {alias: q35, target: pc-q35-4.0, sources: [page]}
  zoo:
    own-types-only: {what: only ours, sources: [page]}
    types: [{board: pc-q35, names: pc-q35-ant, sources: [page], note: busy}]
lines:
  qemu:
    releases:
      - {version: 8.0, sources: tree}
      - {version: 9.0, sources: tree}
      - {version: 10.0, sources: tree}
  zoo:
    sources: [page]
    aliases: [{alias: zoo, board: pc-q35}]
    releases:
      - version: 1
        codename: alpha
        own: {only: pc-q35-ant}
        without: "pc-q35-{8.0,9.0}"
        evidence: listing
        note: the first
        sources: [page]
      - version: 2
        own: {unknown: true, has: pc-q35-ant, unsure: pc-q35-bee}
        aliases: {old: [pc-q35-ant, pc-q35-bee]}
        also: pc-q35-4.0
        deprecated: pc-q35-ant
        updates:
          - {add: pc-q35-bee, package: 2-3, date: 2026-01-02, note: why, sources: [tree]}
          - {add: pc-q35-cow, sources: [tree]}
        sources: [tree]
"""
ROOT = read_yaml(TEXT, "some.yaml")


def told(facts: list[Fact]) -> list[tuple[int, str, str]]:
    return [(fact.line, fact.about, fact.says) for fact in facts]


def test_a_type_by_its_name_in_braces_and_by_a_range() -> None:
    assert told(facts_about(ROOT, "pc-q35-4.0")) == [
        (13, "vendor upstream, types", "describes it"),
        (17, "vendor upstream, aliases", "q35 stands for pc-q35-4.0"),
        (41, "release zoo:2", "is there, against the QEMU version"),
    ]
    assert told(facts_about(ROOT, "pc-q35-9.0")) == [
        (12, "vendor upstream, types", "describes it"),
        (34, "release zoo:alpha", "is missing, against the QEMU version"),
    ]
    assert facts_about(ROOT, "pc-q35-10.0") == []


def test_a_fact_carries_its_note_evidence_and_sources() -> None:
    (described, quirked) = facts_about(ROOT, "pc-q35-8.0")[0], facts_about(ROOT, "pc-q35-4.0.1")[0]
    assert described == Fact(
        "some.yaml", 12, "vendor upstream, types", "describes it", "by range", None, ("tree",)
    )
    assert quirked.sources == ("tree", "page")
    release = facts_about(ROOT, "pc-q35-9.0")[1]
    assert (release.note, release.evidence, release.sources) == ("the first", "listing", ("page",))


def test_an_own_type_in_the_lists_of_releases() -> None:
    assert told(facts_about(ROOT, "pc-q35-ant")) == [
        (20, "vendor zoo, types", "describes it"),
        (33, "release zoo:alpha", "is on the list"),
        (39, "release zoo:2", "is there; the list has not been read"),
        (40, "release zoo:2", "old stands for pc-q35-ant, pc-q35-bee"),
        (42, "release zoo:2", "is deprecated from here on"),
    ]
    assert told(facts_about(ROOT, "pc-q35-bee")) == [
        (39, "release zoo:2", "may be there"),
        (40, "release zoo:2", "old stands for pc-q35-ant, pc-q35-bee"),
        (44, "release zoo:2, update of 2-3 of 2026-01-02", "is added"),
    ]
    assert told(facts_about(ROOT, "pc-q35-cow")) == [(45, "release zoo:2, update", "is added")]


def test_boards_and_aliases() -> None:
    assert told(facts_about(ROOT, "pc-q35")) == [(7, "boards", "the board itself")]
    assert told(facts_about(ROOT, "none")) == [
        (15, "vendor upstream, boards without version", "describes it")
    ]
    assert told(facts_about(ROOT, "q35")) == [
        (7, "board pc-q35", "is the alias of its newest type"),
        (17, "vendor upstream, aliases", "q35 stands for pc-q35-4.0"),
    ]
    (zoo,) = facts_about(ROOT, "zoo")
    assert told([zoo]) == [(29, "line zoo, aliases", "stands for the newest own type of pc-q35")]
    assert zoo.sources == ("page",)  # of the line: the entry has none
    assert told(facts_about(ROOT, "old")) == [(40, "release zoo:2", "old stands for pc-q35-ant, pc-q35-bee")]


def test_a_release_and_its_updates() -> None:
    assert told(facts_of_release(ROOT, "zoo", "2")) == [
        (38, "release zoo:2", "the release itself"),
        (44, "release zoo:2, update of 2-3 of 2026-01-02", "adds pc-q35-bee"),
        (45, "release zoo:2, update", "adds pc-q35-cow"),
    ]
    assert told(facts_of_release(ROOT, "zoo", "1")) == [(31, "release zoo:alpha", "the release itself")]
    assert facts_of_release(ROOT, "zoo", "3") == facts_of_release(ROOT, "lab", "1") == []


def test_who_cites_a_source() -> None:
    assert told(citations(ROOT, "page")) == [
        (13, "vendors, upstream, types, pc-q35-{4.0,4.0.1}, quirk", "cites it"),
        (17, "vendors, upstream, aliases, q35", "cites it"),
        (19, "vendors, zoo, own-types-only", "cites it"),
        (20, "vendors, zoo, types, pc-q35-ant", "cites it"),
        (28, "lines, zoo", "cites it"),
        (31, "lines, zoo, releases, 1", "cites it"),
    ]
    assert len(citations(ROOT, "tree")) == 10
    assert citations(ROOT, "nobody") == []


OVERLAY = """\
format: 1
lines:
  zoo:
    releases:
      - version: 1
        override: true
        note: changed
        updates: [{add: pc-q35-dog, sources: [page]}]
"""


def test_an_overlay_is_named_beside_what_it_was_laid_over() -> None:
    report = Report()
    merged: Node = apply_overlay(ROOT, read_yaml(OVERLAY, "private.yaml"), report).root
    assert report.problems == []
    facts = facts_of_release(merged, "zoo", "1")
    assert {(fact.path, fact.note) for fact in facts} == {
        ("some.yaml", None),
        ("private.yaml", "changed"),
        ("private.yaml", None),
    }
    assert [(fact.path, fact.line) for fact in facts_about(merged, "pc-q35-dog")] == [("private.yaml", 8)]
    assert [fact.path for fact in citations(merged, "page")][-1] == "private.yaml"
