"""Whoever is killed, and wherever: is the guest upgraded or as it was, and does the next run upgrade it?

VMT_REGENERATE_KILL_MATRIX=1 writes kill_matrix.txt anew: read it before you keep it.
"""

from __future__ import annotations

import os
from signal import SIGKILL

import pytest

from tests.e2e.conftest import MakeGuest
from tests.e2e.guests import PC, Q35
from tests.e2e.host import Host
from tests.e2e.kill_points import HEAD, REGENERATE, TABLE, TOOL, Case, cases, expected, write_down
from tests.e2e.killing import run_and_kill
from tests.e2e.on_host import Guest
from tests.e2e.promise import AS_IT_WAS, UPGRADED, backups_are_whole, became, nothing_is_left, whole
from tests.e2e.tool import Tool

NEWEST = {PC: "pc-i440fx-7.2", Q35: "pc-q35-7.2"}
CASES = list(cases())


@pytest.fixture
def bystander(guest: MakeGuest) -> Guest:
    """One that has the newest type, so that a run for it does nothing but recover."""
    return guest(NEWEST[PC], name="bystander")


@pytest.mark.parametrize(
    ("number", "case"),
    list(enumerate(CASES)),
    ids=[f"{case.scenario.name}-{case.victim}-{case.place}" for case in CASES],
)
def test_nothing_is_lost(
    host: Host, guest: MakeGuest, bystander: Guest, upgrade: Tool, number: int, case: Case
) -> None:
    board, scenario = (PC, Q35)[number // 2 % 2], case.scenario
    made = guest(board, disk_format=scenario.disk_format, obeys_after=scenario.obeys_after)
    if not scenario.running:
        host.virsh("snapshot-create-as", made.name, "made-while-off")
    else:
        made.start()
    before, beside, everybody = whole(made), whole(bystander), {made.name, bystander.name}

    running, owner_ended_it = run_and_kill(upgrade, made, case)
    host.start_daemon()
    backups_are_whole(upgrade)
    told = case.victim != TOOL or bool(upgrade.open_journals)
    if case.victim == TOOL:
        running.process.communicate()
        assert running.process.returncode == -SIGKILL, running.talk
        done = upgrade(bystander.name, "--yes")
    else:
        done = running.done()

    if owner_ended_it:
        before = before._replace(runs=False, live_type=None)
    newest = NEWEST[board]
    result = became(before, whole(made), board, newest, disk_snapshot=scenario.disk_snapshot)
    assert done.code == (3 if result == AS_IT_WAS and told else 0), str(done)
    assert whole(bystander) == beside
    nothing_is_left(upgrade, host, everybody)
    if os.environ.get(REGENERATE):
        write_down(case, result)
    assert expected().get(case.key) == result, result

    if not scenario.waits or owner_ended_it:
        if before.runs and result == AS_IT_WAS:
            made.wait_until_alive()  # it would miss the power button, and be asked again after 10 s
        upgrade(made.name, "--yes", *scenario.options)
        now = whole(made)
        assert became(before, now, board, newest, disk_snapshot=scenario.disk_snapshot) == UPGRADED
        nothing_is_left(upgrade, host, everybody)
    if before.runs:
        made.wait_until_alive()


def test_the_table_has_every_case_once_and_in_order() -> None:
    rows = TABLE.read_text().splitlines()
    assert rows[0] == HEAD.strip()
    assert [row[: HEAD.index("afterwards")] for row in rows[1:]] == [case.key for case in CASES]
