"""Rules read no file and open no socket: whoever tries in a test fails it."""

from __future__ import annotations

import builtins
import socket
from typing import Any, NoReturn

import pytest

import tests.rules.build  # noqa: F401  # reads the small catalogue before files are closed to the rules


@pytest.fixture(autouse=True)
def no_input_or_output(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: Any, **kwargs: Any) -> NoReturn:
        raise AssertionError("a rule reads no file and opens no socket")

    monkeypatch.setattr(builtins, "open", refuse)
    monkeypatch.setattr(socket, "socket", refuse)
