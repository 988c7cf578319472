"""Which stopped guest does not boot at its destination although its machine type is there?

Types up to 2.6 have virtio devices of the time before virtio 1.0. QEMU 10.0 has those types still, but its
BIOS does not boot from such a disk; from another disk it does (test_migration.py). A guest that runs runs on.
"""

from __future__ import annotations

import pytest

from tests.e2e.migration.attempt import attempt
from tests.e2e.migration.park import Park


@pytest.mark.slow
@pytest.mark.parametrize(("machine", "boots"), [("pc-i440fx-2.6", False), ("pc-i440fx-2.7", True)])
def test_a_virtio_disk_of_old_is_no_boot_disk(park: Park, machine: str, boots: bool) -> None:
    hosts = park.sources["bookworm"], park.destinations["trixie"]
    outcomes = attempt(*hosts, machine, park.images, kinds=("live", "stopped"), bus="virtio")
    assert [one.worked for one in outcomes] == [True, boots]
    if not boots:
        assert outcomes[-1].words == "it executes nothing; it is running (booted)"
