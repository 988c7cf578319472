"""What else does a restart change for a guest, besides what it is restarted for?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from mtype.definitions.runtime import NotLiveYet, not_live_yet
from mtype.model.definition import Carrier
from mtype.upgrade.guest_plan import without_passwords
from mtype.upgrade.plan import Plan


def restart_diff(plan: Plan) -> Iterator[str]:
    """What the guest runs with and what its definition has already, as a diff whose hunks are named by their
    paths; without the passwords. Nothing for a guest that is off, nor of what a restore takes back again."""
    for stored in plan.guest.texts(Carrier.LIVE):
        then = not_live_yet(plan.new, stored.text)
        waiting = [one for one in not_live_yet(plan.old, stored.text) if one in then]
        if waiting:
            yield f"--- {plan.guest.name} (running)"
            yield f"+++ {plan.guest.name} (restarted)"
        for (live, persistent), group in groupby(waiting, lambda one: (one.live, one.persistent)):
            yield f"@@ {_path(next(group))} @@"
            yield from (f"-{without_passwords(line)}" for line in live)
            yield from (f"+{without_passwords(line)}" for line in persistent)


def _path(one: NotLiveYet) -> str:
    """Of the element: several of its attributes make one hunk."""
    return one.path.partition("/@")[0].removesuffix(" (only the running guest has it)")
