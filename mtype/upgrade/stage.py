"""Which steps does a transaction take, in which order?"""

from __future__ import annotations

from enum import Enum


class Stage(Enum):
    """A step of a transaction; the values are words of the journal and of the progress.

    Each is written down before it is begun, so the last one that a journal names may have been done whole,
    in part or not at all; see docs/explanation/transaction.md.
    """

    BACK_UP = "back up"
    PRE_FLIGHT = "pre-flight"
    WAIT = "wait for its shutdown"
    SHUT_DOWN = "shut down"
    FORCE_OFF = "force off"
    SNAPSHOT_DISKS = "snapshot disks"
    REVERT_DISKS = "revert disks"
    DEFINE = "define"
    VERIFY = "verify the definition"
    START = "start"
    VERIFY_LIVE = "verify the live definition"
    # The way back.
    PUT_BACK = "put the old definition back"
    START_AGAIN = "start again as it was"

    @property
    def may_have_shut_down(self) -> bool:
        """Whether the guest may be off because of us once this step was begun."""
        return self not in _BEFORE_SHUTDOWN

    @property
    def may_have_touched_disks(self) -> bool:
        """Whether snapshots of its disks may have been taken once this step was begun."""
        return self in _AFTER_DEFINE or self in (Stage.SNAPSHOT_DISKS, Stage.REVERT_DISKS)

    @property
    def may_have_defined(self) -> bool:
        """Whether the new definition may be in place once this step was begun."""
        return self in _AFTER_DEFINE

    @property
    def goes_back(self) -> bool:
        """Whether the transaction was already on its way back."""
        return self in (Stage.PUT_BACK, Stage.START_AGAIN)


_BEFORE_SHUTDOWN = frozenset({Stage.BACK_UP, Stage.PRE_FLIGHT, Stage.WAIT})
_AFTER_DEFINE = frozenset(
    {Stage.DEFINE, Stage.VERIFY, Stage.START, Stage.VERIFY_LIVE, Stage.PUT_BACK, Stage.START_AGAIN}
)
