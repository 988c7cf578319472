from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest


@pytest.fixture
def script() -> Iterator[Callable[[str, str], str]]:
    """Makes a shell script that any user may run; pytest's own folders are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="emulators-"))
    folder.chmod(0o755)

    def make(name: str, body: str) -> str:
        path = folder / name
        path.write_text(f"#!/bin/sh\n{body}\n")
        path.chmod(0o755)
        return str(path)

    yield make
    shutil.rmtree(folder)
