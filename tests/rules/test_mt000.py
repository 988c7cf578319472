"""Does MT000 say what the run tells it, and nothing of its own?"""

from __future__ import annotations

from mtype.model.finding import Finding
from mtype.rules.mt000_internal_error import InternalError
from tests.rules.build import check, define


def test_it_reports_what_the_run_says() -> None:
    found = InternalError().report("guests/nas.xml", 3, 7, "what happened")
    assert found == Finding(
        rule="MT000",
        name=InternalError.name,
        severity=InternalError.severity,
        message="what happened",
        path="guests/nas.xml",
        line=3,
        column=7,
    )


def test_it_names_the_domain_where_that_is_known() -> None:
    assert InternalError().report("guests/nas.xml", 3, 7, "what happened", domain="nas").domain == "nas"


def test_it_stays_silent_about_a_definition() -> None:
    assert check(InternalError, define()) == []
