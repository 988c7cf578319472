"""What is known of a name that the target does not offer on the guest's arch?"""

from __future__ import annotations

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.target import Judgement
from mtype.model.definition import Carrier, Definition
from mtype.model.machine_type import MachineType
from mtype.model.status import Status
from mtype.rules.base import Context
from mtype.rules.words import quoted


def not_offered(context: Context, definition: Definition) -> bool:
    """Whether it is certain that the target does not offer the type of a definition, which is known."""
    judged = context.judge(definition)
    return judged.kind is not None and judged.status in (Status.REMOVED, Status.NEWER, Status.FOREIGN)


def other_than_persistent(definition: Definition, carrier: Carrier) -> tuple[str, str] | None:
    """The type of this carrier and that of the guest's persistent definition, quoted, where they differ."""
    held, persistent = definition.machine_type, definition.persistent_type
    if definition.carrier is not carrier or not held or persistent is None or held == persistent:
        return None
    return quoted(held), quoted(persistent)


def wrong_arches(context: Context, definition: Definition, judged: Judgement) -> tuple[str, ...]:
    """The arches that have the name while the guest's has not; an alias counts where the target has it."""
    name = definition.machine_type
    told = judged.wrong_arch or judged.unsure or not judged.shipped
    if told or judged.status is not Status.UNKNOWN or not name:
        return judged.wrong_arch
    if name not in context.catalogue.alias_names:
        return ()
    offers = {arch: context.target.offer(arch) for arch in context.target.arches}
    return tuple(arch for arch, offer in offers.items() if offer and name in offer.by_name)


def stands_for(context: Context, alias: str, arch: str) -> MachineType | None:
    """The newest of the types that `alias` stands for where it exists: it tells board and vendor."""
    return context.once(("alias", alias, arch), lambda: _newest_behind(context.catalogue, alias, arch))


def _newest_behind(catalogue: Catalogue, alias: str, arch: str) -> MachineType | None:
    vendor = catalogue.alias_names.get(alias)
    if vendor is None:
        return None
    boards = _boards(catalogue, alias, arch)
    for kind in reversed(catalogue.types):
        if kind.vendor == vendor and kind.board in boards and arch in kind.arches and not kind.variants:
            return kind
    return None


def _boards(catalogue: Catalogue, alias: str, arch: str) -> set[str]:
    boards = {board.name for board in catalogue.boards.values() if board.alias == alias}
    targets = [
        fact.target for vendor in catalogue.vendors.values() for fact in vendor.aliases if fact.alias == alias
    ]
    for key in catalogue.line_names:
        line = catalogue.line(key)
        boards |= {board for name, board, _ in line.aliases if name == alias}
        targets += [target for r in line.releases for name, target in r.aliases if name == alias]
    return boards | {kind.board for name in targets if (kind := catalogue.find(name, arch))}


def board_of(context: Context, definition: Definition, judged: Judgement) -> str | None:
    """The board a definition is written for, also where the target has no such type; None if unknown."""
    kind = judged.kind
    if kind is None and definition.machine_type:
        kind = stands_for(context, definition.machine_type, context.arch(definition))
    return kind.board if kind else None
