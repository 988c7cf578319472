"""`pytest tests/golden --regenerate-golden` writes what the command says now: read it before you keep it."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden", action="store_true", help="write the expected output of tests/golden anew"
    )


@pytest.fixture(scope="session")
def regenerate(request: pytest.FixtureRequest) -> bool:
    # This file is read too late to add an option when all tests are collected: then there is none.
    return bool(request.config.getoption("--regenerate-golden", default=False))
