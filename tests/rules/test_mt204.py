"""Is a type found whose release is out of support?"""

from __future__ import annotations

from datetime import date

import pytest

from mtype.rules.mt204_support_ended import VendorSupportEnded
from tests.rules.build import TODAY, check, define, one

FINDS = [
    pytest.param(
        "pc-q35-xenial",
        "ubuntu:noble",
        TODAY,
        "pc-q35-xenial was made for ubuntu:xenial, whose support ended on 2026-04-23: Ubuntu may drop such "
        "types from a later release; lift it to pc-q35-noble-v2 while it is shut off",
        "pc-q35-noble-v2",
        id="extended support has ended",
    ),
    pytest.param(
        "pc-i440fx-trusty",
        "ubuntu:noble",
        date(2025, 1, 1),
        "pc-i440fx-trusty was made for ubuntu:trusty, whose support ended on 2024-04-25: Ubuntu may drop "
        "such types from a later release; lift it to pc-i440fx-noble while it is shut off",
        "pc-i440fx-noble",
        id="legacy support is sold apart and does not count",
    ),
    pytest.param(
        "pc-q35-noble-v2",
        "ubuntu:noble",
        date(2029, 6, 1),
        "pc-q35-noble-v2 was made for ubuntu:noble, whose support ended on 2029-05-31: Ubuntu may drop "
        "such types from a later release; ubuntu:noble has no newer type for pc-q35",
        None,
        id="the newest type of the target itself",
    ),
]

STAYS_SILENT = [
    pytest.param("pc-q35-jammy", "ubuntu:noble", TODAY, id="supported"),
    pytest.param("pc-q35-xenial", "ubuntu:noble", date(2026, 4, 23), id="on the last day of support"),
    pytest.param("pc-q35-8.2", "ubuntu:noble", TODAY, id="an upstream type is made for no release"),
    pytest.param("pc-i440fx-wily", "ubuntu:noble", TODAY, id="the end of support is not known"),
    pytest.param("pc-q35-rhel8.6.0", "rhel:9.4", TODAY, id="the release is not known"),
    pytest.param("pc-q35-xenial", "ubuntu:resolute", TODAY, id="removed is MT201"),
    pytest.param("pc-q35-xenial", "debian:13", TODAY, id="foreign is MT301"),
    pytest.param("ubuntu", "ubuntu:trusty", TODAY, id="an alias"),
    pytest.param(None, "ubuntu:noble", TODAY, id="a missing attribute"),
]


@pytest.mark.parametrize(("name", "target", "today", "message", "suggestion"), FINDS)
def test_finds(name: str, target: str, today: date, message: str, suggestion: str | None) -> None:
    found = one(VendorSupportEnded, define(name), target, today)
    assert found.message == message
    assert found.suggestion == suggestion
    assert found.target == target


@pytest.mark.parametrize(("name", "target", "today"), STAYS_SILENT)
def test_stays_silent(name: str | None, target: str, today: date) -> None:
    assert check(VendorSupportEnded, define(name), target, today) == []
