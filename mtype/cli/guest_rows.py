"""What does `list` show of guests?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.forecast import Forecast
from mtype.cli.listings import removal_fields
from mtype.reports.escape import encodable, printable
from mtype.upgrade.choice import Keep, Refusal
from mtype.upgrade.standing import Standing, Wait, Waiting

GUEST_HEAD = ("host", "name", "state", "machine_type", "status", "newest", "goes_with", "waits_for")
# What to leave out first where a terminal is too narrow.
GUEST_LEAST = ("goes_with", "state")
# Where they are empty in every row, a terminal does without.
GUEST_SPARSE = ("newest", "goes_with", "waits_for")
_LONGEST_NAME = 24


def guest_row(standing: Standing) -> dict[str, Any]:
    """How a guest stands, as the fields of `list guests`."""
    guest, target, verdict = standing.guest, standing.target, standing.verdict
    persistent = standing.definition.machine_type if standing.definition and guest.persistent else None
    kind = verdict.judged.kind if verdict else None
    choice = verdict.choice if verdict else None
    return {
        "uri": encodable(guest.uri),
        "uuid": guest.uuid,
        "name": encodable(guest.name),
        "state": guest.state.value,
        "persistent": guest.persistent,
        "autostart": guest.autostart,
        "arch": standing.definition.arch if standing.definition else None,
        "machine_type": persistent,
        "live_machine_type": standing.live,
        "board": kind.board if kind else None,
        "vendor": kind.vendor if kind else None,
        "status": standing.status.value,
        "reasons": [encodable(reason) for reason in standing.reasons],
        "newest": standing.newest,
        "not_lifted": encodable(choice.reason) if isinstance(choice, (Keep, Refusal)) else None,
        "remedy": encodable(choice.remedy) if isinstance(choice, Refusal) else None,
        "waits_for": [
            {"what": wait.what.value, "number": wait.number, "machine_type": wait.machine_type}
            for wait in standing.waits
        ],
        "removal": None,
        "forecast": None,
        **(removal_fields(verdict.removal) if verdict and verdict.removal else {}),
        "target": {
            "release": target.release.id if target.release else None,
            "source": encodable(target.source),
        }
        if target
        else None,
        "carriers": [
            {
                "carrier": one.carrier.value,
                "label": encodable(one.label) or None,
                "machine_type": one.machine_type,
                "holds_memory": one.holds_memory,
            }
            for one in standing.carried
        ],
    }


def guest_cells(standing: Standing, *, cut: bool) -> dict[str, Any]:
    """A guest as text; `cut` shortens a name so long that it would leave no room for anything else."""
    row = guest_row(standing)
    name = printable(standing.guest.name)
    if cut and len(name) > _LONGEST_NAME:
        name = f"{name[: _LONGEST_NAME - 1]}…"
    return {
        "host": printable(standing.guest.uri),
        "name": name,
        "state": row["state"],
        "machine_type": printable(row["machine_type"] or row["live_machine_type"] or ""),
        "status": row["status"],
        "newest": row["newest"],
        "goes_with": _ending(standing.verdict.removal) if standing.verdict else None,
        "waits_for": ", ".join(_words(wait) for wait in standing.waits),
    }


def _ending(removal: Forecast | None) -> str | None:
    """The release that lacks the type and its month, with a question mark where that is a forecast: shorter
    than `list types` has it, for there is more to tell of a guest."""
    if removal is None:
        return None
    day = f" {removal.day:%Y-%m}" if removal.day else ""
    return f"{removal.release}{day}{'' if removal.sure and not removal.expected else '?'}"


def _words(wait: Wait) -> str:
    of = f" ({printable(wait.machine_type)})" if wait.machine_type else ""
    if wait.what is Waiting.SNAPSHOTS:
        return f"{wait.number} snapshot{'s' if wait.number > 1 else ''}{of}"
    return f"{wait.what.value}{of}"
