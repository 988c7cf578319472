"""When did something happen in a line of QEMU versions, if all we know is a bound?"""

from __future__ import annotations

import re
from typing import NamedTuple

Version = tuple[int, int, int]
_VERSION = re.compile(r"([0-9]{1,3})\.([0-9]{1,3})(?:\.([0-9]{1,3}))?")  # no endless number of a stranger
_BOUND = re.compile(r"(?:>\s*([0-9.]+)\s+)?(≤)?\s*([0-9.]+)")


def parse_version(text: str) -> Version:
    """`11.1` or `4.0.1` as (major, minor, micro).

    Raises ValueError for anything else: a Debian or RPM version is not a QEMU version, cut it first.
    """
    match = _VERSION.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a QEMU version such as 9.2 or 4.0.1")
    return int(match[1]), int(match[2]), int(match[3] or 0)


def format_version(version: Version) -> str:
    """`11.1` or `4.0.1`: a micro of 0 is not written."""
    return ".".join(str(part) for part in (version if version[2] else version[:2]))


class Bound(NamedTuple):
    """A change that happened in (`after`, `by`]; an exact fact has `after` None and `exact` True.

    Written `9.1` (exactly), `≤5.2` (there at 5.2, maybe earlier), `>5.2 ≤7.2` (between the two).
    """

    by: Version
    after: Version | None = None
    exact: bool = True

    def reached(self, version: Version) -> bool | None:
        """Whether the change has happened at `version`; None where the bound does not tell.

        `after` was seen in one stable release of its minor, and stable releases keep the machine types.
        """
        if version >= self.by:
            return True
        if self.exact or (self.after is not None and version[:2] <= self.after[:2]):
            return False
        return None

    def __str__(self) -> str:
        if self.exact:
            return format_version(self.by)
        low = f">{format_version(self.after)} " if self.after else ""
        return f"{low}≤{format_version(self.by)}"


def parse_bound(text: str) -> Bound:
    """Read `9.1`, `≤5.2` or `>5.2 ≤7.2`. Raises ValueError with the three forms in its text."""
    match = _BOUND.fullmatch(text.strip())
    if match is None or (match[1] and not match[2]):
        raise ValueError(f"{text!r} is none of: 9.1 (exact), ≤5.2 (at the latest), >5.2 ≤7.2 (between)")
    after, by = parse_version(match[1]) if match[1] else None, parse_version(match[3])
    if after is not None and after >= by:
        raise ValueError(f"{text!r} begins after it ends")
    return Bound(by, after, exact=not match[2])


def between(
    start: Bound | None, end: Bound | None, version: Version, last: Version | None = None
) -> bool | None:
    """Whether every version from `version` to `last` (by default that one alone) has what came at `start`
    and went at `end` (None: it never went).

    False where none of them has it; None where only some have it, where a bound does not tell, or where
    nothing is known of its start.
    """
    last = last or version
    began_by_the_last = start.reached(last) if start is not None else None
    ended_by_the_first = end.reached(version) if end is not None else False
    if began_by_the_last is False or ended_by_the_first:
        return False
    began = start.reached(version) if start is not None else None
    ended = end.reached(last) if end is not None else False
    return True if began and ended is False else None
