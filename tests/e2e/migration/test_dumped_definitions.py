"""What does a newer libvirt write into a definition that an older one does not take?

A newer libvirt adds devices that every such guest has anyway to what it shows, and an older one may not know
their names. With --migratable it leaves them out: live migration and saved state do so by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.boot_code import ticking_sector
from tests.e2e.guests import DISK_SIZE, Disk, domain_xml
from tests.e2e.host import HostError
from tests.e2e.migration.park import Park


@pytest.fixture
def written(park: Park) -> Iterator[Path]:
    """A definition as somebody wrote it; the guest is not defined anywhere when the test is over."""
    disk = park.images / "dumped.raw"
    disk.write_bytes(ticking_sector().ljust(DISK_SIZE, b"\0"))
    definition = park.images / "dumped.xml"
    console = park.images / "dumped.console"
    disks = [Disk(disk, "raw")]
    definition.write_text(domain_xml("dumped", "pc-q35-5.2", disks=disks, console=console, bus="sata"))
    yield definition
    for host in (*park.sources.values(), *park.destinations.values()):
        if "dumped" in host.virsh("list", "--all", "--name").split():
            host.virsh("undefine", "dumped")
    for path in park.images.glob("dumped.*"):
        path.unlink()


@pytest.mark.parametrize(
    ("source", "destination", "words"),
    [
        ("bookworm", "bullseye", "unknown audio type 'none'"),
        ("trixie", "bookworm", "unknown watchdog model 'itco'"),
    ],
)
def test_it_is_taken_without_what_was_added(
    park: Park, written: Path, source: str, destination: str, words: str
) -> None:
    older = park.destinations[destination]
    park.sources[source].virsh("define", written)
    copy = written.with_suffix(".copy")
    copy.write_text(park.sources[source].virsh("dumpxml", "--inactive", "dumped"))
    with pytest.raises(HostError, match=words):
        older.virsh("define", copy)
    copy.write_text(park.sources[source].virsh("dumpxml", "--inactive", "--migratable", "dumped"))
    older.virsh("define", copy)
    assert "machine='pc-q35-5.2'" in older.virsh("dumpxml", "dumped")
