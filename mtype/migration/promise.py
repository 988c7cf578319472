"""What do the vendors promise of the way from one release to another?"""

from __future__ import annotations

from mtype.migration.way import Move, Reason, Verdict
from mtype.model.release import Release
from mtype.model.version import parse_version


def by_policy(move: Move) -> tuple[Verdict, Reason]:
    """What the vendors say of the way; where they say nothing, it may work and nobody promises it. Where
    they say something that the catalogue has not, it is not known."""
    source, destination = move.source.release, move.destination.release
    if source is None or destination is None:
        which = move.source.label if source is None else move.destination.label
        text = f"nobody says which ways from or to {which} are supported, for its release is not known"
        return Verdict.UNSUPPORTED, Reason("MT501", text)
    support = move.ways(source, destination)
    if support.supported is None and source.id == destination.id:
        text = f"both ends are {source.id}, with the same QEMU"
        return Verdict.SUPPORTED, Reason("MT501", text, support.sources)
    if support.supported:
        return Verdict.SUPPORTED, Reason("MT501", support.reason, support.sources)
    if support.unread:
        return Verdict.UNKNOWN, Reason("MT501", support.reason, support.sources)
    backward = _backward(source, destination)
    text = f"{support.reason}; {backward}" if backward else support.reason
    return Verdict.UNSUPPORTED, Reason("MT501", text, support.sources)


def _backward(source: Release, destination: Release) -> str:
    """Why a newer state does not reach an older QEMU; "" where the way is not backward, or not known."""
    if source.qemu is None or destination.qemu is None:
        return ""
    if parse_version(destination.qemu)[:2] >= parse_version(source.qemu)[:2]:
        return ""
    return (
        f"QEMU {destination.qemu} there is older than {source.qemu} here, and refuses the state of a "
        "device that has changed since"
    )


def older_libvirt(move: Move) -> tuple[Reason, ...]:
    """What a definition that a newer libvirt printed may hold that an older one does not know: observed from
    each Debian release to the one before, docs/reference/migration-evidence.md."""
    source, destination = move.source.release, move.destination.release
    if source is None or destination is None or source.libvirt is None or destination.libvirt is None:
        return ()
    if _numbers(destination.libvirt) >= _numbers(source.libvirt):
        return ()
    text = (
        f"libvirt {destination.libvirt} there is older than {source.libvirt} here and may not know what that "
        "has written into the definition: take it with virsh dumpxml --inactive --migratable"
    )
    return (Reason("MT501", text, ("docs/reference/migration-evidence.md",)),)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdecimal())
