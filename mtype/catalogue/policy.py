"""What do the rules of vendors count, and what follows from the numbers?"""

from __future__ import annotations

import re

from mtype.catalogue.facts import Policy
from mtype.model.machine_type import MachineType
from mtype.model.name import parse_type_name
from mtype.model.version import Version, parse_version

_MAJOR = re.compile(r"[a-z]*([0-9]+)(?:\.|$)")


def by_policy(made: Version, majors: int, since: Version = (0, 0, 0)) -> Version:
    """The release in which a rule 'N majors after' strikes a type made for `made` (x.y, micro dropped),
    which is not before the rule took effect.

    QEMU 9.1 include/hw/boards.h: MACHINE_VER_DEPRECATION compares major and minor only.
    """
    return max((made[0] + majors, made[1], 0), since)


def major_of(text: str) -> int | None:
    """The 8 of the release `8.10` and of the revision `rhel8.6.0`; None where there is no such number."""
    match = _MAJOR.match(text)
    return int(match[1]) if match else None


def major_made_for(kind: MachineType) -> int | None:
    """The major release of its vendor that a type is named after; None where its name holds no number."""
    parsed = parse_type_name(kind.name)
    return major_of(parsed.revision) if parsed else None


def version_made_for(kind: MachineType) -> Version | None:
    """The QEMU version that a type is made for or built on; None where that is not known, and for upstream
    types that QEMU's own rule leaves alone."""
    if kind.base is not None:
        return parse_version(kind.base)
    if kind.policy is None:
        return None
    major, minor, micro, *_ = kind.rank  # of upstream types: the version that is in the name
    return major, minor, micro


def baseline_of(policy: Policy, major: int) -> Version:
    """The oldest QEMU version whose types are kept throughout a major release of the line. Before the
    first that is told there was none; each after the last is raised by as much as the policy expects."""
    told = {int(key): parse_version(value) for key, value in policy.baselines.items()}
    if major in told:
        return told[major]
    last = max(told)
    if major < last:
        return (0, 0, 0)
    base = told[last]
    return base[0] + (major - last) * policy.raised_by, base[1], base[2]
