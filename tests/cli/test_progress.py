"""Does a long run show how far it is, and leave the terminal as it was?"""

from __future__ import annotations

import io
import sys

import pytest

from mtype.cli.progress import ProgressBar

HIDE, SHOW = "\x1b[?25l", "\x1b[?25h"


class Terminal(io.StringIO):
    """A stderr that is a terminal."""

    def isatty(self) -> bool:
        return True


def watch(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("TERM", "xterm")
    stderr = Terminal()
    monkeypatch.setattr(sys, "stderr", stderr)
    return stderr


def test_a_short_run_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = watch(monkeypatch)
    bar = ProgressBar()
    for done in range(1, 11):
        bar(done, 10)
    bar.close()
    assert terminal.getvalue() == ""


@pytest.mark.parametrize("last", [7, 10], ids=["interrupted", "to its end"])
def test_a_long_run_shows_a_bar_and_wipes_it(monkeypatch: pytest.MonkeyPatch, last: int) -> None:
    terminal = watch(monkeypatch)
    bar = ProgressBar(show_after=0)
    for done in range(1, last + 1):
        bar(done, 10)
    bar.close()
    shown = terminal.getvalue()
    assert "checking" in shown
    assert f"{last}/10" in shown.replace(" ", "")
    assert shown.count(HIDE) == shown.count(SHOW) == 1
    assert shown.rindex(SHOW) > shown.rindex(HIDE)
