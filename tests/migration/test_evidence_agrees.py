"""Does what was said of a migration agree with what happened between real hosts?"""

from __future__ import annotations

import pytest

from mtype.migration.assess import found
from mtype.migration.way import Answer, Kind, Verdict
from tests.migration.moves import move
from tools.evidence.record import NO_GUEST, WORKED, Attempt, read_record

RECORD = read_record()
# `stopped` is the definition as the source's libvirt prints it, `file` as its author wrote it.
KINDS = {"live": Kind.LIVE, "saved": Kind.SAVED, "stopped": Kind.STOPPED, "file": Kind.STOPPED}


def said(attempt: Attempt, kind: Kind) -> Answer:
    source, to = f"debian:{attempt.source}", f"debian:{attempt.destination}"
    return found(move(source, to, attempt.machine), kind).answer


def disagrees(attempt: Attempt, kind: str) -> str | None:
    """Why what happened is not what was said. A definition that a newer libvirt printed may be refused, but
    only where the remedy was named."""
    outcome = attempt.outcomes.get(kind, NO_GUEST)
    if outcome == NO_GUEST:
        return None
    answer = said(attempt, KINDS[kind])
    verdict, hold = answer.verdict, answer.hold
    worked = outcome == WORKED
    as_it_is = hold is None and verdict in (Verdict.SUPPORTED, Verdict.UNSUPPORTED)
    if worked and not as_it_is:
        return f"{verdict.value}, and it worked"
    if not worked and verdict is Verdict.SUPPORTED:
        return f"supported, and it was refused: {attempt.refusal(kind)}"
    warned = kind == "stopped" and any("--migratable" in reason.text for reason in answer.reasons)
    if not worked and as_it_is and not warned:
        return f"may work, and it was refused: {attempt.refusal(kind)}"
    return None


@pytest.mark.parametrize("kind", KINDS)
def test_no_attempt_contradicts_what_is_said(kind: str) -> None:
    wrong = {
        (one.source, one.destination, one.machine): why
        for one in RECORD.attempts
        if (why := disagrees(one, kind)) is not None
    }
    assert wrong == {}


def test_the_record_has_both_outcomes_of_each_kind() -> None:
    for kind in KINDS:
        assert len({one.outcomes.get(kind) for one in RECORD.attempts} - {NO_GUEST, None}) == 2


def test_the_state_of_a_newer_type_is_refused_by_an_older_host_as_was_said() -> None:
    known = {one.machine for one in RECORD.pair("bullseye", "bullseye") if one.outcomes["live"] == WORKED}
    newer = [one for one in RECORD.pair("sid", "bullseye") if one.machine not in known]
    assert newer
    for one in newer:
        assert one.outcomes["saved"] != WORKED
        assert said(one, Kind.SAVED).verdict is Verdict.IMPOSSIBLE
