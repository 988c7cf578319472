"""What is to happen with one guest, decided before anything is touched?"""

from __future__ import annotations

from typing import NamedTuple

from mtype.model.guest import Guest


class DiskWork(NamedTuple):
    """What happens to the disks while the guest is off: a snapshot `take` of each is taken first, then, for
    a restore, each goes back to its snapshot `revert`."""

    paths: tuple[str, ...]
    take: str
    revert: str | None = None


class Plan(NamedTuple):
    """The guest gets the definition `new` in place of `old`, both with their secrets.

    `from_` and `to` are the machine types; `ran` is whether the guest is to be shut down and started again.
    `source` says who was asked what the guest may use. `warnings` are what its owner should know before
    agreeing.
    """

    guest: Guest
    old: str
    new: str
    from_: str
    to: str
    ran: bool
    source: str | None = None
    warnings: tuple[str, ...] = ()
    disks: DiskWork | None = None
