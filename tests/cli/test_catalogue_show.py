"""Can everything that the shipped catalogue knows be shown, and is each line where it says?"""

from __future__ import annotations

import json
from typing import Any

import pytest

from mtype.catalogue.gaps import EXACT, INFERRED, KINDS, UNKNOWN
from mtype.catalogue.load import catalogue_path
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import all_releases
from mtype.catalogue.source import Node
from mtype.cli.showings import as_json, as_text, gap_fields, read_tree, shown
from tests.cli.command import run

LINES = catalogue_path().read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="module")
def tree(shipped: Catalogue) -> Node:
    return read_tree(shipped)


def show(catalogue: Catalogue, tree: Node, name: str) -> list[dict[str, Any]]:
    entries = shown(catalogue, tree, name)
    content = {"name": name, "entries": entries}
    assert json.loads(as_json(content))["entries"]
    text = as_text(content, False, 80)
    assert name in text.split("\n", maxsplit=1)[0]
    assert "None" not in text.split("where it is written", maxsplit=1)[0]
    return entries


def test_every_source_says_who_cites_it(shipped: Catalogue, tree: Node) -> None:
    for name in shipped.sources:
        (entry,) = show(shipped, tree, name)
        assert entry["text"] and entry["evidence"]
        assert entry["cited"], f"nothing cites {name}"


def test_every_release_says_where_it_is_written(shipped: Catalogue, tree: Node) -> None:
    for release in all_releases(shipped):
        entry = next(one for one in show(shipped, tree, release.id) if one["is"] == "release")
        first = entry["facts"][0]
        assert str(release.version) in LINES[first["line"] - 1]
        assert {source["source"] for source in entry["sources"]} >= {*release.sources}


def test_every_alias_board_and_line(shipped: Catalogue, tree: Node) -> None:
    aliases = [*shipped.alias_names][::4]  # each takes a while
    for name in [*aliases, *shipped.boards, *shipped.line_names]:
        kinds = {entry["is"] for entry in show(shipped, tree, name)}
        assert ("alias" in kinds) == (name in shipped.alias_names)
        assert ("board" in kinds) == (name in shipped.boards)
        assert ("line" in kinds) == (name in shipped.line_names)


def test_machine_types_say_who_has_them_and_where_that_is_written(shipped: Catalogue, tree: Node) -> None:
    names = [*dict.fromkeys(kind.name for kind in shipped.types)]
    for name in names[::20]:  # each takes a while
        entries = show(shipped, tree, name)
        kinds = [entry for entry in entries if entry["is"] == "type"]
        assert len(kinds) == len(shipped.named(name))
        for entry, kind in zip(kinds, shipped.named(name), strict=True):
            assert entry["offered"], f"nobody offers {name} of {entry['arches']}"
            assert {*kind.sources} <= {source["source"] for source in entries[0]["sources"]}
        described = [fact for fact in entries[0]["facts"] if fact["says"] == "describes it"]
        assert len(described) == len(kinds)


def test_a_type_with_an_increment_a_note_and_an_update() -> None:
    entry = json.loads(run("catalogue", "show", "pc-q35-noble-v2", "--format", "json").out)["entries"][0]
    assert (entry["vendor"], entry["board"], entry["increment_of"]) == ("ubuntu", "pc-q35", "pc-q35-noble")
    notes = [fact["note"] for fact in entry["facts"] if fact["says"] == "describes it"]
    assert notes == ["x-arch-cap-always-on=false, LP#2131822"]
    added = next(fact for fact in entry["facts"] if fact["says"] == "is added")
    assert "ubuntu:noble, update of 8.2.2+ds-0ubuntu1.12" in added["about"]
    assert "noble-v2" in LINES[added["line"] - 1]


def test_a_name_that_several_arches_have_in_their_own_way() -> None:
    entries = json.loads(run("catalogue", "show", "virt-8.2", "--format", "json").out)["entries"]
    assert [entry["is"] for entry in entries] == ["type"] * len(entries)
    assert {tuple(entry["arches"]) for entry in entries} >= {("aarch64", "arm"), ("m68k",)}


def test_a_removal_by_policy_is_marked_as_a_forecast() -> None:
    entry = json.loads(run("catalogue", "show", "pc-q35-11.1", "--format", "json").out)["entries"][0]
    assert entry["removed"]["forecast"] is True
    first = entry["removal"][0]
    assert (first["removed_in"], first["sure"]) == ("qemu:17.1", False)
    text = run("catalogue", "show", "pc-q35-11.1").out
    assert "removed       QEMU 17.1, by policy (not released yet)" in text
    assert "(forecast: " in text


def test_the_gaps_of_all_lines_add_up(shipped: Catalogue, tree: Node) -> None:
    content = gap_fields(shipped, tree, None)
    assert [line["line"] for line in content["lines"]] == [*shipped.line_names]
    counts = [gap["count"] for line in content["lines"] for gap in line["gaps"]]
    assert content["summary"]["gaps"] == sum(counts) == sum(content["summary"]["by_kind"].values())
    assert {gap["what"] for line in content["lines"] for gap in line["gaps"]} <= {*KINDS.values()}
    for line in content["lines"]:
        assert {*line["grades"]} == {EXACT, INFERRED, UNKNOWN}
        assert sum(line["grades"].values()) == line["releases"] == len(shipped.line(line["line"]).releases)
        alone = gap_fields(shipped, tree, line["line"])
        assert alone["lines"] == [line]
    text = as_text(content, False, 80)
    assert max(map(len, text.splitlines())) <= 80


def test_the_gaps_name_every_release_whose_qemu_nobody_knows(shipped: Catalogue, tree: Node) -> None:
    content = gap_fields(shipped, tree, None)
    named = [
        release
        for line in content["lines"]
        for gap in line["gaps"]
        if gap["gap"] in ("qemu", "qemu-range")
        for release in gap["releases"]
    ]
    assert sorted(named) == sorted(release.id for release in all_releases(shipped) if release.qemu is None)
