"""Is a snapshot found whose memory is lost?"""

from __future__ import annotations

import pytest

from mtype.model.definition import Carrier, Memory
from mtype.rules.mt406_snapshot_memory import SnapshotMemoryUnusable
from tests.rules.build import check, define, one

WHY = "/var/lib/libvirt/images/web.qcow2 holds no memory of that name"


def test_finds_memory_that_is_lost() -> None:
    lost = define(carrier=Carrier.SNAPSHOT, memory=Memory(external=False, unusable=WHY))
    found = one(SnapshotMemoryUnusable, lost)
    assert found.message == f"a revert to this snapshot fails: {WHY}"
    assert (found.suggestion, found.target) == (None, None)
    assert found.message in " ".join((SnapshotMemoryUnusable.__doc__ or "").split())  # the page's example


@pytest.mark.parametrize(
    "memory", [None, Memory(external=False), Memory(external=True, file="/web.mem")], ids=str
)
def test_stays_silent_of_memory_that_is_there_or_of_which_nothing_is_known(memory: Memory | None) -> None:
    assert check(SnapshotMemoryUnusable, define(carrier=Carrier.SNAPSHOT, memory=memory)) == []
