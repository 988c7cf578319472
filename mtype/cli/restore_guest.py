"""How is one guest put back, or its backup given up, from the command line?"""

from __future__ import annotations

import sys
import threading
from datetime import datetime, timezone
from typing import NamedTuple

import typer

from mtype import __version__
from mtype.cli.guest_backups import Backups
from mtype.cli.output import deliver_anyway, is_terminal, talk
from mtype.cli.recovering import recover_hosts
from mtype.cli.stopping import stop_on_signals
from mtype.hosts.libvirt_host import LibvirtHost, open_host
from mtype.hosts.qemu_img import QemuImg
from mtype.model.errors import HostError, HostLostError, UsageError
from mtype.model.exit_code import ExitCode
from mtype.reports.escape import brief
from mtype.reports.restore import forgotten_json, forgotten_text, restore_json, restore_text
from mtype.upgrade.answer import GuestAnswer
from mtype.upgrade.backup_read import Backup
from mtype.upgrade.choice import Refusal
from mtype.upgrade.conduct import Allowed, Conduct
from mtype.upgrade.disks import snapshot_name
from mtype.upgrade.files import Outcome
from mtype.upgrade.forget import forget, snapshot_paths
from mtype.upgrade.guest_plan import Kept, Refused
from mtype.upgrade.guests import Run, upgrade_guest
from mtype.upgrade.plan import Plan
from mtype.upgrade.planning import as_planned, unreadable
from mtype.upgrade.restore_plan import DisksBack, gone, plan_restore
from mtype.upgrade.stage import Stage
from mtype.upgrade.state_folder import StateFolder

_NEVER = 10**9  # backups of a guest: a restore removes none, least of all the one that is put back
_EXIT = {Outcome.FAILED: ExitCode.INCOMPLETE, Outcome.REFUSED: ExitCode.FINDINGS}


class RestoreOrders(NamedTuple):
    """Which backup is put back where, and how; as the options say it. `backups` are those that may be meant,
    the likeliest first."""

    state: StateFolder
    backups: tuple[Backup, ...]
    uri: str | None
    conduct: Conduct
    disks: bool
    allowed: frozenset[Allowed]
    dry_run: bool
    yes: bool
    report_format: str
    output: str | None


def restore_guest(orders: RestoreOrders) -> ExitCode:
    """Plan, ask, put back and report; gives the exit code."""
    host = open_host(orders.uri or orders.backups[0].manifest.uri)
    run = _run(orders)
    recovered = [] if orders.dry_run else recover_hosts([host], run)
    failed = any(one.outcome is Outcome.FAILED for one in recovered)
    backup, planned = _plan(orders, host)
    declined = False
    if not isinstance(planned, Plan):
        answer = planned
    elif orders.dry_run:
        answer = as_planned(planned)
    elif not _agreed(planned, backup, orders):
        answer, declined = as_planned(planned), True
    else:
        with stop_on_signals(run.stop):
            answer = upgrade_guest(host, planned, run)
    if orders.report_format == "json":
        text = restore_json(answer, backup.id, __version__)
    else:
        text = restore_text(answer, backup.id, diff=orders.dry_run)
    if not deliver_anyway(text, orders.output) or failed:
        return ExitCode.INCOMPLETE
    return ExitCode.FINDINGS if declined else _EXIT.get(answer.outcome, ExitCode.CLEAN)


def forget_backup(orders: RestoreOrders) -> ExitCode:
    """Ask, delete and report; gives the exit code."""
    backup = orders.backups[0]
    images = snapshot_paths(backup, QemuImg())
    done = not orders.dry_run and _confirmed(
        forgotten_text(backup.id, images, done=False), f"Delete the backup {backup.id}?", orders
    )
    if done:
        protected = Backups(orders.state, _NEVER).in_use()
        images = forget(orders.state, backup, QemuImg(), protected)
    if orders.report_format == "json":
        text = forgotten_json(backup.id, images, __version__, done=done)
    else:
        text = forgotten_text(backup.id, images, done=done)
    if not deliver_anyway(text, orders.output):
        return ExitCode.INCOMPLETE
    return ExitCode.CLEAN if done or orders.dry_run else ExitCode.FINDINGS  # `restore web --forget && ...`


def _run(orders: RestoreOrders) -> Run:
    backups = Backups(orders.state, _NEVER)
    return Run(
        state=orders.state,
        conduct=orders.conduct,
        back_up=backups.write,
        disks=QemuImg(),
        note_disks=backups.note_disks,
        tell=_tell,
        stop=threading.Event(),
    )


def _plan(orders: RestoreOrders, host: LibvirtHost) -> tuple[Backup, Plan | GuestAnswer]:
    """The first backup that is not what the guest is already, as one is that a failed run has written; the
    first of all where each is."""
    plans = [(orders.backups[0], _plan_one(orders, orders.backups[0], host))]
    for backup in orders.backups[1:]:
        if not _is_kept(plans[-1][1]):
            break
        plans.append((backup, _plan_one(orders, backup, host)))
    return plans[0] if _is_kept(plans[-1][1]) else plans[-1]


def _is_kept(planned: Plan | GuestAnswer) -> bool:
    return isinstance(planned, GuestAnswer) and planned.outcome is Outcome.KEPT


def _plan_one(orders: RestoreOrders, backup: Backup, host: LibvirtHost) -> Plan | GuestAnswer:
    """The plan, held against libvirt; an answer where there is nothing to do or it is refused."""
    manifest = backup.manifest
    refused = GuestAnswer(host.uri, manifest.guest, manifest.uuid, Outcome.REFUSED)
    try:
        guest = host.guest(manifest.uuid)
    except HostLostError:
        raise
    except HostError as error:
        return unreadable(refused, error)
    if guest is None:
        return _because(refused, gone(backup, host.uri))
    take = snapshot_name(datetime.now(timezone.utc), guest.uuid)
    disks = DisksBack(QemuImg(), take) if orders.disks else None
    planned = plan_restore(guest, backup, orders.conduct, disks, orders.allowed)
    if isinstance(planned, Kept):
        return refused._replace(outcome=Outcome.KEPT, from_=planned.from_, reason=planned.reason)
    if isinstance(planned, Refused):
        return _because(refused._replace(from_=planned.from_), *planned.refusals)
    try:
        host.validate(planned.new)
    except HostLostError:
        raise
    except HostError as error:
        why = Refusal(f"libvirt refuses the definition of the backup: {error}", "mend what it names")
        return _because(refused._replace(from_=planned.from_), why)
    return planned


def _because(answer: GuestAnswer, *refusals: Refusal) -> GuestAnswer:
    return answer._replace(
        reason="; ".join(one.reason for one in refusals),
        remedy="; ".join(one.remedy for one in refusals if one.remedy),
    )


def _agreed(plan: Plan, backup: Backup, orders: RestoreOrders) -> bool:
    """Show the plan; whether it is to be carried out."""
    again = " and started again" if orders.conduct.start else ""
    how = f"It is shut down{again}." if plan.ran else ""
    shown = restore_text(as_planned(plan), backup.id, diff=True)
    return _confirmed(shown, f"Restore {brief(plan.guest.name)}? {how}".strip(), orders)


def _confirmed(shown: str, question: str, orders: RestoreOrders) -> bool:
    for line in shown.splitlines():
        talk(line)
    if orders.yes:
        return True
    if not is_terminal(sys.stdin):
        raise UsageError("there is no terminal to ask on: give --yes to do this, or --dry-run to see it only")
    if typer.confirm(question, err=True):
        return True
    talk("nothing was done")
    return False


def _tell(name: str, stage: Stage) -> None:
    talk(f"{name}: {stage.value}")
