"""What is a running guest busy with that an upgrade would break?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# libvirt: enum virDomainJobOperation and virDomainBlockJobType, in their order.
_JOBS = (
    "a job", "a start", "a save", "a restore", "a migration to this host", "a migration to another host",
    "a snapshot", "a revert to a snapshot", "a memory dump", "a backup", "a deletion of a snapshot",
)  # fmt: skip
_BLOCK_JOBS = (
    "a block job",
    "a block pull",
    "a block copy",
    "a block commit",
    "an active block commit",
    "a backup",
)


def busy_with(api: Any, domain: Any) -> Iterator[str]:
    """Each job that is under way: "a migration to another host", "a block copy of vda".

    Raises libvirt's error if the guest has gone meanwhile.
    """
    stats = domain.jobStats()
    if stats.get("type", api.VIR_DOMAIN_JOB_NONE) != api.VIR_DOMAIN_JOB_NONE:
        yield _named(_JOBS, stats.get("operation", 0))
    for disk in _disks(domain.XMLDesc()):
        job = domain.blockJobInfo(disk)
        if job:
            yield f"{_named(_BLOCK_JOBS, job.get('type', 0))} of {disk}"


def _named(names: tuple[str, ...], number: int) -> str:
    return names[number] if 0 < number < len(names) else names[0]


def _disks(definition: str) -> Iterator[str]:
    from lxml import etree

    for target in etree.fromstring(definition.encode()).iterfind("devices/disk/target"):
        name = target.get("dev")
        if name:
            yield name
