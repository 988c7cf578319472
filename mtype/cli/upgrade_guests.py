"""How are the guests of hosts upgraded from the command line?"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import NamedTuple

import typer

from mtype import __version__
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.releases import find_release
from mtype.catalogue.target import Target
from mtype.cli.guest_backups import Backups
from mtype.cli.output import deliver_anyway, is_terminal, talk
from mtype.cli.recovering import recover_hosts
from mtype.cli.stopping import stop_on_signals
from mtype.cli.telling import Telling
from mtype.hosts.guest_targets import GuestTargets
from mtype.hosts.guests import read_guests
from mtype.hosts.libvirt_host import LibvirtHost, open_host
from mtype.hosts.qemu_img import QemuImg
from mtype.model.errors import UsageError
from mtype.model.exit_code import ExitCode
from mtype.model.guest import Guest
from mtype.reports.summary import counted
from mtype.reports.upgrade_guests import guests_json, guests_text, plan_text
from mtype.upgrade.answer import GuestAnswer
from mtype.upgrade.choice import Goal
from mtype.upgrade.conduct import Conduct, When
from mtype.upgrade.disk_plan import disk_planner, no_disks
from mtype.upgrade.files import Outcome
from mtype.upgrade.guest_host import GuestHost
from mtype.upgrade.guests import Run, upgrade_guests
from mtype.upgrade.plan import Plan
from mtype.upgrade.planning import Question, as_planned, not_told, plan_on_host, traits_of
from mtype.upgrade.selection import Traits, Where, select
from mtype.upgrade.stage import Stage
from mtype.upgrade.state_folder import StateFolder, open_state_folder

_AT_A_TIME = 4  # guests that boot at once are a load on their host
Work = list[tuple[GuestHost, Plan]]


class GuestOrders(NamedTuple):
    """Which guests are to be lifted, to what, and how; as the options say it."""

    names: Sequence[str]
    where: Where
    uris: Sequence[str]
    releases: Sequence[str]
    goal: Goal
    conduct: Conduct
    dry_run: bool
    yes: bool
    disk_snapshot: bool
    keep: int
    keep_going: bool
    jobs: int | None
    state_dir: str | None


def upgrade_on_hosts(catalogue: Catalogue, orders: GuestOrders, told: Telling) -> ExitCode:
    """Plan, ask, lift and report; gives the exit code."""
    state = open_state_folder(orders.state_dir)
    hosts = _open_hosts(orders)
    questions, run = _ask(catalogue, orders, state, hosts)
    answers = [] if orders.dry_run else recover_hosts(hosts, run)
    seen = [guest for host in hosts for guest in read_guests(host.connection)]
    work, others = _plan(catalogue, questions, seen, orders)
    answers += others
    declined = bool(work) and not orders.dry_run and not _agreed(work, others, orders)
    if work and not orders.dry_run and not declined:
        with stop_on_signals(run.stop):
            answers += upgrade_guests(work, run._replace(jobs=_at_a_time(orders, len(work))))
    else:
        answers += [as_planned(plan) for _, plan in work]
    if told.report_format == "json":
        seconds = time.monotonic() - told.started
        text = guests_json(answers, [host.uri for host in hosts], __version__, seconds)
    else:
        text = guests_text(answers, diff=told.diff or orders.dry_run, verbose=told.verbose)
    code = _exit_code(answers) if deliver_anyway(text, told.output) else ExitCode.INCOMPLETE
    return max(code, ExitCode.FINDINGS) if declined else code  # `upgrade web && reboot`


def _open_hosts(orders: GuestOrders) -> list[LibvirtHost]:
    hosts = [open_host(uri) for uri in dict.fromkeys(orders.uris)] or [open_host(None)]
    return list({host.uri: host for host in hosts}.values())  # one host may be called by two names


def _ask(
    catalogue: Catalogue, orders: GuestOrders, state: StateFolder, hosts: Sequence[LibvirtHost]
) -> tuple[list[Question], Run]:
    """What is asked of each host, and how it is carried out."""
    if len(orders.releases) > 1:
        raise UsageError("a guest is lifted for one release: give --for once")
    release = find_release(catalogue, orders.releases[0]) if orders.releases else None
    level = Target(catalogue, release, release.id) if release else None
    images = QemuImg()
    backups = Backups(state, orders.keep)
    with_disks = disk_planner(images, datetime.now(timezone.utc)) if orders.disk_snapshot else no_disks
    questions = [
        Question(
            host, GuestTargets(host.connection, catalogue), orders.goal, orders.conduct, level, with_disks
        )
        for host in hosts
    ]
    run = Run(
        state=state,
        conduct=orders.conduct,
        back_up=backups.write,
        disks=images,
        note_disks=backups.note_disks,
        tell=_tell,
        stop=threading.Event(),
        keep_going=orders.keep_going,
    )
    return questions, run


def _plan(
    catalogue: Catalogue, questions: Sequence[Question], guests: Sequence[Guest], orders: GuestOrders
) -> tuple[Work, list[GuestAnswer]]:
    """The plans of the guests that were meant, and the answers of those that need none or are refused."""
    asked = {question.host.uri: question for question in questions}

    def traits(guest: Guest) -> Traits:
        return traits_of(guest, asked[guest.uri].targets, catalogue)

    chosen = select(guests, orders.names, where=orders.where, traits=traits)
    work: Work = []
    answers = [not_told(guest, why) for guest, why in chosen.untold]
    for guest in chosen.meant:
        question = asked[guest.uri]
        planned = plan_on_host(question, guest)
        if isinstance(planned, Plan):
            work.append((question.host, planned))
        elif planned is not None:
            answers.append(planned)
    return work, answers


def _at_a_time(orders: GuestOrders, guests: int) -> int:
    """Owners are waited for all at once: nobody knows which of them comes first, and nothing is started."""
    return guests if orders.conduct.when is When.NEXT_SHUTDOWN else orders.jobs or _AT_A_TIME


def _agreed(work: Work, others: Sequence[GuestAnswer], orders: GuestOrders) -> bool:
    """Show the plan; whether it is to be carried out. Whoever is asked also sees which guests are refused."""
    plans = [plan for _, plan in work]
    after = "started again" if orders.conduct.start else "left switched off"
    notes = {plan.guest.uuid: f"it runs: it is shut down and {after}" for plan in plans if plan.ran}
    stopped = len(notes)
    if orders.conduct.when is When.NEXT_SHUTDOWN:
        waits = "it runs: it is changed once somebody shuts it down, and stays off then"
        notes = {plan.guest.uuid: waits for plan in plans if plan.guest.state.active}
    for line in plan_text([as_planned(plan) for plan in plans], notes).splitlines():
        talk(line)
    if orders.yes:
        return True
    if not is_terminal(sys.stdin):
        raise UsageError("there is no terminal to ask on: give --yes to do this, or --dry-run to see it only")
    for line in plan_text([one for one in others if one.outcome is Outcome.REFUSED], {}).splitlines():
        talk(line)
    question = f"Upgrade {counted(len(plans), 'guest')}"
    verb = "is" if stopped == 1 else "are"
    question += f", {stopped} of which {verb} shut down and {after}?" if stopped else "?"
    if typer.confirm(question, err=True):
        return True
    talk("nothing was done")
    return False


def _tell(name: str, stage: Stage) -> None:
    talk(f"{name}: {stage.value}")


def _exit_code(answers: Sequence[GuestAnswer]) -> ExitCode:
    outcomes = {answer.outcome for answer in answers}
    if not outcomes:
        talk("nothing to look at: no guest was found")
        return ExitCode.INCOMPLETE
    if Outcome.FAILED in outcomes:
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if Outcome.REFUSED in outcomes else ExitCode.CLEAN
