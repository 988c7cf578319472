"""Do the verdict on the type and what the definition adds to it make one answer?"""

from __future__ import annotations

import pytest

from mtype.migration.assess import Found, found, hindered
from mtype.migration.way import Answer, Kind, Reason, Verdict
from tests.migration.moves import move

S, U, L, R, Q, X = Verdict
WHY = Reason("MT504", "so it is", ("s",))


def way(name: str) -> Found:
    """One of each verdict, from real releases."""
    source, to, of = {
        "supported": ("ubuntu:bionic", "ubuntu:focal", "pc-q35-bionic"),
        "unsupported": ("ubuntu:noble", "ubuntu:jammy", "pc-q35-jammy"),
        "lift": ("ubuntu:jammy", "ubuntu:noble", "pc-i440fx-wily"),
        "route": ("ubuntu:xenial", "ubuntu:noble", "pc-i440fx-xenial"),
        "unknown": ("debian:12", "debian:13", "pc-q35-99.9"),
        "impossible": ("ubuntu:noble", "ubuntu:jammy", "pc-q35-noble"),
    }[name]
    return found(move(source, to, of), Kind.LIVE)


@pytest.mark.parametrize(
    ("name", "after"),
    [
        ("supported", (S, U, Q, X)),
        ("unsupported", (U, U, Q, X)),
        ("lift", (L, U, Q, X)),
        ("route", (R, U, Q, X)),
        ("unknown", (Q, Q, Q, X)),
        ("impossible", (X, X, X, X)),
    ],
)
def test_each_obstacle_on_each_verdict(name: str, after: tuple[Verdict, ...]) -> None:
    before = way(name)
    for worst, verdict in zip((S, U, Q, X), after, strict=True):
        one = hindered(before, Answer(Kind.LIVE, worst, (WHY,)))
        assert one.answer.verdict is verdict
        assert one.answer.reasons == (*before.answer.reasons, WHY)


@pytest.mark.parametrize("name", ["lift", "route"])
def test_what_is_impossible_has_no_way_and_what_may_work_keeps_it(name: str) -> None:
    before = way(name)
    assert before.route
    stuck = hindered(before, Answer(Kind.LIVE, X, (WHY,)))
    assert (stuck.answer.hold, stuck.route) == (None, None)
    loose = hindered(before, Answer(Kind.LIVE, U, (WHY,)))
    assert (loose.answer.hold, loose.route) == (before.answer.hold, before.route)
