"""What does the target make of a machine type?"""

from __future__ import annotations

from enum import Enum


class Status(Enum):
    """The verdict on one machine type at one target; the values are part of the command-line contract."""

    SUPPORTED = "supported"
    DEPRECATED = "deprecated"
    REMOVED = "removed"
    NEWER = "newer"  # introduced after the target
    FOREIGN = "foreign"  # known, but of a vendor the target does not carry
    UNKNOWN = "unknown"  # not known at all, or not known whether the target has it: never "fine"
    FLOATING = "floating"  # an alias at the target, or no attribute

    @property
    def rank(self) -> int:
        """Bigger is worse; used to name one status when a definition must work on several targets."""
        return _RANK[self]


_RANK = {
    Status.SUPPORTED: 0,
    Status.FLOATING: 1,
    Status.DEPRECATED: 2,
    Status.FOREIGN: 3,
    Status.NEWER: 4,
    Status.REMOVED: 5,
    Status.UNKNOWN: 6,
}
