"""Are the types that matter most tried first, each once?"""

from __future__ import annotations

from tests.e2e.migration.sample import by_board, from_old_to_new, ways

PC = ["pc-1.3", "pc-i440fx-1.4", "pc-i440fx-2.9", "pc-i440fx-2.11", "pc-i440fx-5.2"]
OLD = frozenset([*PC, "pc-q35-4.0", "pc-q35-4.0.1", "pc-q35-5.2"])
NEW = frozenset(["pc-i440fx-2.11", "pc-i440fx-5.2", "pc-i440fx-7.2", "pc-q35-5.2", "pc-q35-7.2"])


def test_the_ends_come_first() -> None:
    pc, q35 = by_board(OLD, NEW)
    assert pc[:5] == ["pc-i440fx-5.2", "pc-i440fx-2.11", "pc-i440fx-2.9", "pc-1.3", "pc-i440fx-7.2"]
    assert q35 == ["pc-q35-5.2", "pc-q35-4.0.1", "pc-q35-4.0", "pc-q35-7.2"]


def test_every_type_is_tried_once_in_a_full_run() -> None:
    tried = [way for way in ways({"old": OLD, "new": NEW}, None) if way[:2] == ("old", "new")]
    assert sorted(machine for *_, machine in tried) == sorted(OLD | NEW)


def test_a_round_is_one_type_of_each_pair_and_board() -> None:
    planned = ways({"old": OLD, "new": NEW}, 3)
    assert len(planned) == 2 * 2 * 2 * 3 - 1, "new to new has two types of q35"
    assert len({(source, target, "q35" in machine) for source, target, machine in planned[:8]}) == 8


def test_types_are_sorted_by_their_age() -> None:
    assert from_old_to_new(OLD) == [*PC, "pc-q35-4.0", "pc-q35-4.0.1", "pc-q35-5.2"]
    assert from_old_to_new(["pc-q35-99.0", "pc-q35-5.2"]) == ["pc-q35-5.2", "pc-q35-99.0"]
