"""Does the guard of the core tests guard? A test of the tests: `exec` stands in for a module of ours."""

from __future__ import annotations

import pytest

CORE = {"__name__": "mtype.model.imagined"}


@pytest.mark.parametrize(
    "code",
    [
        pytest.param("open('/dev/null')", id="a file"),
        pytest.param("import pathlib; pathlib.Path('/dev/null').read_bytes()", id="a file by way of pathlib"),
        pytest.param("import os; os.open('/dev/null', 0)", id="a file by way of os"),
        pytest.param("import socket; socket.socket()", id="a socket"),
    ],
)
def test_the_core_is_refused(code: str) -> None:
    with pytest.raises(AssertionError, match="the core does no I/O"):
        exec(code, dict(CORE))


def test_others_are_let_through() -> None:
    with open("/dev/null") as stream:
        assert stream.read() == ""


@pytest.mark.io
def test_a_test_about_files_is_let_through() -> None:
    exec("open('/dev/null').close()", dict(CORE))
