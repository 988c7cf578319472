"""Is a snapshot found whose revert takes back what an upgrade has done?"""

from __future__ import annotations

import pytest

from mtype.model.definition import Carrier
from mtype.rules.mt402_snapshot import SnapshotHoldsRemovedType
from mtype.rules.mt405_snapshot_type import SnapshotBringsTypeBack
from tests.rules.build import check, define, one

CARRIER, NEW = Carrier.SNAPSHOT, "pc-q35-7.2"


def test_finds_another_type() -> None:
    found = one(SnapshotBringsTypeBack, define("pc-q35-5.2", carrier=CARRIER, persistent_type=NEW))
    assert found.message == (
        "a revert to this snapshot puts 'pc-q35-5.2' back, without a word: the definition says 'pc-q35-7.2'"
    )
    assert found.suggestion is None
    assert found.message in " ".join((SnapshotBringsTypeBack.__doc__ or "").split())  # the page's example


def test_finds_a_type_that_nobody_knows() -> None:
    assert (
        "'toaster'"
        in one(SnapshotBringsTypeBack, define("toaster", carrier=CARRIER, persistent_type=NEW)).message
    )


def test_a_hostile_name_stays_on_one_line() -> None:
    hostile = define("pc\n\x1b[2J", carrier=CARRIER, persistent_type=NEW)
    assert "'pc\\n\\x1b[2J'" in one(SnapshotBringsTypeBack, hostile).message


def test_leaves_what_the_target_lacks_to_the_other_rule() -> None:
    removed = define("pc-i440fx-2.0", carrier=CARRIER, persistent_type=NEW)
    assert check(SnapshotBringsTypeBack, removed) == []
    one(SnapshotHoldsRemovedType, removed)


@pytest.mark.parametrize("carrier", [one for one in Carrier if one is not CARRIER])
def test_stays_silent_elsewhere(carrier: Carrier) -> None:
    assert check(SnapshotBringsTypeBack, define("pc-q35-5.2", carrier=carrier, persistent_type=NEW)) == []


@pytest.mark.parametrize("persistent", ["pc-q35-5.2", None])
def test_stays_silent_of_the_same_type_and_without_a_definition(persistent: str | None) -> None:
    assert (
        check(SnapshotBringsTypeBack, define("pc-q35-5.2", carrier=CARRIER, persistent_type=persistent)) == []
    )


def test_stays_silent_of_a_snapshot_without_a_type() -> None:
    assert check(SnapshotBringsTypeBack, define(None, carrier=CARRIER, persistent_type=NEW)) == []
