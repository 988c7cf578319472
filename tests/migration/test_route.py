"""Is a route the shortest supported way, and each of its steps one that can be gone?"""

from __future__ import annotations

import os
import random
import time
from collections import deque
from functools import cache

import pytest

from mtype.catalogue.releases import all_releases
from mtype.migration.route import Step, find_route
from mtype.migration.support import Support
from mtype.migration.verdict import answer
from mtype.migration.way import Kind, Verdict, Ways
from mtype.model.release import Release
from mtype.model.status import Status
from tests.migration.moves import CATALOGUE, WAYS, move, target

_OFFERED = (Status.SUPPORTED, Status.DEPRECATED)


def route(
    source: str, to: str, name: str, kind: Kind = Kind.LIVE, ways: Ways = WAYS
) -> list[tuple[str, str | None, str]] | None:
    steps = find_route(move(source, to, name)._replace(ways=ways), kind)
    return None if steps is None else [(s.at.word, s.to.word if s.to else None, s.hold) for s in steps]


@pytest.mark.parametrize(
    ("source", "to", "name", "steps"),
    [
        ("ubuntu:bionic", "ubuntu:focal", "pc-q35-bionic", [("bionic", "focal", "pc-q35-bionic")]),
        ("ubuntu:noble", "ubuntu:noble", "pc-q35-noble", []),
        (
            "ubuntu:xenial",
            "ubuntu:noble",
            "pc-i440fx-xenial",
            [("xenial", "focal", "pc-i440fx-xenial"), ("focal", "noble", "pc-i440fx-xenial")],
        ),
        ("ubuntu:noble", "ubuntu:jammy", "pc-q35-jammy", None),
        ("ubuntu:noble", "debian:13", "pc-q35-8.2", None),
        ("ubuntu:trusty", "ubuntu:resolute-hwe", "pc-i440fx-trusty", None),
        ("rhel:6.5", "rhel:9.4", "rhel6.5.0", None),
        ("sles:12.0", "sles:16.0", "pc-i440fx-2.0", None),
    ],
)
def test_known_routes(source: str, to: str, name: str, steps: object) -> None:
    assert route(source, to, name) == steps


def forward(here: Release, there: Release) -> Support:
    """Every way ahead is supported, as upstream QEMU promises it."""
    return Support(here.place < there.place, "so it is")


def test_fedora_17_goes_to_21_by_way_of_20_where_it_is_powered_off_and_lifted() -> None:
    steps = [("17", "20", "pc-1.0"), ("20", None, "pc-i440fx-1.6"), ("20", "21", "pc-i440fx-1.6")]
    for kind in (Kind.LIVE, Kind.SAVED):
        assert route("fedora:17", "fedora:21", "pc-1.0", kind, forward) == steps
        assert route("fedora:20", "fedora:21", "pc-1.0", kind, forward) == [("20", "21", "pc-1.0")]


def test_a_way_of_which_nobody_says_anything_is_not_taken() -> None:
    def silent(here: Release, there: Release) -> Support:
        return Support(None, "nothing is known")

    assert route("ubuntu:bionic", "ubuntu:focal", "pc-q35-bionic", ways=silent) is None


def _can_go(here: Release, there: Release) -> bool:
    return WAYS(here, there).supported is True


@cache
def _can_go_from(here: str) -> tuple[int, ...]:
    line = here.partition(":")[0]
    releases = [one for one in CATALOGUE.line(line).releases if not one.pocket]
    start = next(one for one in releases if one.id == here)
    return tuple(one.place for one in releases if one.place != start.place and _can_go(start, one))


def _fewest_moves(releases: list[Release], start: Release, end: Release) -> int | None:
    """How many moves the supported ways alone take, whatever the guest holds."""
    queue, seen = deque([(start.place, 0)]), {start.place}
    by_place = {one.place: one for one in releases}
    while queue:
        place, moves = queue.popleft()
        if place == end.place:
            return moves
        for onward in _can_go_from(by_place[place].id):
            if onward not in seen:
                seen.add(onward)
                queue.append((onward, moves + 1))
    return None


def _holds_at(release: Release, name: str) -> bool:
    return target(release.id).judge(name, "x86_64").status in _OFFERED


def _pairs(seed: int) -> list[tuple[Release, Release, str]]:
    """Every ordered pair of releases of a line, with one x86 type that the first has."""
    chance = random.Random(seed)
    pairs = []
    for key in CATALOGUE.line_names:
        releases = [one for one in all_releases(CATALOGUE) if one.line == key and not one.pocket]
        for start in releases:
            offer = target(start.id).offer("x86_64")
            names = [n for n, e in offer.types.items() if e.kind and e.kind.versioned] if offer else []
            if names:
                pairs += [(start, end, chance.choice(names)) for end in releases]
    return pairs


def test_every_step_of_every_route_can_be_gone_and_no_shorter_way_exists() -> None:
    seed = random.randrange(10**6)
    pairs = _pairs(seed)
    if not os.environ.get("VMT_ALL_ROUTES"):  # `make test-migration-full` sets it: 9,600 pairs take a minute
        pairs = random.Random(seed).sample(pairs, 1200)
    for start, end, name in pairs:
        told = f"seed {seed}: {start.id} to {end.id} with {name}"
        steps = find_route(move(start.id, end.id, name), Kind.LIVE)
        releases = [one for one in CATALOGUE.line(start.line).releases if not one.pocket]
        fewest = _fewest_moves(releases, start, end)
        if steps is None:
            continue
        moves = [step for step in steps if step.to is not None]
        assert fewest is not None, told
        assert len(moves) >= fewest, told
        _check_steps(start, end, name, steps, told)


def _check_steps(start: Release, end: Release, name: str, steps: tuple[Step, ...], told: str) -> None:
    at, holds = start, name
    for step in steps:
        assert step.at.place == at.place, told
        if step.to is None:
            assert step.hold != holds, told
            assert _holds_at(at, step.hold), told
            holds = step.hold
            continue
        assert step.hold == holds, told
        assert _can_go(at, step.to), told
        assert _holds_at(at, holds), told
        assert _holds_at(step.to, holds), told
        at = step.to
    assert at.place == end.place, told


def test_a_way_that_is_supported_as_it_stands_is_its_own_route() -> None:
    for start, end, name in random.Random(7).sample(_pairs(7), 600):
        one = move(start.id, end.id, name)
        if answer(one, Kind.LIVE).verdict is Verdict.SUPPORTED:
            steps = find_route(one, Kind.LIVE)
            assert steps is not None
            assert len(steps) == (start.place != end.place)


@pytest.mark.parametrize(
    ("source", "to", "name"),
    [
        ("ubuntu:trusty", "ubuntu:resolute", "pc-i440fx-trusty"),
        ("qemu:2.8", "qemu:11.1", "pc-i440fx-2.8"),
        ("fedora:17", "fedora:21", "pc-1.0"),
    ],
)
def test_a_route_over_all_known_releases_takes_no_longer_than_it_may(source: str, to: str, name: str) -> None:
    # The bar is 50 ms on a quiet machine; what grows with the square would take seconds.
    one = move(source, to, name)
    assert find_route(one, Kind.LIVE)
    began = time.process_time()
    find_route(one, Kind.LIVE)
    assert time.process_time() - began < 5
