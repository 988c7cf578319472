"""How does a plan get its work on the disks?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mtype.upgrade.choice import Refusal
from mtype.upgrade.disks import Chosen, Images, choose_disks, snapshot_name
from mtype.upgrade.plan import DiskWork, Plan

WithDisks = Callable[[Plan], "Plan | tuple[Refusal, ...]"]


def no_disks(plan: Plan) -> Plan:
    """The disks are left alone."""
    return plan


def disk_planner(images: Images, when: datetime) -> WithDisks:
    """Plans a snapshot of every writable disk, named after `when`; or says why a guest cannot have that."""

    def with_disks(plan: Plan) -> Plan | tuple[Refusal, ...]:
        chosen = choose_disks(plan.old, plan.guest.uri, images)
        if not isinstance(chosen, Chosen):
            return chosen
        work = DiskWork(chosen.paths, snapshot_name(when)) if chosen.paths else None
        return plan._replace(disks=work, warnings=(*plan.warnings, *chosen.warnings))

    return with_disks
