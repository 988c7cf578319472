"""How is told what an upgrade did, or would do?"""

from __future__ import annotations

import difflib
import json
from collections import Counter
from collections.abc import Iterator, Sequence

from mtype.reports.escape import brief, encodable, printable
from mtype.reports.fields import SCHEMA_VERSION, TOOL, Object
from mtype.reports.summary import counted
from mtype.upgrade.files import Answer, Outcome, Upgraded

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_WIDE = ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"))


def upgrade_text(files: Sequence[Upgraded], label: str, *, diff: bool, verbose: bool) -> str:
    """The report for people: what changes, what is refused and why, then the sum.

    What stays as it is, is told in the sum, and one by one only if `verbose`.
    """
    lines: list[str] = []
    for file in files:
        for answer in file.answers:
            if answer.outcome is not Outcome.KEPT or verbose:
                lines += _lines(answer)
        if diff and file.before != file.after:
            lines += _diff(file)
    return "\n".join([*lines, _sum(files, label)]) + "\n"


def upgrade_json(files: Sequence[Upgraded], label: str, source: str, version: str, seconds: float) -> str:
    """One JSON object; `definitions` has one entry for each answer."""
    answers = [answer for file in files for answer in file.answers]
    counts = Counter(answer.outcome.value for answer in answers)
    content = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": TOOL, "version": version},
        "target": {"release": encodable(label), "source": encodable(source)},
        "summary": {
            "definitions": len(answers),
            **{outcome.value: counts[outcome.value] for outcome in Outcome},
            "seconds": round(seconds, 3),
        },
        "definitions": [_fields(answer) for answer in answers],
    }
    return json.dumps(content, indent=2) + "\n"


def _fields(answer: Answer) -> Object:
    fields: Object = {
        "path": answer.path,
        "line": answer.line,
        "domain": answer.domain,
        "uuid": answer.uuid,
        "outcome": answer.outcome.value,
        "from": answer.from_,
        "to": answer.to,
        "reason": answer.reason or None,
        "remedy": answer.remedy or None,
        "backup": answer.backup,
    }
    return {key: encodable(value) if isinstance(value, str) else value for key, value in fields.items()}


def _lines(answer: Answer) -> Iterator[str]:
    place = f"{printable(answer.path)}:{answer.line}: "
    name = f"{brief(answer.domain)}: " if answer.domain else ""
    match answer.outcome:
        case Outcome.LIFTED | Outcome.PLANNED:
            would = "would be " if answer.outcome is Outcome.PLANNED else ""
            lift = f"{brief(answer.from_ or '')} -> {answer.to}"
            yield f"{place}{name}{would}lifted: {lift}"
            if answer.backup:
                yield f"  backup: {printable(answer.backup)}"
        case outcome:
            yield f"{place}{name}{outcome.value}: {brief(answer.reason)}"
            if answer.remedy:
                yield f"  what to do: {brief(answer.remedy)}"


def _diff(file: Upgraded) -> Iterator[str]:
    path = printable(file.answers[0].path)
    before, after = _as_lines(file.before), _as_lines(file.after)
    for line in difflib.unified_diff(before, after, f"{path} (before)", f"{path} (after)", lineterm="", n=2):
        yield brief(line)


def _as_lines(data: bytes) -> list[str]:
    for mark, codec in (*_BOMS, *_WIDE):
        if data.startswith(mark):
            return data.decode(codec, "backslashreplace").splitlines()
    return data.decode("utf-8", "backslashreplace").splitlines()


def _sum(files: Sequence[Upgraded], label: str) -> str:
    answers = [answer for file in files for answer in file.answers]
    counts = Counter(answer.outcome for answer in answers)
    words = {
        Outcome.LIFTED: "lifted",
        Outcome.PLANNED: "would be lifted",
        Outcome.KEPT: "kept as they are",
        Outcome.REFUSED: "refused",
        Outcome.FAILED: "failed",
    }
    parts = [f"{counts[outcome]} {words[outcome]}" for outcome in Outcome if counts[outcome]]
    told = ", ".join(parts) or "there is nothing to upgrade"
    return f"{counted(len(answers), 'definition')} for {printable(label)}: {told}"
