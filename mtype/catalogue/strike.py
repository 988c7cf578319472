"""With which release of a line does a type go, by a policy that the line keeps?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import count, dropwhile, islice
from typing import NamedTuple

from mtype.catalogue.cadence import expected_day, expected_version, uncatalogued_releases
from mtype.catalogue.facts import Line, Policy
from mtype.catalogue.policy import (
    baseline_of,
    by_policy,
    major_made_for,
    major_of,
    version_made_for,
)
from mtype.catalogue.presence import present, versions_of
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import Version, format_version, parse_version


class Strike(NamedTuple):
    """`release` is the first one that is to lack a type, `day` when it came or is expected, None where
    nobody can say; `remark` what the reader has to know besides."""

    release: str
    day: date | None = None
    remark: str = ""


class Step(NamedTuple):
    """A release on the way of a line: one of the catalogue, or (`release` is None) one that is expected."""

    id: str
    day: date | None
    lts: bool
    major: int | None
    release: Release | None = None


def strike(policy: Policy, kind: MachineType, at: Release, line: Line, qemu: Line) -> Strike | None:
    """The strike of `policy` at `kind` after the release `at`; None where it does not speak of the type, or
    has nothing to say beyond what QEMU itself does. `qemu` is the line of QEMU's releases.

    A release that is known to offer the type all the same is passed over, however long ago the rule should
    have struck: then it strikes with the first one of which that is not known.
    """
    if policy.kind == "baseline":
        return _by_baseline(policy, kind, line)
    if kind.vendor != line.vendor:
        return None
    if policy.kind == "clean-up":
        return _by_clean_up(kind, at, line)
    if policy.removed_after is None:
        return None
    if policy.kind == "line-majors":
        return _by_line_majors(kind, at, line, policy.removed_after)
    made = version_made_for(kind)
    if made is None or (policy.boards and kind.board not in policy.boards):
        return None
    since = parse_version(policy.removed_since or "0.0")
    return qemu_strike(by_policy(made, policy.removed_after, since), qemu)


def qemu_strike(version: Version, qemu: Line) -> Strike:
    """Gone with QEMU `version`, so with the first release that ships it or a later one. Its day is told
    where that QEMU is still to come: of one that is out, nobody knows who takes it up when."""
    name = f"qemu:{format_version(version)}"
    if any(parse_version(release.version) >= version for release in qemu.releases):
        return Strike(name)
    expected = expected_version(qemu, version)
    return Strike(name, expected.day if expected is not None else None)


def _by_baseline(policy: Policy, kind: MachineType, line: Line) -> Strike | None:
    """Gone in the life of the first major whose baseline is newer, so the guest has to be lifted before.
    A major that is out already loses its types to QEMU's own removals."""
    made = version_made_for(kind)
    if made is None:
        return None
    major = next(major for major in count(1) if baseline_of(policy, major) > made)
    steps = (step for step in _steps(line, 0) if step.major is not None and step.major >= major)
    step = next(steps, None)
    told = str(major) in policy.baselines
    remark = "" if told else f"that of {major} is an expectation"
    if step is None:
        return Strike(f"{line.key}:{major}", remark=remark)
    return Strike(step.id, step.day, remark) if step.release is None else None


def _by_line_majors(kind: MachineType, at: Release, line: Line, removed_after: int) -> Strike | None:
    named = major_made_for(kind)
    if named is None:
        return None
    major = named + removed_after
    struck = (step for step in _steps(line, 0) if step.major is not None and step.major >= major)
    return _first(kind, at, line, struck) or Strike(f"{line.key}:{major}")


def _by_clean_up(kind: MachineType, at: Release, line: Line) -> Strike | None:
    words = {word: one for one in line.releases for word in (one.codename, one.version) if word is not None}
    named = words.get(kind.release or "")
    return _first(kind, at, line, _struck_by_clean_up(named, line)) if named is not None else None


def _struck_by_clean_up(named: Release, line: Line) -> Iterator[Step]:
    """The releases that are to lack a type named after `named`.

    After an LTS: those of a later month than the end of its support, for a release of the same month is
    made while it is supported. After any other: those that follow the next LTS, which still has the type
    for whoever comes from there; Ubuntu 18.10 dropped the types of 16.10 and 17.04 so.
    """
    later, ends = _steps(line, named.place + 1), named.support.ends
    if not named.lts:
        return islice(dropwhile(lambda step: not step.lts, later), 1, None)
    if ends is None:
        return iter(())
    return (s for s in later if s.day is not None and (s.day.year, s.day.month) > (ends.year, ends.month))


def _steps(line: Line, place: int) -> Iterator[Step]:
    """The releases of a line from a place on, soonest first: those of the catalogue, then expected ones."""
    for one in line.releases[place:]:
        if one.pocket is None:
            yield Step(one.id, one.released or expected_day(line, one), one.lts, major_of(one.version), one)
    for coming in uncatalogued_releases(line):
        yield Step(coming.id, coming.day, coming.lts, major_of(coming.version))


def _first(kind: MachineType, at: Release, line: Line, struck: Iterator[Step]) -> Strike | None:
    """The first of the releases that a rule has struck which comes after `at` and is not known to offer the
    type."""
    first: Step | None = None
    for step in struck:
        first = first or step
        release = step.release
        if release is None:
            kept = f"{first.id} would have been the first without it" if first is not step else ""
            return Strike(step.id, step.day, kept)
        if release.place > at.place and not present(kind, release, line, versions_of(release)):
            return Strike(step.id, step.day, f"the list of {step.id} has not been read")
    return None
