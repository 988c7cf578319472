"""What is the sum of a run, in one sentence?"""

from __future__ import annotations

from mtype.check.result import Result, TargetInfo
from mtype.reports.escape import printable


def sentence(result: Result) -> str:
    """The closing line of a report for people. It never lets "nothing scanned" look like "clean"."""
    if nothing_scanned(result):
        return _with_rest(f"Nothing was checked{_targets(result)}: no definition was found", result)
    scanned = counted(len(result.rows), "definition")
    if files(result):
        scanned += f" in {counted(files(result), 'file')}"
    return _with_rest(f"{scanned} checked{_targets(result)}: {tally(result)}", result)


def nothing_scanned(result: Result) -> bool:
    """Whether the run had nothing to look at, which is never a success."""
    return not result.rows and not result.findings and not result.suppressed


def tally(result: Result) -> str:
    """`4 errors, 1 info`, or `no findings`."""
    parts = [counted(number, word) for word, number in result.counts.items() if number]
    return ", ".join(parts) or "no findings"


def files(result: Result) -> int:
    """How many files were looked into. A guest of a host has a URI for a path and is no file."""
    paths = {row.path for row in result.rows} | {finding.path for finding in result.findings}
    return sum("://" not in path for path in paths)


def counted(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def labels(targets: tuple[TargetInfo, ...]) -> tuple[str, ...]:
    """A name for each target, all different: its release, its source where it has none, or both where
    one release was asked for twice."""
    names = [target.release or target.source for target in targets]
    return tuple(
        f"{name} ({target.source})" if names.count(name) > 1 else name
        for name, target in zip(names, targets, strict=True)
    )


def _targets(result: Result) -> str:
    sources = {target.source for target in result.targets}
    if len(sources) == 1 and all(target.release for target in result.targets):
        names = ", ".join(target.release or "" for target in result.targets)
        return printable(f" for {names} ({sources.pop()})")
    names = ", ".join(
        f"{target.release} ({target.source})" if target.release else target.source
        for target in result.targets
    )
    return printable(f" for {names}") if names else ""


def _with_rest(text: str, result: Result) -> str:
    if result.suppressed:
        text += f"; {result.suppressed} suppressed"
    if result.unparsed:
        text += f"; {counted(result.unparsed, 'file')} not parsed"
    if result.skipped:
        text += f"; {len(result.skipped)} skipped"
        failed = sum(skip.failed for skip in result.skipped)
        text += f" ({failed} failed)" if failed else ""
    return text
