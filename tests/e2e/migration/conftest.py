from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.e2e.conftest import REQUIRED
from tests.e2e.migration.host import missing_releases
from tests.e2e.migration.park import Park, open_park


@pytest.fixture(scope="session")
def releases_are_possible() -> None:
    """Skips where there can be no hosts of other releases, and fails where there must be."""
    reason = missing_releases()
    if reason and os.environ.get(REQUIRED):
        pytest.fail(f"{reason} ({REQUIRED} is set)")
    if reason:
        pytest.skip(f"{reason}. Set {REQUIRED}=1 to make this a failure.")


@pytest.fixture(scope="session")
def park(releases_are_possible: None) -> Iterator[Park]:
    """Two hosts of each release, without guests."""
    with open_park() as opened:
        yield opened
