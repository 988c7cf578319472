"""What should happen with a guest that is to be put back as a backup has it?"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from typing import NamedTuple

from mtype.definitions.tree import differences, machine_type_of, parse
from mtype.model.definition import Carrier
from mtype.model.guest import Guest
from mtype.upgrade.backup import DOMAIN
from mtype.upgrade.backup_read import Backup
from mtype.upgrade.blockers import blockers
from mtype.upgrade.choice import Refusal
from mtype.upgrade.conduct import Conduct, When
from mtype.upgrade.disks import ImageError, Images, is_local
from mtype.upgrade.guest_plan import Kept, Refused
from mtype.upgrade.plan import DiskWork, Plan

_MACHINE = "domain/os/type/@machine"
_TOLD = 8  # places of a definition


class DisksBack(NamedTuple):
    """The disks go back too: `images` are those of the host, `take` the name of the snapshot that keeps what
    they hold now."""

    images: Images
    take: str


def gone(backup: Backup, uri: str) -> Refusal:
    """There is no guest to put back."""
    path = shlex.quote(str(backup.path / DOMAIN))
    return Refusal(
        f"there is no guest {backup.manifest.uuid} at {uri} any more",
        f"define it anew: virsh -c {shlex.quote(uri)} define {path}",
    )


def plan_restore(
    guest: Guest, backup: Backup, conduct: Conduct, disks: DisksBack | None = None
) -> Plan | Kept | Refused:
    """The plan to give the guest, whose texts were read with their secrets, the definition of the backup."""
    persistent = guest.texts(Carrier.PERSISTENT)
    old, new = persistent[0].text if persistent else "", backup.definition
    from_ = machine_type_of(old) if old else None
    to = machine_type_of(new)
    found = [*blockers(guest, conduct), *_other_guest(guest, backup)]
    if to is None:
        found.append(Refusal("the definition in the backup names no machine type", "see its domain.xml"))
    if disks is not None:
        found += _disk_refusals(backup, disks.images)
    if found:
        return Refused(guest, from_, tuple(found))
    if disks is None and not differences(old, new):
        return Kept(guest, from_, "it is as in the backup already")
    return Plan(
        guest,
        old,
        new,
        from_ or "",
        to or "",
        ran=guest.state.active and conduct.when is When.NOW,
        warnings=tuple(_warnings(backup, old, disks)),
        disks=_disk_work(backup, disks),
        source=f"the backup {backup.id}",
    )


def _other_guest(guest: Guest, backup: Backup) -> Iterator[Refusal]:
    uuid = parse(backup.definition).findtext("uuid")
    if uuid != guest.uuid:
        yield Refusal(f"the definition in the backup is that of another guest, {uuid}", "see its domain.xml")
    name = parse(backup.definition).findtext("name") or ""
    if name != guest.name:
        yield Refusal(
            f"the guest is called {guest.name} now, and was {name} then",
            f"rename it first: virsh domrename {shlex.quote(guest.name)} {shlex.quote(name)}",
        )


def _disk_refusals(backup: Backup, images: Images) -> Iterator[Refusal]:
    kept = backup.manifest.disks
    if kept is None or not kept.paths:
        yield Refusal("this backup has no snapshot of the disks", "restore without --disks")
        return
    if not is_local(backup.manifest.uri):
        yield Refusal(f"its disks lie on the host of {backup.manifest.uri}", "restore it there")
        return
    for path in kept.paths:
        try:
            image = images.image(path)
        except ImageError as error:
            yield Refusal(str(error), error.remedy)
            continue
        if kept.name not in image.snapshots:
            yield Refusal(f"{path} no longer has the snapshot {kept.name}", "restore without --disks")
        elif image.obstacle:
            yield Refusal(f"{path} cannot go back: {image.obstacle}", "restore without --disks")


def _disk_work(backup: Backup, disks: DisksBack | None) -> DiskWork | None:
    kept = backup.manifest.disks
    return DiskWork(kept.paths, disks.take, kept.name) if disks is not None and kept is not None else None


def _warnings(backup: Backup, old: str, disks: DisksBack | None) -> Iterator[str]:
    more = [path for path in differences(old, backup.definition) if path != _MACHINE]
    if more:
        told = ", ".join(more[:_TOLD]) + (f" and {len(more) - _TOLD} more" if len(more) > _TOLD else "")
        yield f"what was changed since is taken back too: {told}"
    kept = backup.manifest.disks
    if disks is not None:
        yield (
            f"its disks go back to {backup.manifest.when:%Y-%m-%d %H:%M} UTC: what was written since is only "
            f"in their snapshot {disks.take}"
        )
    elif kept is not None and kept.paths:
        yield "its disks stay as they are: --disks takes them back too"
