"""Which paths does a pattern mean, and relative to what?"""

from __future__ import annotations

from pathlib import Path

import pytest

from mtype.check.settings import PathSuppression, matches
from tests.check import build


@pytest.mark.parametrize(
    ("pattern", "path", "answer"),
    [
        ("a.xml", "a.xml", True),
        ("a.xml", "sub/a.xml", False),
        ("*.xml", "sub/a.xml", True),
        ("sub", "sub/a.xml", True),
        ("sub/", "sub/deep/a.xml", True),
        ("sub/*", "sub/deep/a.xml", True),
        ("sub", "subway/a.xml", False),
        ("s?b", "sub/a.xml", True),
        ("[!s]*", "sub/a.xml", False),
        ("*", "new\nline.xml", True),
        ("*\\udcff*", "a\\udcff.xml", True),
    ],
)
def test_a_pattern_means_a_path_or_the_folder_it_lies_in(pattern: str, path: str, answer: bool) -> None:
    assert matches([pattern], path) is answer
    assert matches(["nothing", pattern], path) is answer


def test_paths_are_seen_from_the_project_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = build.settings(root=tmp_path)
    assert settings.relative(str(tmp_path / "sub" / ".." / "a.xml")) == "a.xml"
    monkeypatch.chdir(tmp_path)
    assert settings.relative("sub/a.xml") == "sub/a.xml"
    assert build.settings(root=Path()).relative("sub/a.xml") == "sub/a.xml"


def test_a_path_outside_of_the_project_stays_as_it_is(tmp_path: Path) -> None:
    assert build.settings(root=tmp_path / "project").relative(str(tmp_path / "a.xml")) == str(
        tmp_path / "a.xml"
    )
    assert build.settings(root=tmp_path).relative("no\0path") == "no\0path"


def test_a_suppression_covers_its_rules_in_its_paths() -> None:
    entry = PathSuppression(("MT103", "MT2"), ("templates", "old.xml"), "a reason")
    assert entry.covers("MT103", "templates/a.xml")
    assert entry.covers("MT202", "old.xml")
    assert not entry.covers("MT101", "old.xml")
    assert not entry.covers("MT103", "new.xml")
