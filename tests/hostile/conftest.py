"""What do all tests of hostile definitions start from?"""

from __future__ import annotations

import pytest

from tests.required import libvirt_schemas


@pytest.fixture(params=[None, "own", "libvirt"], ids=["plain", "own", "libvirt"])
def schema(request: pytest.FixtureRequest) -> list[str]:
    """The words that ask for no validation, and for that by either schema."""
    if request.param == "libvirt":
        libvirt_schemas()
    return ["--schema", request.param] if request.param else []
