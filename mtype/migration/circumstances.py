"""What stands in the way of a guest that its definition alone does not say?"""

from __future__ import annotations

from collections.abc import Iterator

from mtype.migration.obstacles import ALLOWED, Found, with_found
from mtype.migration.way import Answer, Kind, Reason, Verdict
from mtype.model.portability import Circumstances, Portability

_KVM = "https://www.linux-kvm.org/page/Migration"
_VIRTIOFS = "https://libvirt.org/kbase/virtiofs.html"
# libvirt's docs/kbase/virtiofs.rst of 10.0 still says that guests with virtiofs are neither migrated nor
# saved; which version was the first that does it is not known to us.
_REFUSES_VIRTIOFS = (10, 0)


def with_circumstances(answer: Answer, guest: Portability, around: Circumstances) -> Answer:
    """`answer` with what they add to it: the verdict gets no better."""
    found = [*_emulator(around)]
    if answer.kind is Kind.LIVE:
        found += _snapshots(around)
    if answer.kind is not Kind.STOPPED:
        found += _virtiofs(guest, around)
    return with_found(answer, tuple(found))


def _emulator(around: Circumstances) -> Iterator[Found]:
    path = around.emulator
    if path is None or around.emulator_there:
        return
    if around.emulator_there is None:
        text = f"its emulator must be there at the same path: {path}"
        yield Verdict.SUPPORTED, Reason("MT504", text, (_KVM,))
    elif around.asked:
        text = f"{around.destination} says that it has no emulator {path}: name the one that it has"
        yield Verdict.IMPOSSIBLE, Reason("MT504", text, (_KVM,))
    else:
        text = f"its emulator {path} is not where {around.destination} keeps QEMU: name the one there (--xml)"
        yield Verdict.UNSUPPORTED, Reason("MT504", text, (_KVM,))


def _snapshots(around: Circumstances) -> Iterator[Found]:
    if around.snapshots:
        number = "a snapshot" if around.snapshots == 1 else f"{around.snapshots} snapshots"
        text = f"libvirt does not migrate a guest that has {number} (snapshot-delete, with --metadata or not)"
        yield Verdict.IMPOSSIBLE, Reason("MT504", text, (ALLOWED,))


def _virtiofs(guest: Portability, around: Circumstances) -> Iterator[Found]:
    refused = around.libvirt is not None and _numbers(around.libvirt) <= _REFUSES_VIRTIOFS
    for folder in guest.virtiofs:
        what = f"{folder} is a folder of its host, shared by virtiofs"
        if refused:
            text = f"{what}: libvirt {around.libvirt} neither migrates nor saves a guest with that"
            yield Verdict.IMPOSSIBLE, Reason("MT504", text, (_VIRTIOFS, ALLOWED))
        else:
            text = f"{what}: libvirt up to 10.0 refuses, later ones if its virtiofsd cannot be migrated"
            yield Verdict.UNSUPPORTED, Reason("MT504", text, (_VIRTIOFS,))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".")[:2] if part.isdecimal())
