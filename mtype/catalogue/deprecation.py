"""Does the emulator of a release mark a machine type as deprecated?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.facts import Line, Policy
from mtype.catalogue.policy import baseline_of, by_policy, major_made_for, major_of, version_made_for
from mtype.catalogue.presence import Versions, present, versions_of
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.version import Bound, parse_version


def deprecated_at(kind: MachineType, release: Release, line: Line, versions: Versions | None) -> bool | None:
    """Whether the emulator of `release`, which ships one of the QEMU `versions`, marks `kind`; None where
    the facts do not tell.

    What is told by name comes first, then the first policy of the line that speaks of the type, then what
    QEMU itself does.
    """
    for verdict in _told(kind, release, line, versions):
        return verdict
    return _reached(kind.deprecated, versions)


def marks_as_qemu_does(kind: MachineType, release: Release, line: Line) -> bool:
    """Whether QEMU itself decides what `release` marks, and neither a name nor a policy of its line."""
    return not any(True for _ in _told(kind, release, line, None))


def _told(
    kind: MachineType, release: Release, line: Line, versions: Versions | None
) -> Iterator[bool | None]:
    """What the line says of the type, the first to speak first; nothing where it leaves that to QEMU."""
    if kind.name in line.deprecated[release.place]:
        yield True
    for policy in line.policies:
        yield from _by_policy(policy, kind, release, line, versions)


def _by_policy(
    policy: Policy, kind: MachineType, release: Release, line: Line, versions: Versions | None
) -> Iterator[bool | None]:
    """The verdict of a policy; nothing where it does not speak of such a type or release."""
    made, major = version_made_for(kind), major_of(release.version)
    if policy.kind == "baseline":
        if made is not None and major is not None and release.place >= policy.since:
            yield made < baseline_of(policy, major)
        return
    if policy.deprecated_after is None or kind.vendor != line.vendor or release.place < policy.since:
        return
    if policy.kind == "line-majors":
        named = major_made_for(kind)
        if named is not None and major is not None:
            yield int(policy.deprecated_since or 0) <= major and named + policy.deprecated_after <= major
    elif made is not None and (not policy.boards or kind.board in policy.boards):
        since = parse_version(policy.deprecated_since or "0.0")
        yield _reached(Bound(by_policy(made, policy.deprecated_after, since)), versions)


def _reached(bound: Bound | None, versions: Versions | None) -> bool | None:
    if bound is None:
        return False
    if versions is None:
        return None
    first, last = versions
    before, after = bound.reached(first), bound.reached(last)
    return before if before == after else None


def first_marking(kind: MachineType, line: Line) -> Release | None:
    """The first release of the line that offers the type, for certain or maybe, and marks it for certain."""
    for release in line.releases:
        versions = versions_of(release)
        if present(kind, release, line, versions) is False:
            continue
        if deprecated_at(kind, release, line, versions):
            return release
    return None
