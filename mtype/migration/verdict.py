"""Can a guest go there, running, saved or stopped?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.catalogue.target import Judgement
from mtype.migration.breaks import broken_by
from mtype.migration.broken_types import broken_type
from mtype.migration.common_type import common_type, newest_there
from mtype.migration.presence import facts_of, not_offered, offered, other_arch
from mtype.migration.promise import by_policy, older_libvirt
from mtype.migration.way import Answer, Kind, Move, Reason, Verdict
from mtype.model.machine_type import MachineType
from mtype.model.status import Status

_OFFERED = frozenset({Status.SUPPORTED, Status.DEPRECATED})


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
    elsewhere = other_arch(move, name or move.name)
    if elsewhere is not None:
        return Answer(kind, Verdict.IMPOSSIBLE, (elsewhere,))
    if name is None:
        return Answer(kind, Verdict.UNKNOWN, (_no_name(move),))
    there = move.destination.judge(name, move.arch)
    here = move.source.judge(name, move.arch)
    broken = broken_type(move, here.kind or there.kind)
    notes = (*_alias(move, name), *([broken.reason] if broken else ()))
    if here.status not in _OFFERED:
        verdict = Verdict.UNKNOWN if here.status is Status.UNKNOWN else Verdict.IMPOSSIBLE
        return Answer(kind, verdict, (not_offered(move.source, name, here), *notes))
    if there.status not in _OFFERED:
        return _absent(move, kind, name, there, notes)
    if broken is not None and broken.crossed:
        return Answer(kind, Verdict.IMPOSSIBLE, notes)
    between = broken_by(move, kind)
    if between is not None:
        return Answer(kind, Verdict.IMPOSSIBLE, (between, *notes))
    verdict, reason = by_policy(move)
    if broken is not None and not broken.promised and verdict is Verdict.SUPPORTED:
        return Answer(kind, Verdict.UNSUPPORTED, (*notes, reason))
    return Answer(kind, verdict, (reason, *notes))


def _absent(move: Move, kind: Kind, name: str, there: Judgement, notes: tuple[Reason, ...]) -> Answer:
    reason = not_offered(move.destination, name, there)
    if there.unsure:
        return Answer(kind, Verdict.UNKNOWN, (reason, *notes))
    held = common_type(move, there.kind) if there.kind is not None else None
    if held is None:
        return Answer(kind, Verdict.IMPOSSIBLE, (reason, *_variant_lost(move, there), *notes))
    text = f"{held.name} is offered by both: stop it and lift it to that first"
    told = (*facts_of(move.source, held), *facts_of(move.destination, held))
    lift = Reason("MT501", text, tuple(dict.fromkeys(told)))
    return Answer(kind, Verdict.NEEDS_LIFT, (reason, lift, *notes), held.name)


def _stopped(move: Move) -> Answer:
    name = resolved(move)
    elsewhere = other_arch(move, name or move.name)
    if elsewhere is not None:
        return Answer(Kind.STOPPED, Verdict.IMPOSSIBLE, (elsewhere,))
    if name is None:
        return Answer(Kind.STOPPED, Verdict.UNKNOWN, (_no_name(move),))
    there = move.destination.judge(name, move.arch)
    if there.status in _OFFERED:
        return _stays(move, name, there.kind)
    reason = not_offered(move.destination, name, there)
    if there.unsure or there.kind is None:
        return Answer(Kind.STOPPED, Verdict.UNKNOWN, (reason,))
    better = newest_there(move, there.kind)
    if better is None:
        return Answer(Kind.STOPPED, Verdict.IMPOSSIBLE, (reason, *_variant_lost(move, there)))
    lift = _lift_at_the_destination(move, there.kind, better)
    return Answer(Kind.STOPPED, Verdict.NEEDS_LIFT, (reason, lift, *older_libvirt(move)), better.name)


def _stays(move: Move, name: str, kind: MachineType | None) -> Answer:
    """A stopped guest whose type the destination has."""
    older, broken = older_libvirt(move), broken_type(move, kind)
    reasons = (*older, *([broken.reason] if broken else ()))
    if broken is not None and broken.boots is False and kind is not None:
        better = newest_there(move, kind)
        if better is not None:
            lift = _lift_at_the_destination(move, kind, better)
            return Answer(Kind.STOPPED, Verdict.NEEDS_LIFT, (*reasons, lift), better.name)
    if name != move.name:
        text = (
            f"{move.name or 'no attribute'} is another machine at every host: write {name} into the "
            "definition, which is what it has been at the source"
        )
        fixed = Reason("MT103", text, facts_of(move.source, kind))
        return Answer(Kind.STOPPED, Verdict.NEEDS_LIFT, (fixed, *reasons), name)
    doubted = bool(older) or (broken is not None and broken.boots is not True)
    verdict = Verdict.UNSUPPORTED if doubted else Verdict.SUPPORTED
    return Answer(Kind.STOPPED, verdict, (*reasons, offered(move.destination, name, kind)))


def _no_name(move: Move) -> Reason:
    text = f"it is not known which machine type {move.name or 'a missing attribute'} is at the source"
    return Reason("MT103", text, facts_of(move.source, None))


def _alias(move: Move, name: str) -> Iterator[Reason]:
    if name != move.name:
        text = f"{move.name or 'no attribute'} is {name} at the source"
        yield Reason("MT103", text, facts_of(move.source, None))


def _lift_at_the_destination(move: Move, kind: MachineType, better: MachineType) -> Reason:
    vendors = move.source.catalogue.vendors
    text = f"give it {better.name} there"
    order = move.source.catalogue.compare(better, kind)
    if move.destination.judge(better.name, move.arch).status is Status.DEPRECATED:
        text = f"{text}, though it is deprecated"
    if kind.vendor != better.vendor:
        text = f"{text}, a type of {vendors[better.vendor].name}: it will see other hardware"
    elif order is not None and order < 0:
        text = f"{text}, which is older: it may miss what it has"
    return Reason("MT501", text, facts_of(move.destination, better))


def _variant_lost(move: Move, there: Judgement) -> Iterator[Reason]:
    kind = there.kind
    if kind is not None and kind.variants:
        kept = "-".join(kind.variants)
        text = f"{move.destination.label} has no other type of {kind.board} with -{kept}, which it would lose"
        yield Reason("MT503", text, facts_of(move.destination, kind))
