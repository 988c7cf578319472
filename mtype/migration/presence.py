"""Has an end of the way the machine type of the guest, and an emulator for it at all?"""

from __future__ import annotations

from mtype.catalogue.target import Judgement, Target
from mtype.migration.way import Move, Reason
from mtype.model.arch import emulator_runs
from mtype.model.machine_type import MachineType
from mtype.model.status import Status

# The founding document on migration: guests of 64 bits go to hosts of 64 bits only.
_KVM = "https://www.linux-kvm.org/page/Migration"
_ABSENT = {
    Status.REMOVED: "is gone from",
    Status.NEWER: "is newer than",
    Status.FOREIGN: "is of a vendor that is not carried by",
    Status.UNKNOWN: "is not known at",
}


def other_arch(move: Move, name: str | None) -> Reason | None:
    """Why neither end can run a guest of its arch with this type; None where both may."""
    for target in (move.source, move.destination):
        if target.ships(move.arch) is False:
            return _no_emulator(target, move.arch)
    for target in (move.source, move.destination):
        arches = target.judge(name, move.arch).wrong_arch
        if arches and not any(emulator_runs(arch, move.arch) for arch in arches):
            text = f"{name} is a type of {', '.join(arches)}, the guest is {move.arch}"
            kinds = target.catalogue.named(name or "")
            return Reason("MT104", text, kinds[0].sources if kinds else ())
    return None


def _no_emulator(target: Target, arch: str) -> Reason:
    told = target.release.sources if target.release is not None else ()
    smaller = [other for other in target.arches if emulator_runs(arch, other)]
    if smaller:
        text = (
            f"{target.label} has an emulator for {smaller[0]} only, which runs no guest of 64 bits ({arch})"
        )
        return Reason("MT501", text, (*told, _KVM))
    return Reason("MT501", f"{target.label} ships no emulator for {arch}", told)


def not_offered(target: Target, name: str, judged: Judgement) -> Reason:
    """Why `target` has not got the type, with the facts that say so."""
    told = facts_of(target, judged.kind, newer=judged.status is Status.NEWER)
    if judged.unsure:
        return Reason("MT501", f"it is not known whether {target.label} offers {name}", told)
    return Reason("MT501", f"{name} {_ABSENT.get(judged.status, 'is not offered by')} {target.label}", told)


def offered(target: Target, name: str, kind: MachineType | None) -> Reason:
    """That `target` has the type."""
    return Reason("MT501", f"{name} is offered by {target.label}", facts_of(target, kind))


def facts_of(target: Target, kind: MachineType | None, *, newer: bool = False) -> tuple[str, ...]:
    """Where it is written what `target` makes of a type: of an upstream one its life is told, of a vendor's
    own one each release lists what it has; that one is `newer` says what it came with. Of an emulator or a
    host that was asked it is who was asked."""
    if target.source != target.catalogue.label:
        return (target.source,)
    if kind is not None and (newer or kind.vendor == "upstream"):
        return kind.sources
    return target.release.sources if target.release is not None else ()
