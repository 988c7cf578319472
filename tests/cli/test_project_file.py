"""Which project file counts, and what does each of its keys do?"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from mtype.cli.project_file import ProjectFile, find_project_file, read_project_file
from mtype.model.errors import CatalogueError, UsageError
from tests.cli.command import domain, run, write

NAME = ".virt-machine-type.yaml"


def read(folder: Path, text: str) -> ProjectFile:
    write(folder, {NAME: text})
    return read_project_file(folder / NAME)


def problems(folder: Path, text: str) -> list[str]:
    with pytest.raises(CatalogueError) as refused:
        read(folder, text)
    return [f"{problem.line}:{problem.column} {problem.message}" for problem in refused.value.problems]


# -- which file --------------------------------------------------------------------------------------


def test_the_nearest_file_counts(tmp_path: Path) -> None:
    write(tmp_path, {NAME: "", "a/b/c/.keep": "", f"a/{NAME}": ""})
    assert find_project_file(tmp_path / "a/b/c") == tmp_path / "a" / NAME
    assert find_project_file(tmp_path / "a") == tmp_path / "a" / NAME
    assert find_project_file(tmp_path) == tmp_path / NAME


def test_the_search_ends_at_the_root_of_the_repository(tmp_path: Path) -> None:
    write(tmp_path, {NAME: "", "repository/.git/HEAD": "", "repository/guests/.keep": ""})
    assert find_project_file(tmp_path / "repository/guests") is None
    write(tmp_path, {f"repository/{NAME}": ""})
    assert find_project_file(tmp_path / "repository/guests") == tmp_path / "repository" / NAME


def test_a_worktree_has_a_file_for_git_and_counts_as_a_repository(tmp_path: Path) -> None:
    write(tmp_path, {NAME: "", "worktree/.git": "gitdir: elsewhere\n"})
    assert find_project_file(tmp_path / "worktree") is None


def test_a_folder_of_that_name_is_no_project_file(tmp_path: Path) -> None:
    write(tmp_path, {NAME: "", f"sub/{NAME}/.keep": ""})
    assert find_project_file(tmp_path / "sub") == tmp_path / NAME


def test_a_call_from_below_uses_the_file_above_and_its_folder(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            ".git/HEAD": "",
            NAME: "for: debian:13\nexclude: [guests/old]\nsuppress:\n  - rules: floating-alias\n"
            "    paths: guests/template.xml\n    reason: pinned later\n",
            "guests/template.xml": domain("q35"),
            "guests/old/a.xml": domain("pc-1.0"),
        },
    )
    ran = run("check", "--fail-on", "info", ".", cwd=tmp_path / "guests")
    assert (ran.code, ran.out) == (
        0,
        "1 definition in 1 file checked for debian:13 (catalogue): no findings; 1 suppressed\n",
    )


def test_an_empty_name_means_none(tmp_path: Path) -> None:
    write(tmp_path, {NAME: "nonsense: 1\n", "a.xml": domain()})
    assert run("check", "--for", "debian:13", "--config", "", "a.xml", cwd=tmp_path).code == 0
    assert run("check", "--for", "debian:13", "a.xml", cwd=tmp_path).code == 2


def test_a_working_directory_that_is_gone_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    here = os.getcwd()
    os.chdir(gone)
    try:
        gone.rmdir()
        # The parent of the call has to stand in the folder: it is no name any more.
        ran = run("check", "--for", "debian:13", "/nowhere.xml", cwd=".")
    finally:
        os.chdir(here)
    assert ran.code == 2
    assert ran.err == "virt-machine-type: the working directory cannot be read: No such file or directory\n"


# -- what it says ------------------------------------------------------------------------------------


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    assert read(tmp_path, "") == read(tmp_path, " \n\n") == ProjectFile(root=tmp_path)


def test_every_key_is_read(tmp_path: Path) -> None:
    project = read(
        tmp_path,
        "required-version: '>=0.1'\nfor: [ubuntu:noble, debian:13]\n"
        "select: MT1\nignore: [MT302, floating-alias]\nfail-on: never\nhorizon: 18m\ntoday: 2026-11-21\n"
        "jobs: 2\nbaseline: known.json\ncatalogue: [../c.yaml, /d.yaml]\n"
        "schema: libvirt\nexclude: ['*.bak']\n"
        "suppress:\n  - {rules: [MT60, removed-machine-type], paths: [a, b], reason: because}\n",
    )
    assert project.targets == ("ubuntu:noble", "debian:13")
    assert (project.select, project.ignore) == (("MT1",), ("MT302", "floating-alias"))
    assert (project.fail_on, project.horizon, project.today) == ("never", "18m", "2026-11-21")
    assert (project.jobs, project.schema, project.exclude) == ("2", "libvirt", ("*.bak",))
    assert (project.baseline, project.catalogue) == (
        str(tmp_path / "known.json"),
        (str(tmp_path / "../c.yaml"), "/d.yaml"),
    )
    (entry,) = project.suppress
    assert (entry.paths, entry.reason) == (("a", "b"), "because")
    assert set(entry.rules) == {"MT201", "MT601", "MT602", "MT603", "MT604", "MT605", "MT606"}


def test_a_suppression_of_all_does_not_hide_the_crash_of_a_rule(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, "suppress:\n  - {rules: all, paths: '*', reason: an archive}\n").suppress
    assert entry.covers("MT101", "a.xml")
    assert not entry.covers("MT000", "a.xml")


def test_all_problems_are_told_at_once_with_their_places(tmp_path: Path) -> None:
    text = (
        "for: {a: b}\nfail_on: error\nfail-on: sometimes\nselect: [MT1, MT999]\nhorizon: soon\n"
        "today: 2026-13-01\nschema: rng\n"
        "suppress:\n  - rules: floating-alais\n    paths: [x]\n    reason: ''\n  - rules: MT1\n"
    )
    assert [problem.partition(": ")[0].partition(" ")[0] for problem in problems(tmp_path, text)] == [
        "1:6", "2:10", "3:10", "4:15", "5:10", "6:8", "7:9", "9:12", "11:13", "12:5", "12:5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("- MT1\n", "must be a mapping", id="a list"),
        pytest.param("MT1\n", "must be a mapping", id="a word"),
        pytest.param("ignore: [MT1]\nignore: [MT2]\n", "ignore", id="a key twice"),
        pytest.param("ignore: !!python/name:os.system MT1\n", "is not allowed", id="a tag"),
        pytest.param("ignore: &a [MT1]\n", "anchor", id="an anchor"),
        pytest.param("ignore: [MT1\n", "not YAML", id="no YAML"),
        pytest.param("\tignore: MT1\n", "not YAML", id="a tab"),
        pytest.param("--- {}\n--- {}\n", "a second document begins here", id="two documents"),
        pytest.param("ignore: " + "[" * 5000, "nested too deeply", id="nested deeply"),
        pytest.param("# only a comment\n", "empty", id="only a comment"),
    ],
)
def test_what_is_no_project_file_is_refused(tmp_path: Path, text: str, told: str) -> None:
    assert any(told in problem for problem in problems(tmp_path, text))


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("'>=99'", r"requires version >=99, and this is "),
        ("newest", r"required-version 'newest' is nothing like >=0.1,<1"),
    ],
)
def test_a_version_that_does_not_fit_is_refused(tmp_path: Path, wanted: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        read(tmp_path, f"required-version: {wanted}\n")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(None, "cannot be read: No such file or directory", id="not there"),
        pytest.param(b"\xff\xfe\x00", "is no UTF-8 text", id="binary"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None, message: str) -> None:
    if content is not None:
        write(tmp_path, {NAME: content})
    with pytest.raises(UsageError, match=message):
        read_project_file(tmp_path / NAME)


def test_a_file_of_a_gigabyte_is_not_read(tmp_path: Path) -> None:
    with open(tmp_path / NAME, "wb") as stream:
        stream.truncate(1 << 30)
    with pytest.raises(UsageError, match="is larger than 64 MiB"):
        read_project_file(tmp_path / NAME)
