"""Is the fact named that keeps a guest from every supported way?"""

from __future__ import annotations

from functools import partial

import pytest

from mtype.migration.assess import found
from mtype.migration.no_route import why_no_route
from mtype.migration.support import Support, supported_way
from mtype.migration.way import Kind, Reason, Ways
from mtype.model.release import Release
from tests.migration.moves import CATALOGUE, TODAY, move


def refusal(source: str, to: str, name: str) -> Reason:
    """Why there is no route on that day."""
    ways = partial(supported_way, CATALOGUE, today=TODAY)
    answer = found(move(source, to, name)._replace(ways=ways), Kind.LIVE).answer
    return next(one for one in answer.reasons if one.text.startswith("no route: "))


@pytest.mark.parametrize(
    ("source", "to", "name", "words"),
    [
        (
            "ubuntu:oracular",
            "ubuntu:resolute",
            "pc-q35-oracular",
            "the support of ubuntu:oracular ended on 2025-07-10",
        ),
        (
            "ubuntu:noble",
            "ubuntu:jammy",
            "pc-q35-noble",
            "ubuntu:jammy is older than ubuntu:noble, and no way back",
        ),
        ("ubuntu:jammy", "debian:12", "pc-q35-jammy", "ubuntu:jammy and debian:12 are of two lines"),
        ("ubuntu:xenial", "ubuntu:resolute-hwe", "pc-q35-xenial", "it does not tell of ubuntu:resolute-hwe"),
    ],
)
def test_the_refusal_is_quoted_with_what_it_follows_from(source: str, to: str, name: str, words: str) -> None:
    reason = refusal(source, to, name)
    assert words in reason.text
    assert reason.sources


def test_where_the_way_back_is_supported_it_is_the_type_that_is_missing() -> None:
    reason = refusal("rhel:6.9", "rhel:6.2", "rhel6.6.0")
    assert "rhel:6.9 to rhel:6.2" in reason.text
    assert "is supported, but no machine type that both have can take the place of rhel6.6.0" in reason.text
    assert "no way back" not in reason.text


def _steps(*known: tuple[str, str]) -> Ways:
    def ways(here: Release, there: Release) -> Support:
        return Support((here.word, there.word) in known, "so it is", None, ("s",))

    return ways


def test_steps_that_do_not_meet_are_no_chain() -> None:
    one = move("ubuntu:bionic", "ubuntu:focal", "pc-q35-bionic")
    apart = one._replace(ways=_steps(("bionic", "cosmic"), ("eoan", "focal")))
    reason = why_no_route(apart)
    assert reason is not None
    assert "no chain of supported ways leads there" in reason.text
    closed = why_no_route(one._replace(ways=_steps(("bionic", "cosmic"))))
    assert closed is not None
    assert "no way to ubuntu:focal is supported: so it is" in closed.text


def test_a_guest_that_is_not_there_needs_no_further_reason() -> None:
    answer = found(move("ubuntu:jammy", "ubuntu:noble", "pc-q35-noble"), Kind.LIVE).answer
    assert [one.text for one in answer.reasons] == ["pc-q35-noble is newer than ubuntu:jammy"]
