"""`pytest tests/docs --regenerate-docs` writes what the commands of the pages say now."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-docs",
        action="store_true",
        help="write outputs that are wrong, or `???`, into the pages",
    )


@pytest.fixture(scope="session")
def regenerate(request: pytest.FixtureRequest) -> bool:
    # This file is read too late to add an option when all tests are collected: then there is none.
    return bool(request.config.getoption("--regenerate-docs", default=False))
