"""What should happen with each guest of a host that was meant?"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.target import Target
from mtype.model.arch import qemu_arch
from mtype.model.errors import HostError, HostLostError, MtypeError
from mtype.model.guest import Guest
from mtype.upgrade.answer import GuestAnswer
from mtype.upgrade.choice import Goal, Refusal
from mtype.upgrade.conduct import Conduct
from mtype.upgrade.disk_plan import no_disks
from mtype.upgrade.files import Outcome
from mtype.upgrade.guest_host import GuestHost
from mtype.upgrade.guest_plan import Kept, Refused, guest_definition, plan_diff, plan_guest
from mtype.upgrade.plan import Plan
from mtype.upgrade.restart_diff import restart_diff
from mtype.upgrade.selection import Traits
from mtype.upgrade.standing import TargetOf

_ASK_IT = "see what `EMULATOR -machine help` says there, or leave this guest out"
_NAME_IT = "mend that, or name the guests that are meant"
_NO_DEFINITION = "its definition cannot be read"
# Traits that nobody can tell: where the emulator cannot be asked, where the type is not known either, and
# where there is no definition to look at.
_OF_EMULATOR = frozenset({"status"})
_OF_TYPE = _OF_EMULATOR | {"board", "vendor"}
_OF_DEFINITION = _OF_TYPE | {"machine", "arch"}


class Question(NamedTuple):
    """What is asked of the guests of one host. `level` is a release whose newest type is wanted in place of
    the emulator's own newest; `with_disks` adds the work on the disks to a plan, or says why not."""

    host: GuestHost
    targets: TargetOf
    goal: Goal
    conduct: Conduct
    level: Target | None = None
    with_disks: Callable[[Plan], Plan | tuple[Refusal, ...]] = no_disks


def plan_on_host(question: Question, seen: Guest) -> Plan | GuestAnswer | None:
    """The plan for one guest that was seen a moment ago, held against its emulator and its libvirt. An answer
    where there is nothing to do, it is refused, or libvirt cannot read it; None where the guest has gone.
    Nothing is changed."""
    try:
        guest = question.host.guest(seen.uuid)
        if guest is None:
            return None
        planned = _plan(question, guest)
    except HostLostError:
        raise
    except HostError as error:
        return unreadable(_answer(seen, Outcome.FAILED, None), error)
    if isinstance(planned, Kept):
        return _answer(planned.guest, Outcome.KEPT, planned.from_)._replace(reason=planned.reason)
    if isinstance(planned, Refused):
        return _answer(planned.guest, Outcome.REFUSED, planned.from_)._replace(
            reason="; ".join(one.reason for one in planned.refusals),
            remedy="; ".join(one.remedy for one in planned.refusals if one.remedy),
        )
    return planned


def unreadable(answer: GuestAnswer, error: HostError) -> GuestAnswer:
    """The answer for a guest that libvirt cannot read: those beside it go on."""
    remedy = error.remedy or "try again, or leave this guest out"
    return answer._replace(outcome=Outcome.FAILED, reason=str(error), remedy=remedy)


def as_planned(plan: Plan) -> GuestAnswer:
    """The answer that a plan is, as long as it is not carried out."""
    return _answer(plan.guest, Outcome.PLANNED, plan.from_)._replace(
        to=plan.to, source=plan.source, warnings=plan.warnings, diff=tuple(plan_diff(plan)),
        restart_diff=tuple(restart_diff(plan)),
    )  # fmt: skip


def traits_of(guest: Guest, targets: TargetOf, catalogue: Catalogue) -> Traits:
    """What `--where` can ask of a guest. Where its emulator cannot be asked, the catalogue still knows the
    board and vendor of its type, and nobody its status."""
    definition = guest_definition(guest)
    state = guest.state.value
    if definition is None:
        why = "; ".join(guest.unread) or _NO_DEFINITION
        return Traits(None, None, None, None, state, None, guest.name, _OF_DEFINITION, why)
    name, arch = definition.machine_type, qemu_arch(definition.arch or "")
    kind, status, untold, why = catalogue.find(name or "", arch), None, frozenset[str](), ""
    try:
        judged = targets.target(definition).judge(name, arch)
        kind, status = judged.kind, judged.status.value
    except MtypeError as error:
        untold, why = _OF_EMULATOR if kind or not name else _OF_TYPE, _not_asked(error)
    board, vendor = (kind.board, kind.vendor) if kind else (None, None)
    return Traits(name, board, vendor, status, state, arch, guest.name, untold, why)


def not_told(guest: Guest, why: str) -> GuestAnswer:
    """The answer for a guest of which nobody can say whether `--where` means it: it is left alone."""
    return _answer(guest, Outcome.REFUSED, None)._replace(
        reason=f"nobody can say whether --where means it: {why}", remedy=_NAME_IT
    )


def _plan(question: Question, guest: Guest) -> Plan | Kept | Refused:
    definition = guest_definition(guest)
    if definition is None:
        return Refused(guest, None, (Refusal(_NO_DEFINITION, "see virsh dumpxml"),))
    name = definition.machine_type
    try:
        own = question.targets.target(definition)
    except MtypeError as error:
        return Refused(guest, name, (Refusal(_not_asked(error), _ASK_IT),))
    planned = plan_guest(guest, definition, question.level or own, question.goal, question.conduct)
    if not isinstance(planned, Plan):
        return planned
    planned = planned._replace(source=own.source)
    refusal = _refused_by_host(question, planned, own, qemu_arch(definition.arch or ""))
    if refusal is not None:
        return Refused(guest, name, (refusal,))
    with_disks = question.with_disks(planned)
    return with_disks if isinstance(with_disks, Plan) else Refused(guest, name, with_disks)


def _refused_by_host(question: Question, plan: Plan, own: Target, arch: str) -> Refusal | None:
    """Whether its emulator or its libvirt would not take what another source says is right."""
    offer = own.offer(arch)
    if offer is None or plan.to not in offer.types:
        label = question.level.label if question.level else own.label
        return Refusal(
            f"{own.source} does not offer {plan.to}, which {label} has",
            "choose a type with --to, or upgrade the host",
        )
    try:
        question.host.validate(plan.new)
    except HostLostError:
        raise
    except HostError as error:
        return Refusal(f"libvirt refuses the new definition: {error}", "mend what it names, then try again")
    return None


def _not_asked(error: MtypeError) -> str:
    return f"its emulator cannot be asked: {error}"


def _answer(guest: Guest, outcome: Outcome, from_: str | None) -> GuestAnswer:
    return GuestAnswer(guest.uri, guest.name, guest.uuid, outcome, from_)
