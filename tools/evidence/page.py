"""Which guests got from one release to another? The page docs/reference/migration-evidence.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

from tools.evidence.record import KINDS, NO_GUEST, REFUSED, SUITES, WORKED, Attempt, Record

_HEAD = """\
# Migration evidence

What happened when real guests were taken between real hosts of four Debian releases. Made from
`tests/data/migration_evidence.json`: nothing here is typed by hand. `make test-migration` does a part of it
again, `make test-migration-full` tries every versioned type of pc and q35 and makes the record anew.

Each release runs its own libvirtd and its own emulator; a release to itself is two hosts of that release. A
guest of the machine type is defined at the source and runs there; at the destination it must run on, that is,
write to its console again. Four kinds:

- **live**: `virsh migrate --live --persistent --unsafe`; the disk image lies at the same path on both hosts.
  Where it was refused, the guest ran on at the source: that was looked at each time.
- **saved**: `virsh save` at the source, `virsh restore` of the same file at the destination.
- **stopped**: what `virsh dumpxml --inactive` shows at the source is defined and started at the destination.
- **file**: the definition as its author wrote it, without what the libvirt of the source has added to it, is
  defined and started at the destination.

Where only **stopped** was refused, the libvirt of the source has written a device into the definition that
the destination's does not know by that name. `virsh dumpxml --inactive --migratable` leaves such out, and is
taken: `tests/e2e/migration/test_dumped_definitions.py` holds that.

What it does not show: the guests have 16 MiB, one disk (IDE on pc, SATA on q35), a serial port, no network,
no display, and run without hardware virtualisation (`type='qemu'`). A guest with more devices has more state
that can be refused. That something worked once is no promise: no distribution supports a way back.
"""
_QEMU_ENDED = re.compile(
    r"^(qemu unexpectedly closed the monitor|process exited while connecting to monitor): "
    r"qemu-system-x86_64: (-machine TYPE,\S+: )?"
)


def evidence_page(record: Record) -> str:
    """The page."""
    extent = "every type that both or one of them has" if record.full else "a sample of the types"
    parts = [_HEAD, f"Run of {record.date}, {len(record.attempts)} attempts: {extent}.\n"]
    parts += [*_hosts(record), "", *_overview(record), "", *_backward(record), "", *_refusals(record)]
    return "\n".join(parts) + "\n"


def _hosts(record: Record) -> Iterator[str]:
    yield "| release | QEMU | libvirt | package qemu-system-x86 |"
    yield "|---|---|---|---|"
    for suite, versions in record.hosts.items():
        yield f"| {suite} | {versions.qemu} | {versions.libvirt} | {versions.package} |"


def _overview(record: Record) -> Iterator[str]:
    yield "## What worked\n"
    yield (
        "*Both have*: the types tried that both releases have; the numbers after it say how many of those "
        "worked. *Lacks*: types tried that the destination does not have; none of these worked in any way.\n"
    )
    yield f"| from | to | | both have | {' | '.join(KINDS)} | lacks |"
    yield "|---|---|---|" + "---:|" * (len(KINDS) + 2)
    for source, destination in _pairs():
        tried = [one for one in record.pair(source, destination) if not _lacks_guest(one)]
        both = [one for one in tried if not _lacks_type(one)]
        counts = [str(sum(one.outcomes[kind] == WORKED for one in both)) for kind in KINDS]
        cells = [source, destination, _direction(source, destination), str(len(both)), *counts]
        yield f"| {' | '.join(cells)} | {len(tried) - len(both)} |"


def _backward(record: Record) -> Iterator[str]:
    yield "## Works backward although nobody supports it\n"
    yield "| from | to | kinds | types |"
    yield "|---|---|---|---|"
    for source, destination in _pairs():
        if _direction(source, destination) != "back":
            continue
        groups: dict[tuple[str, ...], list[str]] = {}
        for one in record.pair(source, destination):
            kinds = tuple(kind for kind in KINDS if one.outcomes[kind] == WORKED)
            if kinds:
                groups.setdefault(kinds, []).append(one.machine)
        for kinds, machines in groups.items():
            yield f"| {source} | {destination} | {', '.join(kinds)} | {_names(machines)} |"


def _refusals(record: Record) -> Iterator[str]:
    yield "## What was refused, and in which words\n"
    yield "| from | to | kinds | words | types |"
    yield "|---|---|---|---|---|"
    for source, destination in _pairs():
        groups: dict[tuple[str, str], list[str]] = {}
        for one in record.pair(source, destination):
            if not _lacks_guest(one):
                for words, kinds in _told(one).items():
                    groups.setdefault((words, ", ".join(kinds)), []).append(one.machine)
        for (words, named), machines in groups.items():
            quoted = words.replace("|", "\\|")
            yield f"| {source} | {destination} | {named} | {quoted} | {_names(machines)} |"


def _told(one: Attempt) -> dict[str, list[str]]:
    """The words without what has no meaning: which step of libvirt saw that QEMU ended is chance."""
    told: dict[str, list[str]] = {}
    for kind in KINDS:
        words = _QEMU_ENDED.sub("QEMU: ", one.refusal(kind).replace(one.machine, "TYPE"))
        if words:
            told.setdefault(words, []).append(kind)
    return told


def _pairs() -> Iterator[tuple[str, str]]:
    yield from product(SUITES, SUITES)


def _direction(source: str, destination: str) -> str:
    difference = SUITES.index(destination) - SUITES.index(source)
    return "forward" if difference > 0 else "back" if difference else "same"


def _lacks_guest(one: Attempt) -> bool:
    return NO_GUEST in one.outcomes.values()


def _lacks_type(one: Attempt) -> bool:
    told = all("machine type" in one.refusal(kind) for kind in ("live", "saved", "file"))
    return told and set(one.outcomes.values()) == {REFUSED}


def _names(machines: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in machines)
