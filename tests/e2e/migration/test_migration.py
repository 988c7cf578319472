"""Is what the record says still so? A few types go from every release to every release again."""

from __future__ import annotations

from itertools import product

import pytest

from tests.e2e.migration.park import Park
from tests.e2e.migration.sample import from_old_to_new, ways
from tools.evidence.record import SUITES, Attempt, observed, read_record

PAIRS = list(product(SUITES, SUITES))
Tried = dict[tuple[str, str], list[Attempt]]


@pytest.fixture(scope="module")
def tried(park: Park) -> Tried:
    """For every pair the newest types that both have, and the newest that the destination lacks."""
    known = park.known()
    planned = ways(known, 1)
    for source, destination in PAIRS:
        lacking = from_old_to_new(known[source] - known[destination])
        planned += [(source, destination, machine) for machine in lacking[-1:]]
    found: Tried = {}
    for one in park.attempt_all(planned):
        found.setdefault((one.source, one.destination), []).append(one)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("pair", PAIRS, ids=" to ".join)
def test_it_is_as_the_record_says(tried: Tried, park: Park, pair: tuple[str, str]) -> None:
    assert len(tried[pair]) >= 2
    for attempt in tried[pair]:
        for kind, outcome in attempt.outcomes.items():
            before = observed(*pair, attempt.machine, kind)
            if before is not None:
                assert (outcome == "worked") is before, (
                    f"{kind} {attempt.machine}: {attempt.refusal(kind) or outcome}. The record was made with "
                    f"{read_record().hosts}, this is {park.versions()}: "
                    "`python -m tests.e2e.migration.record` makes it anew"
                )


def test_the_record_has_every_pair() -> None:
    """And in it types that both have, which work forward in every way."""
    for source, destination in PAIRS:
        attempts = read_record().pair(source, destination)
        assert len(attempts) >= 8, (source, destination)
        if SUITES.index(source) < SUITES.index(destination):
            assert any(set(one.outcomes.values()) == {"worked"} for one in attempts)


def test_nothing_is_left_of_an_attempt(tried: Tried, park: Park) -> None:
    for host in (*park.sources.values(), *park.destinations.values()):
        assert host.virsh("list", "--all", "--name") == ""
        assert [*host.qemu_log.glob("guest-*")] == []
    assert [*park.images.iterdir()] == []
