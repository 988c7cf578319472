"""What should happen with a guest that is to be put back as a backup has it?"""

from __future__ import annotations

import shlex
from collections.abc import Collection, Iterator
from typing import NamedTuple

from mtype.definitions.tree import differences, machine_type_of, parse
from mtype.model.definition import Carrier
from mtype.model.guest import Guest
from mtype.upgrade.backup import DOMAIN
from mtype.upgrade.backup_read import Backup
from mtype.upgrade.blockers import blockers
from mtype.upgrade.choice import Refusal
from mtype.upgrade.conduct import Allowed, Conduct, When
from mtype.upgrade.disk_sources import moves, moves_of_live, paths_written_to
from mtype.upgrade.disks import ImageError, Images, is_local
from mtype.upgrade.guest_plan import Kept, Refused
from mtype.upgrade.plan import DiskWork, Plan

_MACHINE = "domain/os/type/@machine"
_TOLD = 8  # places of a definition
_WITHOUT = "restore without --disks"


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
    guest: Guest,
    backup: Backup,
    conduct: Conduct,
    disks: DisksBack | None = None,
    allowed: Collection[Allowed] = (),
) -> Plan | Kept | Refused:
    """The plan to give the guest, whose texts were read with their secrets, the definition of the backup."""
    persistent = guest.texts(Carrier.PERSISTENT)
    old, new = persistent[0].text if persistent else "", backup.definition
    from_ = machine_type_of(old) if old else None
    to = machine_type_of(new)
    found = [*blockers(guest, conduct), *_other_guest(guest, backup)]
    if to is None:
        found.append(Refusal("the definition in the backup names no machine type", "see its domain.xml"))
    same = disks is None and old != "" and not differences(old, new)
    moved = () if same else _moves(guest, old, new)
    if moved and Allowed.DISKS not in allowed:
        found.append(_moved(guest, moved))
    if disks is not None:
        found += _disk_refusals(guest, backup, disks)
    if found:
        return Refused(guest, from_, tuple(found))
    if same:
        return Kept(guest, from_, "it is as in the backup already")
    return Plan(
        guest,
        old,
        new,
        from_ or "",
        to or "",
        ran=guest.state.active and conduct.when is When.NOW,
        warnings=(*moved, *_warnings(backup, old, disks)),
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


def _moves(guest: Guest, old: str, new: str) -> tuple[str, ...]:
    live = (move for stored in guest.texts(Carrier.LIVE) for move in moves_of_live(stored.text, new))
    return tuple(dict.fromkeys([*(moves(old, new) if old else ()), *live]))


def _moved(guest: Guest, moved: tuple[str, ...]) -> Refusal:
    """The old images may be what those of today rest on: a write to them would be the end of these."""
    name = shlex.quote(guest.name)
    return Refusal(
        f"{'; '.join(moved)}: what the guest has written since would be missing, and what rests on an old "
        "image breaks when that is written to",
        f"see virsh domblklist {name}; virsh blockcommit {name} DISK --active --pivot ends an external "
        "snapshot; if the guest is to have its old disks all the same: --allow disks",
    )


def _disk_refusals(guest: Guest, backup: Backup, disks: DisksBack) -> Iterator[Refusal]:
    kept, images = backup.manifest.disks, disks.images
    if kept is None or not kept.paths:
        yield Refusal("this backup has no snapshot of the disks", _WITHOUT)
        return
    if not is_local(backup.manifest.uri) or not is_local(guest.uri):
        far = guest.uri if is_local(backup.manifest.uri) else backup.manifest.uri
        yield Refusal(f"its disks lie on the host of {far}", "restore it there")
        return
    for path in kept.paths:
        try:
            for uri in dict.fromkeys((backup.manifest.uri, guest.uri)):
                images.check_here(uri, path)
            image = images.image(path)
            above = tuple(_not_its_own(guest, path, images))
        except ImageError as error:
            yield Refusal(str(error), error.remedy)
            continue
        if above:
            yield Refusal(f"{path} cannot go back: {above[0]}", _WITHOUT)
        elif kept.name not in image.snapshots:
            yield Refusal(f"{path} no longer has the snapshot {kept.name}", _WITHOUT)
        elif disks.take in image.snapshots:
            yield Refusal(f"{path} has a snapshot {disks.take} already", "try again")
        elif image.obstacle:
            yield Refusal(f"{path} cannot go back: {image.obstacle}", _WITHOUT)


def _not_its_own(guest: Guest, path: str, images: Images) -> Iterator[str]:
    """Why the image is none that the guest itself writes to. Raises ImageError where nobody can tell."""
    for carrier in (Carrier.PERSISTENT, Carrier.LIVE):
        for stored in guest.texts(carrier):
            written = paths_written_to(stored.text)
            if path not in written:
                yield "the guest has another disk in its place now"
            for other in written:
                if other != path and images.rests_on(other, path):
                    yield f"{other}, which the guest has now, rests on it"


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
