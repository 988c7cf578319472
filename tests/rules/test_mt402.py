"""Is a snapshot found whose revert leaves a guest that does not start?"""

from __future__ import annotations

import pytest

from mtype.model.definition import Carrier, Memory
from mtype.rules.mt402_snapshot import SnapshotHoldsRemovedType
from tests.rules.build import check, define, one


@pytest.mark.parametrize(
    "machine",
    [
        pytest.param("pc-i440fx-2.0", id="removed"),
        pytest.param("pc-q35-11.1", id="newer"),
        pytest.param("pc-q35-noble", id="foreign"),
    ],
)
def test_finds_what_the_target_lacks(machine: str) -> None:
    found = one(SnapshotHoldsRemovedType, define(machine, carrier=Carrier.SNAPSHOT))
    assert found.message == (
        f"a revert to this snapshot puts back {machine}, which debian:13 does not offer: the guest will not "
        "start"
    )
    assert found.target == "debian:13"


def test_tells_that_memory_cannot_be_loaded() -> None:
    live = define("pc-i440fx-2.0", carrier=Carrier.SNAPSHOT, memory=Memory(external=False))
    assert one(SnapshotHoldsRemovedType, live).message == (
        "a revert to this snapshot fails: it holds the memory of a guest of pc-i440fx-2.0, which debian:13 "
        "does not offer"
    )


@pytest.mark.parametrize("machine", ["pc-q35-10.0", "pc-q35-6.2", "q35", "toaster", None])
def test_stays_silent_of_what_is_offered_or_not_known(machine: str | None) -> None:
    assert check(SnapshotHoldsRemovedType, define(machine, carrier=Carrier.SNAPSHOT)) == []


@pytest.mark.parametrize("carrier", [one for one in Carrier if one is not Carrier.SNAPSHOT])
def test_stays_silent_elsewhere(carrier: Carrier) -> None:
    assert check(SnapshotHoldsRemovedType, define("pc-i440fx-2.0", carrier=carrier)) == []
