"""What becomes of a test that lacks what it tests with? Where all of it is required, as `make test` does
require it, such a test fails; nothing is left out in silence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest

REQUIRED = "VMT_REQUIRE_QEMU"
LIBVIRT_SCHEMAS = Path("/usr/share/libvirt/schemas")


def is_required() -> bool:
    """Whether whoever runs the tests says that all they call is there."""
    return bool(os.environ.get(REQUIRED))


def lacking(what: str) -> NoReturn:
    """End a test that cannot be run here because of this."""
    if is_required():
        pytest.fail(f"{what} ({REQUIRED} is set)")
    pytest.skip(f"{what} Set {REQUIRED}=1 to make this a failure.")


def libvirt_schemas() -> Path:
    """The folder of libvirt's schemas."""
    if not LIBVIRT_SCHEMAS.is_dir():
        lacking("libvirt's schemas are not installed.")
    return LIBVIRT_SCHEMAS


def full_device() -> Path:
    """A device that takes nothing because it is full."""
    place = Path("/dev/full")
    if not place.exists():
        lacking("There is no /dev/full.")
    return place
