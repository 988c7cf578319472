"""Which machine type should a definition be lifted to, and what speaks against it?"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from mtype.catalogue.successor import nearest_name, successor
from mtype.catalogue.target import Judgement, Target
from mtype.model.arch import qemu_arch
from mtype.model.definition import Definition
from mtype.model.machine_type import MachineType
from mtype.model.status import Status


class Step(Enum):
    """What a lift does only if its owner says so by name (`--allow`)."""

    BOARD = "board"
    VENDOR = "vendor"
    DOWNGRADE = "downgrade"
    VARIANT = "variant"


class Goal(NamedTuple):
    """What was asked for: the type `to`, or the newest of the guest's own board, vendor and variant where
    it is None; and the steps that are allowed."""

    to: str | None = None
    allowed: frozenset[Step] = frozenset()


class Lift(NamedTuple):
    """The definition gets the machine type `to` in place of `from_`."""

    from_: str
    to: str


class Keep(NamedTuple):
    """There is nothing to do, and why."""

    reason: str


class Refusal(NamedTuple):
    """Why the definition is not changed, and what its owner can do about it."""

    reason: str
    remedy: str


Choice = Lift | Keep | Refusal


def choose(target: Target, definition: Definition, goal: Goal) -> Choice:
    """The choice for one definition at `target`. What cannot be compared is refused, never guessed."""
    name, arch = definition.machine_type, _arch(target, definition)
    judged = target.judge(name, arch)
    if not name or judged.status is Status.FLOATING:
        what = f"{name} is an alias" if name else "it names no machine type"
        return Keep(f"{what}: libvirt writes the type of its host when the guest is defined there")
    if name == goal.to:
        return Keep(f"it is {name} already")
    if judged.kind is None:
        return _unknown(target, name, arch)
    if goal.to is not None:
        return _named(target, name, judged.kind, arch, goal)
    return _newest(target, name, judged.kind, judged, arch, goal)


def _arch(target: Target, definition: Definition) -> str:
    """QEMU's name of the guest's arch, as `check` takes it where the attribute is missing."""
    if definition.arch:
        return qemu_arch(definition.arch)
    known = target.catalogue.named(definition.machine_type or "")
    return known[0].arches[0] if known else "x86_64"


def _unknown(target: Target, name: str, arch: str) -> Refusal:
    near = nearest_name(target, name, arch)
    hint = f"did you mean {near}? " if near else ""
    return Refusal(
        f"nothing is known of {name} on {arch}",
        f"{hint}Correct the name, or add the type with --catalogue",
    )


def _newest(target: Target, name: str, kind: MachineType, judged: Judgement, arch: str, goal: Goal) -> Choice:
    better = successor(target, kind, arch)
    if judged.unsure and judged.offered is None:
        return Refusal(
            f"it is not known whether {target.label} offers {name}",
            "ask its emulator with --emulator or --capabilities",
        )
    if better is None:
        if judged.offered is not None and judged.status is not Status.DEPRECATED:
            return Keep(f"{name} is the newest of its kind at {target.label}")
        return _nothing_newer(target, kind, judged)
    return _step(target, name, kind, better, goal)


def _nothing_newer(target: Target, kind: MachineType, judged: Judgement) -> Refusal:
    if kind.variants:
        kept = "-".join(kind.variants)
        return Refusal(
            f"{kind.name} is {judged.status.value} at {target.label}, which has no newer type with -{kept}",
            "choose a type with --to, and --allow variant if the trait may go",
        )
    return Refusal(
        f"{kind.name} is {judged.status.value} at {target.label}, which has no newer type for {kind.board}",
        "choose another board with --to and --allow board: the guest will see another machine",
    )


def _named(target: Target, name: str, kind: MachineType, arch: str, goal: Goal) -> Choice:
    wanted = goal.to or ""
    offer = target.offer(arch)
    entry = offer.by_name.get(wanted) if offer else None
    if entry is None:
        near = nearest_name(target, wanted, arch)
        hint = f"did you mean {near}? " if near and near != wanted else ""
        return Refusal(
            f"{target.label} does not offer {wanted} on {arch}",
            f"{hint}See what it offers with: list types --for {target.label} --arch {arch}",
        )
    if entry.alias_of is not None:
        return Refusal(
            f"{wanted} is an alias, which stands for {entry.alias_of} today and another type tomorrow",
            f"name the type: --to {entry.alias_of}",
        )
    if entry.kind is None:
        return Refusal(
            f"the catalogue does not know {wanted}, so it cannot be compared with {name}",
            "add it with --catalogue",
        )
    return _step(target, name, kind, entry.kind, goal)


def _step(target: Target, name: str, kind: MachineType, better: MachineType, goal: Goal) -> Choice:
    """The lift from `kind` to `better`, unless it takes a step that is not allowed."""
    for step, reason in _steps(target, kind, better):
        if step not in goal.allowed:
            to = f"--to {better.name} " if goal.to is None else ""
            return Refusal(reason, f"if that is meant: {to}--allow {step.value}")
    return Lift(name, better.name)


def _steps(target: Target, kind: MachineType, better: MachineType) -> Iterator[tuple[Step, str]]:
    """The steps that only an owner may decide on, each with what the guest will notice."""
    pair = f"from {kind.name} to {better.name}"
    vendors = target.catalogue.vendors
    if kind.board != better.board:
        yield (
            Step.BOARD,
            f"{pair} the guest moves to another board, {better.board}: other devices, other slots",
        )
    if (vendors[kind.vendor].extends or kind.vendor) != (vendors[better.vendor].extends or better.vendor):
        names = f"{vendors[kind.vendor].name} and {vendors[better.vendor].name}"
        yield Step.VENDOR, f"{pair} the guest moves between the types of {names}, which nobody compares"
    elif kind.board == better.board and (target.catalogue.compare(better, kind) or 0) < 0:
        yield Step.DOWNGRADE, f"{better.name} is older than {kind.name}: the guest may miss what it has"
    lost = [variant for variant in kind.variants if variant not in better.variants]
    if lost:
        yield Step.VARIANT, f"{better.name} lacks what -{'-'.join(lost)} of {kind.name} gives the guest"
