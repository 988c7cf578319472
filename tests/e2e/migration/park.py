"""Hosts of four releases, two of each: what goes between them goes in many hands at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

from tests.e2e.migration.attempt import Outcome, attempt
from tests.e2e.migration.host import ReleaseHost
from tests.e2e.migration.sample import Known, Way
from tools.evidence.record import NO_GUEST, REFUSED, SUITES, WORKED, Attempt, Versions


class Park:
    """Two Hosts of each suite, and the folder of images that all see."""

    def __init__(self, sources: dict[str, ReleaseHost], destinations: dict[str, ReleaseHost]) -> None:
        self.sources = sources
        self.destinations = destinations
        self.images = sources[SUITES[0]].images

    def known(self) -> Known:
        return {suite: host.machine_types() for suite, host in self.sources.items()}

    def versions(self) -> dict[str, Versions]:
        return {suite: host.versions() for suite, host in self.sources.items()}

    def attempt(self, way: Way) -> Attempt:
        """What happens on that way."""
        source, destination, machine = way
        outcomes = attempt(self.sources[source], self.destinations[destination], machine, self.images)
        words: dict[str, tuple[str, ...]] = {}
        for one in outcomes:
            if one.words:
                words[one.words] = (*words.get(one.words, ()), one.kind)
        return Attempt(source, destination, machine, {one.kind: _word(one) for one in outcomes}, words)

    def attempt_all(self, ways: Iterable[Way], go_on: Callable[[], bool] = lambda: True) -> Iterator[Attempt]:
        """Several at once, in the order of `ways`; none begins any more when `go_on` says no."""
        hands = 2 * (os.cpu_count() or 1)
        with ThreadPoolExecutor(hands) as pool:
            tried = pool.map(lambda way: self.attempt(way) if go_on() else None, ways)
            yield from (one for one in tried if one is not None)


@contextmanager
def open_park() -> Iterator[Park]:
    """All hosts are up inside, and gone afterwards. Raises RootError, HostError."""
    with ExitStack() as stack:
        hosts: list[ReleaseHost] = []
        for suite in (*SUITES, *SUITES):
            hosts.append(ReleaseHost(suite, hosts[0].images if hosts else None))
            stack.callback(hosts[-1].stop)
        with ThreadPoolExecutor() as pool:
            list(pool.map(ReleaseHost.start, hosts))
        half = len(SUITES)
        yield Park(*({host.suite: host for host in row} for row in (hosts[:half], hosts[half:])))


def _word(outcome: Outcome) -> str:
    if outcome.worked:
        return WORKED
    return NO_GUEST if outcome.where == "source" else REFUSED
