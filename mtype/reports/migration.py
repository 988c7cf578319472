"""How is told whether guests can go to another host?"""

from __future__ import annotations

import json
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from mtype.migration.assess import Assessment, Found
from mtype.migration.route import Step
from mtype.migration.way import Answer, Kind, Reason, Verdict
from mtype.model.finding import Skipped
from mtype.reports.escape import brief, encodable, printable
from mtype.reports.fields import SCHEMA_VERSION, TOOL, Object
from mtype.reports.summary import counted

# As in reports/json.py: with indentation Python writes ten times as slowly.
_encode = json.JSONEncoder(ensure_ascii=True).encode
_BROKEN = "MT206"
_KINDS = {Kind.LIVE: "live", Kind.SAVED: "saved", Kind.STOPPED: "stopped"}
_VERDICTS = {
    Verdict.SUPPORTED: "supported",
    Verdict.UNSUPPORTED: "may work, unsupported",
    Verdict.NEEDS_LIFT: "needs a lift first",
    Verdict.NEEDS_ROUTE: "needs a route",
    Verdict.UNKNOWN: "unknown",
    Verdict.IMPOSSIBLE: "impossible",
}


class Ends(NamedTuple):
    """How a report calls the two ends, and who was asked what they offer."""

    source: str
    source_asked: str
    destination: str
    destination_asked: str


def migration_text(
    assessments: Sequence[Assessment],
    skipped: Sequence[Skipped],
    ends: Ends,
    *,
    route: bool,
    verbose: bool,
    width: int | None,
) -> str:
    """The report for people: each definition that cannot simply go, with reasons, then the sums."""
    lines: list[str] = []
    for one in assessments:
        if verbose or any(_worth_telling(found.answer) for found in one.found):
            lines += _lines(one, route=route, verbose=verbose, width=width)
    for skip in skipped:
        lines.append(f"{printable(skip.path)}: skipped: {brief(skip.reason)}")
    lines += _sum(assessments, ends)
    return "\n".join(lines) + "\n"


def _worth_telling(answer: Answer) -> bool:
    """Whatever does not simply go, and what goes with a type that is known to be broken."""
    return answer.verdict is not Verdict.SUPPORTED or any(one.rule == _BROKEN for one in answer.reasons)


def migration_json(
    assessments: Sequence[Assessment],
    skipped: Sequence[Skipped],
    ends: Ends,
    version: str,
    seconds: float,
) -> str:
    """One JSON object; `definitions` has the verdicts by kind, one definition a line."""
    content: dict[str, Object | str | int] = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": TOOL, "version": version},
        "from": {"release": encodable(ends.source), "source": encodable(ends.source_asked)},
        "to": {"release": encodable(ends.destination), "source": encodable(ends.destination_asked)},
        "summary": {
            "definitions": len(assessments),
            **{kind.value: _counts(assessments, kind) for kind in Kind},
            "skipped": len(skipped),
            "seconds": round(seconds, 3),
        },
    }
    lists: dict[str, Iterable[Object]] = {
        "definitions": map(_fields, assessments),
        "skipped": ({"path": encodable(one.path), "reason": encodable(one.reason)} for one in skipped),
    }
    members = [f"  {_encode(key)}: {_encode(value)}" for key, value in content.items()]
    members += [f"  {_encode(key)}: {_array(objects)}" for key, objects in lists.items()]
    return "{\n" + ",\n".join(members) + "\n}\n"


def _array(objects: Iterable[Object]) -> str:
    lines = ",\n    ".join(map(_encode, objects))
    return f"[\n    {lines}\n  ]" if lines else "[]"


def _counts(assessments: Sequence[Assessment], kind: Kind) -> dict[str, int]:
    counts = Counter(
        found.answer.verdict for one in assessments for found in one.found if found.answer.kind is kind
    )
    return {verdict.value: counts[verdict] for verdict in Verdict if counts[verdict]}


def _fields(one: Assessment) -> Object:
    definition = one.definition
    return {
        "path": encodable(definition.path),
        "line": definition.at.line,
        "carrier": definition.carrier.value,
        "domain": definition.name and encodable(definition.name),
        "uuid": definition.uuid,
        "arch": one.arch,
        "machine_type": definition.machine_type and encodable(definition.machine_type),
        **{found.answer.kind.value: _verdict_fields(found) for found in one.found},
    }


def _verdict_fields(found: Found) -> Object:
    answer = found.answer
    return {
        "verdict": answer.verdict.value,
        "lift_to": answer.hold,
        "reasons": [
            {"rule": reason.rule, "text": encodable(reason.text), "sources": list(reason.sources)}
            for reason in answer.reasons
        ],
        "route": None
        if found.route is None
        else [
            {"at": step.at.id, "to": step.to.id if step.to else None, "machine_type": step.hold}
            for step in found.route
        ],
    }


def _lines(one: Assessment, *, route: bool, verbose: bool, width: int | None) -> Iterator[str]:
    definition = one.definition
    place = f"{printable(definition.path)}:{definition.at.line}: " if definition.path else ""
    name = f"{brief(definition.name)}: " if definition.name else ""
    yield f"{place}{name}{brief(definition.machine_type or 'no machine type')}"
    told: set[str] = set()
    for found in one.found:
        answer = found.answer
        yield f"  {_KINDS[answer.kind]:8} {_verdict(found)}"
        fine = answer.verdict is Verdict.SUPPORTED and not verbose
        for reason in answer.reasons:
            if reason.text not in told and (reason.rule == _BROKEN or not fine):
                told.add(reason.text)
                yield from _reason(reason, width)
    if route:
        for found in one.found:
            if found.route:
                way = f"to go {_KINDS[found.answer.kind]}"
                needed = found.answer.verdict is not Verdict.UNSUPPORTED
                yield f"  the way {way}:" if needed else f"  a way {way} that may work, unsupported:"
                yield from (f"    {number}. {text}" for number, text in enumerate(_steps(found), 1))


def _verdict(found: Found) -> str:
    answer = found.answer
    word = _VERDICTS[answer.verdict]
    if answer.verdict is Verdict.UNSUPPORTED and sum(step.to is not None for step in found.route or ()) > 1:
        return f"{word}, by a route"
    if answer.hold is None:
        return word
    return (
        f"{word}: {answer.hold}"
        if answer.verdict is Verdict.NEEDS_LIFT
        else f"{word}, after a lift to {answer.hold}"
    )


def _reason(reason: Reason, width: int | None) -> Iterator[str]:
    sources = f" ({', '.join(reason.sources)})" if reason.sources else ""
    text = f"{reason.rule} {brief(reason.text)}{sources}"
    if width is None:
        yield f"           {text}"
        return
    yield from textwrap.wrap(
        text,
        max(width, 40),
        initial_indent=" " * 11,
        subsequent_indent=" " * 11,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _steps(found: Found) -> Iterator[str]:
    kind, route = found.answer.kind, found.route or ()
    for step, following in zip_longest(route, route[1:]):
        # What was loaded runs; it is saved again only to go on.
        again = ", and save it again" if kind is Kind.SAVED and following and following.to else ""
        yield _step(step, kind) + again


def _step(step: Step, kind: Kind) -> str:
    if step.to is None:
        return f"at {step.at.id} power it off, set {step.hold} and start it"
    if kind is Kind.LIVE:
        return f"migrate it live from {step.at.id} to {step.to.id}, as {step.hold}"
    return f"at {step.to.id} load what was saved at {step.at.id}, as {step.hold}"


def _sum(assessments: Sequence[Assessment], ends: Ends) -> Iterator[str]:
    number = counted(len(assessments), "definition")
    yield (
        f"{number} from {printable(ends.source)} ({printable(ends.source_asked)}) to "
        f"{printable(ends.destination)} ({printable(ends.destination_asked)})"
    )
    for kind in Kind:
        counts = _counts(assessments, kind)
        if counts:
            words = [f"{count} {_VERDICTS[Verdict(value)]}" for value, count in counts.items()]
            yield f"  {_KINDS[kind]:8} {', '.join(words)}"
