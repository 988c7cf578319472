"""How are many files linted, in how many workers?"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import zip_longest
from typing import TYPE_CHECKING, BinaryIO

from mtype.check.discover import STDIN, Discovery, discover
from mtype.check.lint import Linter, Outcome
from mtype.check.on_disk import HostsOnDisk, hosts_on_disk
from mtype.check.result import Result, TargetInfo
from mtype.check.settings import Settings
from mtype.model.finding import Skipped

if TYPE_CHECKING:  # imported where workers are started: most runs need none
    from concurrent.futures import Future

# Starting a worker costs as much as linting about this many files.
_WORTH_A_WORKER = 100
_CHUNKS_PER_WORKER = 8

Progress = Callable[[int, int], None]  # files done, files in all


def run(
    roots: Sequence[str],
    settings: Settings,
    *,
    version: str,
    stdin: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Result:
    """Lint all files at and below `roots`; `-` is `stdin`. The order of the result is that of the paths."""
    found = discover(roots, settings)
    hosts = hosts_on_disk(found.files, found.autostarted)
    linter = Linter(settings, hosts)
    done: dict[str, Outcome] = {}
    # Of a host's folders, the definitions first: what was saved of a guest is held against them.
    for files in _rounds(found, hosts, settings, done):
        for path, outcome in zip(files, _outcomes(linter, files, stdin), strict=True):
            done[path] = outcome
            if progress is not None:
                progress(len(done), len(found.files))
    outcomes = [done[path] for path in found.files]
    return Result(
        version=version,
        targets=tuple(TargetInfo(target.label, target.source) for target in settings.targets),
        rows=tuple(row for outcome in outcomes for row in outcome.rows),
        findings=tuple(finding for outcome in outcomes for finding in outcome.findings),
        skipped=(*found.skipped, *(skip for outcome in outcomes for skip in outcome.skipped)),
        suppressed=sum(outcome.suppressed for outcome in outcomes),
        unparsed=sum(outcome.unparsed for outcome in outcomes),
    )


def _rounds(
    found: Discovery, hosts: HostsOnDisk, settings: Settings, done: Mapping[str, Outcome]
) -> Iterator[list[str]]:
    """Which files to lint next, going by what is `done`."""
    yield hosts.first(found.files)
    if hosts.places:
        yield hosts.then(found.files, (row for outcome in done.values() for row in outcome.rows))
        named = (path for outcome in done.values() for path in outcome.memories)
        beside = found.besides(dict.fromkeys(named), settings)
        found.files += beside
        yield beside


def _outcomes(linter: Linter, files: list[str], stdin: BinaryIO | None) -> Iterator[Outcome]:
    jobs = min(linter.settings.jobs, len(files) // _WORTH_A_WORKER)
    if jobs <= 1:
        for path in files:
            yield _standard_input(linter, stdin) if path == STDIN else linter.lint(path)
        return
    linted = _in_workers(linter, [path for path in files if path != STDIN], jobs)
    for path in files:
        yield _standard_input(linter, stdin) if path == STDIN else next(linted)


def _standard_input(linter: Linter, stdin: BinaryIO | None) -> Outcome:
    if stdin is None:
        return Outcome(skipped=(Skipped("<stdin>", "there is no standard input", failed=True),))
    return linter.lint_whole(stdin, "<stdin>")


# The linter of a worker: set before the fork, so that nothing needs to be sent or loaded again.
_inherited: list[Linter] = []


def _lint_chunk(paths: Sequence[str]) -> list[Outcome]:
    return [_inherited[0].lint(path) for path in paths]


def _in_workers(linter: Linter, files: list[str], jobs: int) -> Iterator[Outcome]:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    for target in linter.settings.targets:
        for arch in target.arches[:1]:
            target.offer(arch)  # worked out once here instead of in every worker
    _inherited[:] = [linter]
    size = max(1, len(files) // (jobs * _CHUNKS_PER_WORKER))
    chunks = [files[start : start + size] for start in range(0, len(files), size)]
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        # An interrupt from the keyboard reaches the workers too. They inherit that it is blocked, so only
        # the main process answers it.
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        futures: list[Future[list[Outcome]]] = []
        try:
            with suppress(BrokenProcessPool):  # a worker may die before all the work is given out
                futures.extend(pool.submit(_lint_chunk, chunk) for chunk in chunks)
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            for chunk, future in zip_longest(chunks, futures):
                try:
                    yield from future.result() if future else _lost(chunk)
                except BrokenProcessPool:
                    yield from _lost(chunk)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)
            pool.shutdown(cancel_futures=True)  # whoever interrupts does not want the rest


def _lost(chunk: Iterable[str]) -> Iterator[Outcome]:
    reason = "the worker that read it was killed; try --jobs 1"
    for path in chunk:
        yield Outcome(skipped=(Skipped(path, reason, failed=True),))
