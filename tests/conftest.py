"""What holds for every test: the shipped catalogue, reproducible hypothesis, and a core that does no I/O."""

from __future__ import annotations

import builtins
import io
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import settings

from mtype.catalogue.load import catalogue_path, load_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.source import Node, read_yaml

# A failing example is printed with a blob that reproduces it; nothing is remembered between runs.
settings.register_profile("repeatable", database=None, deadline=None, print_blob=True)
settings.load_profile("repeatable")

_CORE_TESTS = {Path(__file__).parent / name for name in ("model", "catalogue", "rules", "migration")}
_DOORS = ((builtins, "open"), (io, "open"), (os, "open"), (socket, "socket"))


@pytest.fixture(scope="session")
def shipped() -> Catalogue:
    """The catalogue that is shipped, never a copy of it."""
    return load_catalogue()


@pytest.fixture(scope="session")
def shipped_text() -> str:
    """Its YAML, as bytes say it: line ends are not translated."""
    return catalogue_path().read_bytes().decode("utf-8")


@pytest.fixture(scope="session")
def shipped_yaml(shipped_text: str) -> Node:
    """Its YAML as a tree that knows its lines."""
    return read_yaml(shipped_text, "data/machine-types.yaml")


@pytest.fixture(autouse=True)
def core_does_no_io(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the tests of the core, code of ours that opens a file or a socket fails the test. Tests with the
    marker `io` are about reading files; pytest and its plugins may do what they like."""
    if _CORE_TESTS.isdisjoint(request.path.parents) or request.node.get_closest_marker("io"):
        return
    for module, name in _DOORS:
        monkeypatch.setattr(module, name, _refuse_to_us(getattr(module, name)))


def _refuse_to_us(door: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(*args: Any, **kwargs: Any) -> Any:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            assert not frame.f_globals.get("__name__", "").startswith("mtype."), "the core does no I/O"
            frame = frame.f_back
        return door(*args, **kwargs)

    return guarded
