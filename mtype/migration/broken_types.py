"""What does it do to the way of a guest that its machine type is known to be broken?"""

from __future__ import annotations

from typing import NamedTuple

from mtype.catalogue.quirks import other_machine_at, wrong_with_qemu_of
from mtype.migration.way import Move, Reason
from mtype.model.machine_type import MachineType, Quirk
from mtype.model.release import Release


class Broken(NamedTuple):
    """What is wrong, as a reason. `crossed` is whether the type is one machine at the one end and another at
    the other; `promised` whether it is what its name says at both; `boots` whether the guest boots there,
    None where that is not known of it."""

    reason: Reason
    crossed: bool = False
    promised: bool = True
    boots: bool | None = True


def broken_type(move: Move, kind: MachineType | None) -> Broken | None:
    """What is wrong with the type of the guest on this way; None where nothing is known to be."""
    if kind is None or kind.quirk is None:
        return None
    quirk = kind.quirk
    text = f"{kind.name} is known to be broken: {quirk.summary}"
    return _hardware(move, kind, quirk, text) if quirk.of_hardware else _boot(move, quirk, text)


def _hardware(move: Move, kind: MachineType, quirk: Quirk, text: str) -> Broken:
    here, there = (_other_at(move, kind, quirk, end.release) for end in (move.source, move.destination))
    if here is None or there is None:
        return Broken(Reason("MT206", text, quirk.sources), promised=False)
    if here != there:
        text = f"{text}; {move.source.label} and {move.destination.label} lie on two sides of that"
        return Broken(Reason("MT206", text, quirk.sources), crossed=True, promised=False)
    same = move.source.release == move.destination.release
    return Broken(Reason("MT206", text, quirk.sources), promised=same or not here)


def _other_at(move: Move, kind: MachineType, quirk: Quirk, release: Release | None) -> bool | None:
    if release is None or move.source.catalogue.line(release.line).vendor != kind.vendor:
        return None
    return other_machine_at(quirk, release)


def _boot(move: Move, quirk: Quirk, text: str) -> Broken | None:
    wrong = wrong_with_qemu_of(quirk, move.destination.release)
    if wrong is False or move.virtio_disk is False:
        return None
    if wrong is None:
        text = f"{text}; whether that of {move.destination.label} does is not known"
    if move.virtio_disk is None:
        text = f"{text}; if the guest boots from one, lift it first"
    sure = wrong is True and move.virtio_disk is True
    return Broken(Reason("MT206", text, quirk.sources), boots=False if sure else None)
