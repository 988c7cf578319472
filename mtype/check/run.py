"""How are many files linted, in how many workers?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import BinaryIO

from mtype.check.discover import STDIN, Discovery, discover
from mtype.check.lint import Linter, Outcome
from mtype.check.on_disk import HostsOnDisk, hosts_on_disk
from mtype.check.result import Result, TargetInfo
from mtype.check.settings import Settings
from mtype.check.workers import LOST, in_workers, worth
from mtype.model.finding import Skipped

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
    jobs = worth(linter.settings.jobs, len(files))
    if jobs <= 1:
        for path in files:
            yield _standard_input(linter, stdin) if path == STDIN else linter.lint(path)
        return
    for target in linter.settings.targets:
        for arch in target.arches[:1]:
            target.offer(arch)  # worked out once here instead of in every worker
    linted = in_workers(linter.lint, _lost, [path for path in files if path != STDIN], jobs)
    for path in files:
        yield _standard_input(linter, stdin) if path == STDIN else next(linted)


def _standard_input(linter: Linter, stdin: BinaryIO | None) -> Outcome:
    if stdin is None:
        return Outcome(skipped=(Skipped("<stdin>", "there is no standard input", failed=True),))
    return linter.lint_whole(stdin, "<stdin>")


def _lost(path: str) -> Outcome:
    return Outcome(skipped=(Skipped(path, LOST, failed=True),))
