"""How does a plan get its work on the disks?"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from datetime import datetime

from mtype.upgrade.choice import Refusal
from mtype.upgrade.disks import Chosen, ImageError, Images, choose_disks, snapshot_name
from mtype.upgrade.plan import DiskWork, Plan

WithDisks = Callable[[Plan], "Plan | tuple[Refusal, ...]"]


def no_disks(plan: Plan) -> Plan:
    """The disks are left alone."""
    return plan


def disk_planner(images: Images, when: datetime) -> WithDisks:
    """Plans a snapshot of every writable disk, named after `when` and the guest; or says why a guest cannot
    have that. A guest whose image belongs to a plan before is refused: one would be snapshotted while the
    other writes to it."""
    planned: dict[Hashable, Plan] = {}

    def with_disks(plan: Plan) -> Plan | tuple[Refusal, ...]:
        name = snapshot_name(when, plan.guest.uuid)
        chosen = choose_disks(plan.old, plan.guest.uri, images, name)
        if not isinstance(chosen, Chosen):
            return chosen
        try:
            own = {images.identity(path): path for path in chosen.paths}
        except ImageError as error:
            return (Refusal(str(error), error.remedy),)
        refusals = tuple(_shared(own, planned))
        if refusals:
            return refusals
        planned.update(dict.fromkeys(own, plan))
        paths = tuple(own.values())  # one of each, where an image has several names
        work = DiskWork(paths, name) if paths else None
        return plan._replace(disks=work, warnings=(*plan.warnings, *chosen.warnings))

    return with_disks


def _shared(own: dict[Hashable, str], planned: dict[Hashable, Plan]) -> Iterator[Refusal]:
    for image, path in own.items():
        if image in planned:
            other = planned[image].guest
            yield Refusal(
                f"its image {path} is one of the guest {other.name} ({other.uuid}) too, whose disks are "
                "snapshotted in this run",
                "upgrade one of them without --disk-snapshot",
            )
