"""How is told what became of guests, or would?"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from mtype.reports.escape import brief, encodable, printable
from mtype.reports.fields import SCHEMA_VERSION, TOOL, Object
from mtype.reports.guest_answer import diffs, what_else, why_not
from mtype.reports.summary import counted
from mtype.upgrade.answer import GuestAnswer
from mtype.upgrade.files import Outcome

_WORDS = {
    Outcome.LIFTED: "lifted",
    Outcome.PLANNED: "would be lifted",
    Outcome.KEPT: "kept as they are",
    Outcome.REFUSED: "refused",
    Outcome.FAILED: "failed",
}


def guests_text(answers: Sequence[GuestAnswer], *, diff: bool, verbose: bool) -> str:
    """The report for people: each guest that changes, is refused or failed, then the sum."""
    several = len({answer.uri for answer in answers}) > 1
    lines = [
        line
        for answer in answers
        if answer.outcome is not Outcome.KEPT or verbose or answer.reason.startswith("it was interrupted")
        for line in _lines(answer, several=several, diff=diff)
    ]
    return "\n".join([*lines, _sum(answers)]) + "\n"


def plan_text(answers: Sequence[GuestAnswer], notes: Mapping[str, str]) -> str:
    """What is about to be done, for the person who is asked; `notes` has by UUID what else happens to a
    guest."""
    several = len({answer.uri for answer in answers}) > 1
    lines: list[str] = []
    for answer in answers:
        note = notes.get(answer.uuid, answer.reason)
        lines += _lines(answer._replace(reason=note), several=several, diff=True)
    return "".join(f"{line}\n" for line in lines)


def guests_json(answers: Sequence[GuestAnswer], uris: Sequence[str], version: str, seconds: float) -> str:
    """One JSON object; `guests` has one entry for each answer, whose `source` says who was asked what it may
    use."""
    counts = Counter(answer.outcome.value for answer in answers)
    content = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": TOOL, "version": version},
        "hosts": [{"uri": encodable(uri)} for uri in uris],
        "summary": {
            "guests": len(answers),
            **{outcome.value: counts[outcome.value] for outcome in Outcome},
            "seconds": round(seconds, 3),
        },
        "guests": [_fields(answer) for answer in answers],
    }
    return json.dumps(content, indent=2) + "\n"


def _fields(answer: GuestAnswer) -> Object:
    return {
        "uri": encodable(answer.uri),
        "domain": encodable(answer.domain),
        "uuid": answer.uuid,
        "outcome": answer.outcome.value,
        "from": answer.from_ and encodable(answer.from_),
        "to": answer.to,
        "reason": encodable(answer.reason) or None,
        "remedy": encodable(answer.remedy) or None,
        "backup": answer.backup and encodable(answer.backup),
        "source": answer.source and encodable(answer.source),
        "warnings": [encodable(one) for one in answer.warnings],
        **diffs(answer),
        "seconds": answer.seconds,
    }


def _lines(answer: GuestAnswer, *, several: bool, diff: bool) -> Iterator[str]:
    name = brief(answer.domain) + (f" at {printable(answer.uri)}" if several else "")
    match answer.outcome:
        case Outcome.LIFTED | Outcome.PLANNED:
            would = "would be " if answer.outcome is Outcome.PLANNED else ""
            yield f"{name}: {would}lifted: {brief(answer.from_ or '')} -> {answer.to}"
            if answer.reason:
                yield f"  {brief(answer.reason)}"
        case outcome:
            yield from why_not(answer, name, outcome.value)
    yield from what_else(answer, diff=diff)


def _sum(answers: Sequence[GuestAnswer]) -> str:
    counts = Counter(answer.outcome for answer in answers)
    parts = [f"{counts[outcome]} {_WORDS[outcome]}" for outcome in Outcome if counts[outcome]]
    return f"{counted(len(answers), 'guest')}: {', '.join(parts) or 'there is nothing to upgrade'}"
