"""Is a table of releases made from trees right about spans, arches and build options?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mtype.hosts.listing import ListedMachine, Listing
from tests.tools.small_trees import MESON, folder, repository
from tools.harvest.source_tree_table import main, table, written

A, B, OLD = ListedMachine("a"), ListedMachine("b"), ListedMachine("a", deprecated=True)


def listings(**machines: list[ListedMachine]) -> dict[str, list[Listing]]:
    return {"": [Listing(arch, tuple(found)) for arch, found in machines.items()]}


def test_a_gap_makes_two_rows_and_arches_with_the_same_time_one() -> None:
    read = {
        "1.0": listings(arm=[A, B], x86_64=[A]),
        "1.1": listings(arm=[B], x86_64=[B]),
        "1.2": listings(arm=[A, B], x86_64=[A]),
    }
    assert table(read)["machines"] == [
        ["x86_64 arm", "1.0", "1.0", None, "a"],
        ["x86_64 arm", "1.2", "1.2", None, "a"],
        ["x86_64", "1.1", "1.1", None, "b"],
        ["arm", "1.0", "1.2", None, "b"],
    ]


def test_names_with_the_same_time_are_one_row() -> None:
    assert table({"1.0": listings(arm=[B, A])})["machines"] == [["arm", "1.0", "1.0", None, "a b"]]


def test_aliases_defaults_and_deprecations_have_rows_of_their_own() -> None:
    default = ListedMachine("b", default=True)
    itself = ListedMachine("b", alias_of="b")
    rows = table({"1.0": listings(arm=[OLD, default, ListedMachine("c", alias_of="b"), itself])})
    assert rows["aliases"] == [["arm", "1.0", "1.0", None, "c", "b"]]
    assert rows["defaults"] == [["arm", "1.0", "1.0", None, "b"]]
    assert rows["deprecated"] == [["arm", "1.0", "1.0", None, "a"]]


def test_what_an_option_brings_is_marked_with_it() -> None:
    read = {"1.0": listings(arm=[A]) | {"xen": [Listing("arm", (A, B))], "native": [Listing("arm", (A, B))]}}
    assert table(read)["machines"] == [["arm", "1.0", "1.0", None, "a"], ["arm", "1.0", "1.0", "xen", "b"]]


def test_the_command_reads_folders_and_revisions(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plain, git = folder(tmp_path / "a", MESON), repository(tmp_path / "b", MESON)
    main([f"7.1={plain}", f"7.2={git}@HEAD"])
    rows = json.loads(capsys.readouterr().out)
    assert ["aarch64", "7.1", "7.2", None, "cup-2 kettle"] in rows["machines"]
    assert rows["aliases"] == [["aarch64", "7.1", "7.2", None, "cup", "cup-2"]] and rows["about"]


def test_a_row_is_a_line() -> None:
    text = written({"machines": [["arm", "1.0", "1.0", None, "a"]], "aliases": []})
    assert json.loads(text)["machines"] == [["arm", "1.0", "1.0", None, "a"]]
    assert '\n  ["arm", "1.0", "1.0", null, "a"]\n' in text
