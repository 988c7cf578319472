"""Does the page about the transaction show what was really seen?"""

from __future__ import annotations

from tests.cli.command import ROOT


def test_the_page_shows_the_whole_kill_matrix() -> None:
    matrix = (ROOT / "tests" / "e2e" / "kill_matrix.txt").read_text().rstrip()
    assert matrix in (ROOT / "docs" / "explanation" / "transaction.md").read_text()
