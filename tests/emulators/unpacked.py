"""Where do tests find the emulators of other Debian suites?"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from tests.required import lacking
from tools.roots.cache import cached_root
from tools.roots.make import RootError


@cache
def _folder(suite: str) -> Path:
    root = cached_root(suite)
    if root.note:
        warnings.warn(root.note, UserWarning, stacklevel=1)
    return root.folder


@pytest.fixture
def unpacked() -> Callable[[str], Path]:
    """The folder of a Debian suite's root, which is made first where it is not there (tools/roots/make.py
    says what lies in it)."""

    def find(suite: str) -> Path:
        try:
            return _folder(suite)
        except RootError as error:
            lacking(str(error))

    return find
