"""Do the small words mean what reports and exit codes need?"""

from __future__ import annotations

from datetime import date

import pytest

from mtype.model.errors import (
    CapabilitiesError,
    CatalogueError,
    EmulatorError,
    MtypeError,
    Problem,
    SourceError,
    UsageError,
)
from mtype.model.exit_code import ExitCode
from mtype.model.release import Release, Support
from mtype.model.severity import Severity
from mtype.model.status import Status

DAY, LATER = date(2029, 5, 31), date(2034, 4, 25)


@pytest.mark.parametrize(
    ("support", "ends"),
    [
        pytest.param(Support(), None, id="nothing is known"),
        pytest.param(Support(DAY), DAY, id="standard support"),
        pytest.param(Support(DAY, LATER), LATER, id="extended support comes with the release"),
        pytest.param(Support(DAY, None, LATER), DAY, id="legacy support is sold apart"),
        pytest.param(Support(None, None, LATER), None, id="legacy support alone says nothing"),
    ],
)
def test_end_of_support(support: Support, ends: date | None) -> None:
    assert support.ends == ends


@pytest.mark.parametrize(
    ("release", "name"),
    [
        pytest.param(Release("ubuntu", "24.04", 0, "noble"), "ubuntu:noble", id="Ubuntu by codename"),
        pytest.param(Release("ubuntu", "24.04", 0), "ubuntu:24.04", id="by number where there is none"),
        pytest.param(Release("debian", "13", 0, "trixie"), "debian:13", id="Debian by number"),
        pytest.param(Release("qemu", "9.2", 0), "qemu:9.2", id="QEMU by number"),
    ],
)
def test_release_names(release: Release, name: str) -> None:
    assert release.id == name


def test_severities_are_ordered() -> None:
    assert sorted(Severity, key=lambda severity: severity.rank) == [
        Severity.INFO,
        Severity.WARNING,
        Severity.ERROR,
    ]
    assert Severity.ERROR.at_least(Severity.WARNING)
    assert Severity.WARNING.at_least(Severity.WARNING)
    assert not Severity.INFO.at_least(Severity.WARNING)


def test_the_worst_status_is_the_one_that_counts() -> None:
    assert [status.value for status in sorted(Status, key=lambda status: status.rank)] == [
        "supported",
        "floating",
        "deprecated",
        "foreign",
        "newer",
        "removed",
        "unknown",
    ]


def test_exit_codes_are_a_contract() -> None:
    assert {code.name: int(code) for code in ExitCode} == {
        "CLEAN": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "INCOMPLETE": 3,
    }


def test_a_problem_says_where_what_and_how() -> None:
    assert str(Problem("a.yaml", 3, 5, "no")) == "a.yaml:3:5: no"
    assert str(Problem("a.yaml", 3, 5, "no", "yes")) == "a.yaml:3:5: no (yes)"


def test_an_invalid_catalogue_tells_all_its_problems() -> None:
    problems = [Problem("a.yaml", 1, 1, "one"), Problem("a.yaml", 2, 1, "two")]
    error = CatalogueError(problems)
    assert error.problems == problems
    assert str(error) == "a.yaml:1:1: one\na.yaml:2:1: two"


@pytest.mark.parametrize("error", [UsageError, SourceError, EmulatorError, CapabilitiesError, CatalogueError])
def test_every_error_of_ours_has_one_base(error: type[Exception]) -> None:
    assert issubclass(error, MtypeError)
