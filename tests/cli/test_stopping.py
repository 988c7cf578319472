from __future__ import annotations

import os
import signal
import threading

import pytest

from mtype.cli.stopping import stop_on_signals


@pytest.fixture
def exits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The exit codes with which the process would have ended."""
    codes: list[int] = []
    monkeypatch.setattr(os, "_exit", codes.append)
    return codes


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_the_second_signal_ends_the_process(exits: list[int], number: signal.Signals) -> None:
    before = signal.getsignal(number)
    stop = threading.Event()
    with stop_on_signals(stop):
        signal.raise_signal(number)
        assert stop.is_set()
        assert exits == []
        signal.raise_signal(number)
        assert exits == [3]
    assert signal.getsignal(number) is before


def test_the_first_signal_after_a_failure_is_not_the_second(
    exits: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    stop = threading.Event()
    stop.set()  # by --fail-fast
    with stop_on_signals(stop):
        signal.raise_signal(signal.SIGTERM)
    assert exits == []
    assert "the guests under way are finished" in capsys.readouterr().err
