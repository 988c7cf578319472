"""Can a guest go there, running, saved or stopped?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.successor import successor
from mtype.catalogue.target import Judgement, Target
from mtype.migration.breaks import broken_by
from mtype.migration.common_type import common_type
from mtype.migration.way import Answer, Kind, Move, Reason, Verdict
from mtype.model.machine_type import MachineType
from mtype.model.release import Release
from mtype.model.status import Status
from mtype.model.version import parse_version

_OFFERED = frozenset({Status.SUPPORTED, Status.DEPRECATED})
_ABSENT = {
    Status.REMOVED: "is gone from",
    Status.NEWER: "is newer than",
    Status.FOREIGN: "is of a vendor that is not carried by",
    Status.UNKNOWN: "is not known at",
}


def answer(move: Move, kind: Kind) -> Answer:
    """The verdict on one kind of move, as far as releases and machine types tell; pure."""
    if kind is Kind.STOPPED:
        return _stopped(move)
    return _with_state(move, kind)


def resolved(move: Move) -> str | None:
    """The machine type that a guest got at the source: what an alias stands for there, None where that is
    not known."""
    offer = move.source.offer(move.arch)
    name = move.name
    if not name:
        default = [e.name for e in offer.entries if e.default and e.alias_of is None] if offer else []
        return default[0] if len(default) == 1 else None
    entry = offer.by_name.get(name) if offer else None
    return entry.alias_of if entry is not None and entry.alias_of is not None else name


def _with_state(move: Move, kind: Kind) -> Answer:
    name = resolved(move)
    if name is None:
        text = f"it is not known which machine type {move.name or 'a missing attribute'} is at the source"
        return Answer(kind, Verdict.UNKNOWN, (Reason("MT103", text),))
    there = move.destination.judge(name, move.arch)
    here = move.source.judge(name, move.arch)
    notes = tuple(_notes(move, name, here))
    if here.status not in _OFFERED:
        verdict = Verdict.UNKNOWN if here.status is Status.UNKNOWN else Verdict.IMPOSSIBLE
        return Answer(kind, verdict, (Reason("MT501", _not_offered(move.source, name, here)), *notes))
    if there.status not in _OFFERED:
        return _absent(move, kind, name, there, notes)
    broken = broken_by(move, kind)
    if broken is not None:
        return Answer(kind, Verdict.IMPOSSIBLE, (broken, *notes))
    verdict, reason = by_policy(move)
    return Answer(kind, verdict, (reason, *notes))


def _absent(move: Move, kind: Kind, name: str, there: Judgement, notes: tuple[Reason, ...]) -> Answer:
    reason = Reason("MT501", _not_offered(move.destination, name, there))
    if there.unsure:
        return Answer(kind, Verdict.UNKNOWN, (reason, *notes))
    held = common_type(move, there.kind) if there.kind is not None else None
    if held is None:
        return Answer(kind, Verdict.IMPOSSIBLE, (reason, *_variant_lost(move, there), *notes))
    lift = Reason("MT501", f"{held.name} is offered by both: stop it and lift it to that first")
    return Answer(kind, Verdict.NEEDS_LIFT, (reason, lift, *notes), held.name)


def _stopped(move: Move) -> Answer:
    name = resolved(move)
    if name is None:
        text = f"it is not known which machine type {move.name or 'a missing attribute'} is at the source"
        return Answer(Kind.STOPPED, Verdict.UNKNOWN, (Reason("MT103", text),))
    there = move.destination.judge(name, move.arch)
    floating = name != move.name
    older = _older_libvirt(move)
    if there.status in _OFFERED and not floating:
        verdict = Verdict.UNSUPPORTED if older else Verdict.SUPPORTED
        return Answer(Kind.STOPPED, verdict, (*older, *_notes(move, name, there)))
    if there.status in _OFFERED:
        text = (
            f"{move.name or 'no attribute'} is another machine at every host: write {name} into the "
            "definition, which is what it has been at the source"
        )
        return Answer(Kind.STOPPED, Verdict.NEEDS_LIFT, (Reason("MT103", text),), name)
    reason = Reason("MT501", _not_offered(move.destination, name, there))
    if there.unsure or there.kind is None:
        return Answer(Kind.STOPPED, Verdict.UNKNOWN, (reason,))
    better = successor(move.destination, there.kind, move.arch)
    if better is None:
        return Answer(Kind.STOPPED, Verdict.IMPOSSIBLE, (reason, *_variant_lost(move, there)))
    lift = Reason("MT501", _lift_at_the_destination(move, there.kind, better))
    return Answer(Kind.STOPPED, Verdict.NEEDS_LIFT, (reason, lift, *older), better.name)


def _older_libvirt(move: Move) -> tuple[Reason, ...]:
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


def _lift_at_the_destination(move: Move, kind: MachineType, better: MachineType) -> str:
    vendors = move.source.catalogue.vendors
    text = f"give it {better.name} there"
    order = move.source.catalogue.compare(better, kind)
    if kind.vendor != better.vendor:
        return f"{text}, a type of {vendors[better.vendor].name}: it will see other hardware"
    return f"{text}, which is older: it may miss what it has" if order is not None and order < 0 else text


def _not_offered(target: Target, name: str, judged: Judgement) -> str:
    if judged.unsure:
        return f"it is not known whether {target.label} offers {name}"
    return f"{name} {_ABSENT.get(judged.status, 'is not offered by')} {target.label}"


def _variant_lost(move: Move, there: Judgement) -> Iterator[Reason]:
    kind = there.kind
    if kind is not None and kind.variants:
        kept = "-".join(kind.variants)
        text = f"{move.destination.label} has no other type of {kind.board} with -{kept}, which it would lose"
        yield Reason("MT503", text)


def _notes(move: Move, name: str, judged: Judgement) -> Iterator[Reason]:
    if name != move.name:
        yield Reason("MT103", f"{move.name or 'no attribute'} is {name} at the source")
    if judged.kind is not None and judged.kind.quirk is not None:
        quirk = judged.kind.quirk
        yield Reason("MT206", f"{name} is known to be broken: {quirk.summary}", quirk.sources)


def by_policy(move: Move) -> tuple[Verdict, Reason]:
    """What the vendors say of the way; where they say nothing, it may work and nobody promises it."""
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
