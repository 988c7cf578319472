"""How is told which backups there are, and what became of a guest that was put back?"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from mtype.reports.escape import brief, encodable, printable
from mtype.reports.fields import SCHEMA_VERSION, TOOL, Object
from mtype.reports.guest_answer import diffs, what_else, why_not
from mtype.upgrade.answer import GuestAnswer
from mtype.upgrade.backup_read import Backup, Damaged
from mtype.upgrade.files import Outcome

BACKUP_HEAD = ("backup", "guest", "when", "from", "to", "disks", "host")
# The words of the text report; those of the JSON differ from the ones of an upgrade in the first only.
_WORDS = {
    Outcome.LIFTED: "restored",
    Outcome.PLANNED: "would be restored",
    Outcome.KEPT: "kept",
    Outcome.REFUSED: "refused",
    Outcome.FAILED: "failed",
}


def backup_cells(backup: Backup | Damaged) -> tuple[str, ...]:
    """The row of a backup in the table for people."""
    if isinstance(backup, Damaged):
        return (printable(backup.id), "", "", "", "", "", f"damaged: {brief(backup.reason)}")
    manifest = backup.manifest
    return (
        printable(backup.id),
        brief(manifest.guest),
        f"{manifest.when:%Y-%m-%d %H:%M} UTC",
        brief(manifest.from_),
        brief(manifest.to),
        "yes" if manifest.disks else "",
        printable(manifest.uri),
    )


def backups_json(backups: Sequence[Backup | Damaged], version: str) -> str:
    """One JSON object; `backups` has one entry for each, the newest first."""
    return _json({"backups": [_backup_fields(backup) for backup in backups]}, version)


def restore_text(answer: GuestAnswer, backup: str, *, diff: bool) -> str:
    """The report for people on the one guest; `backup` is the id of what it was put back from."""
    return "\n".join(_lines(answer, backup, diff=diff)) + "\n"


def restore_json(answer: GuestAnswer, backup: str, version: str) -> str:
    """One JSON object; `guest` has the fields of `upgrade --format json`, whose `backup` is the new one."""
    outcome = "restored" if answer.outcome is Outcome.LIFTED else answer.outcome.value
    fields: Object = {
        "uri": encodable(answer.uri),
        "domain": encodable(answer.domain),
        "uuid": encodable(answer.uuid),
        "outcome": outcome,
        "from": answer.from_ and encodable(answer.from_),
        "to": answer.to and encodable(answer.to),
        "reason": encodable(answer.reason) or None,
        "remedy": encodable(answer.remedy) or None,
        "backup": answer.backup and encodable(answer.backup),
        "warnings": [encodable(one) for one in answer.warnings],
        **diffs(answer),
        "seconds": answer.seconds,
    }
    return _json({"restored_from": encodable(backup), "guest": fields}, version)


def forgotten_json(backup: str, images: Sequence[str], version: str, *, done: bool) -> str:
    """One JSON object on a backup that was given up, or would be: the images whose snapshot goes with it."""
    fields: Object = {"id": encodable(backup), "images": [encodable(one) for one in images], "done": done}
    return _json({"forgotten": fields}, version)


def forgotten_text(backup: str, images: Sequence[str], *, done: bool) -> str:
    """The same for people."""
    was = "was" if done else "would be"
    lines = [f"{printable(backup)} {was} deleted"]
    lines += [f"  with the snapshot in {printable(image)}" for image in images]
    return "\n".join(lines) + "\n"


def _backup_fields(backup: Backup | Damaged) -> Object:
    if isinstance(backup, Damaged):
        empty = dict.fromkeys(("guest", "uuid", "uri", "when", "from", "to", "disks"))
        fields: Object = {"id": encodable(backup.id), "path": encodable(str(backup.path)), **empty}
        return {**fields, "damaged": True, "reason": encodable(backup.reason)}
    manifest = backup.manifest
    return {
        "id": encodable(backup.id),
        "path": encodable(str(backup.path)),
        "guest": encodable(manifest.guest),
        "uuid": encodable(manifest.uuid),
        "uri": encodable(manifest.uri),
        "when": manifest.when.isoformat(),
        "from": encodable(manifest.from_),
        "to": encodable(manifest.to),
        "disks": bool(manifest.disks),
        "damaged": False,
        "reason": None,
    }


def _lines(answer: GuestAnswer, backup: str, *, diff: bool) -> Iterator[str]:
    name = brief(answer.domain)
    if answer.outcome in (Outcome.LIFTED, Outcome.PLANNED):
        yield f"{name}: {_WORDS[answer.outcome]} from {printable(backup)}"
        if answer.from_ != answer.to:
            yield f"  machine type: {brief(answer.from_ or '')} -> {brief(answer.to or '')}"
        if answer.reason:
            yield f"  {brief(answer.reason)}"
    else:
        yield from why_not(answer, name, _WORDS[answer.outcome])
    yield from what_else(answer, diff=diff)


def _json(content: Object, version: str) -> str:
    head: Object = {"schema_version": SCHEMA_VERSION, "tool": {"name": TOOL, "version": version}}
    return json.dumps({**head, **content}, indent=2) + "\n"
