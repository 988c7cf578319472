"""Does MT602 say what the run tells it, and nothing of its own?"""

from __future__ import annotations

from mtype.model.finding import Finding
from mtype.rules.mt602_no_domain import NoDomain
from tests.rules.build import check, define


def test_it_reports_what_the_run_says() -> None:
    found = NoDomain().report("guests/nas.xml", 3, 7, "what happened")
    assert found == Finding(
        rule="MT602",
        name=NoDomain.name,
        severity=NoDomain.severity,
        message="what happened",
        path="guests/nas.xml",
        line=3,
        column=7,
    )


def test_it_names_the_domain_where_that_is_known() -> None:
    assert NoDomain().report("guests/nas.xml", 3, 7, "what happened", domain="nas").domain == "nas"


def test_it_stays_silent_about_a_definition() -> None:
    assert check(NoDomain, define()) == []
