"""What became of a guest?"""

from __future__ import annotations

from typing import NamedTuple

from mtype.upgrade.files import Outcome


class GuestAnswer(NamedTuple):
    """What became of one guest, or will. `reason` and `remedy` are given where nothing was done or it went
    wrong; `source` says who was asked what the guest may use; `diff` is the unified diff of its definition,
    `restart_diff` of what a restart changes besides; `seconds` is how long it took."""

    uri: str
    domain: str
    uuid: str
    outcome: Outcome
    from_: str | None = None
    to: str | None = None
    reason: str = ""
    remedy: str = ""
    backup: str | None = None
    source: str | None = None
    warnings: tuple[str, ...] = ()
    diff: tuple[str, ...] = ()
    restart_diff: tuple[str, ...] = ()
    seconds: float = 0.0
