"""Which definitions are asked about, and who is asked what the two ends offer?"""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from mtype.catalogue.lookup import Catalogue
from mtype.check.discover import STDIN, discover, why
from mtype.check.on_disk import HostsOnDisk, hosts_on_disk
from mtype.check.settings import Settings
from mtype.check.workers import LOST, in_workers, worth
from mtype.cli.migration_hosts import asked_abilities, with_own_emulator
from mtype.cli.targets import make_targets
from mtype.definitions.reader import MAX_BYTES
from mtype.migration.assess import Assessment, Assessor, TargetOf
from mtype.migration.documents import DocumentAssessor, Said
from mtype.migration.support import supported_way
from mtype.migration.way import Kind
from mtype.model.arch import qemu_arch
from mtype.model.definition import Carrier, Definition, Position
from mtype.model.errors import UsageError
from mtype.model.finding import Skipped
from mtype.reports.migration import Ends

if TYPE_CHECKING:
    from mtype.hosts.connection import Connection

_WHOLE = 1 << 20  # files up to this size are read in one go


class WayOrders(NamedTuple):
    """What is asked, as the options say it."""

    source: str
    destination: str | None
    emulator: str | None
    paths: Sequence[str]
    guests: Sequence[str]
    connect: str | None
    machine_types: Sequence[str]
    arch: str | None
    kinds: tuple[Kind, ...]
    settings: Settings
    today: date


class Done(NamedTuple):
    """What came out."""

    assessments: list[Assessment]
    skipped: list[Skipped]
    ends: Ends


class _End(NamedTuple):
    """One end of the way: who knows what it offers, what it is called, and its host where it is one."""

    target: TargetOf
    label: str
    asked: str
    host: Connection | None = None


def assess_all(catalogue: Catalogue, orders: WayOrders, stdin: BinaryIO | None) -> Done:
    """Every definition that was asked about. Raises UsageError for questions that do not fit together, and
    what opening a host raises."""
    of_host = bool(orders.guests) or is_uri(orders.source)
    if sum((bool(orders.paths), bool(orders.machine_types), of_host)) != 1:
        raise UsageError(
            "say what is to go: PATH ..., --type TYPE, --guest NAME, or all guests of the host --from URI"
        )
    if orders.connect and (is_uri(orders.source) or not orders.guests):
        raise UsageError("--connect says where the --guest is if --from names a release: leave it out here")
    source = _end(catalogue, orders.source, None)
    destination = _end(catalogue, orders.destination, orders.emulator)
    ways = partial(supported_way, catalogue, today=orders.today)
    abilities = asked_abilities(destination.host) if destination.host is not None else None
    there = with_own_emulator(destination.target, abilities) if abilities else destination.target
    assessor = Assessor(catalogue, source.target, there, ways)
    work = DocumentAssessor(assessor, orders.kinds, source.target, there, abilities)
    if orders.machine_types:
        said = [Said((work.bare(_bare(catalogue, name, orders.arch)),)) for name in orders.machine_types]
    elif of_host:
        said = _guests(work, source.host or _own_host(orders), orders.guests)
    else:
        said = _files(work, orders, stdin)
    return Done(
        [one for each in said for one in each.assessments],
        [one for each in said for one in each.skipped],
        Ends(source.label, source.asked, destination.label, destination.asked),
    )


def is_uri(word: str) -> bool:
    """Whether --from or --to names a libvirt host and no release: `qemu:///system`, not `qemu:9.2`."""
    return "://" in word


def _end(catalogue: Catalogue, word: str | None, emulator: str | None) -> _End:
    if word is not None and is_uri(word):
        if emulator is not None:
            raise UsageError("--to URI and --emulator both say who is asked: give one")
        from mtype.hosts.connection import connect
        from mtype.hosts.guest_targets import GuestTargets

        host = connect(word, read_only=False)
        return _End(GuestTargets(host, catalogue).target, host.uri, "libvirt", host)
    target = make_targets(catalogue, [word] if word is not None else [], emulator, [])[0]
    return _End(lambda definition: target, target.label, target.source)


def _own_host(orders: WayOrders) -> Connection:
    """Where a guest is that goes from a release."""
    from mtype.hosts.connection import connect

    return connect(orders.connect, read_only=True)


def _bare(catalogue: Catalogue, name: str, arch: str | None) -> Definition:
    known = catalogue.named(name)
    own = qemu_arch(arch) if arch else known[0].arches[0] if known else None
    return Definition("", Carrier.FILE, None, None, None, None, own, name, Position(1, 1, 0))


def _guests(work: DocumentAssessor, host: Connection, names: Sequence[str]) -> list[Said]:
    from mtype.hosts.guests import read_guests
    from mtype.upgrade.selection import named_guests

    guests = read_guests(host)
    said = []
    for guest in named_guests(guests, names) if names else guests:
        place = f"{guest.uri}#{guest.name}"
        said += [Said(skipped=(Skipped(place, reason, failed=True),)) for reason in guest.unread]
        snapshots = {guest.name: len(guest.texts(Carrier.SNAPSHOT))}
        for stored in guest.stored:
            # What runs goes live; what it will be after a restart goes stopped.
            only = Kind.STOPPED if stored.carrier is Carrier.PERSISTENT and guest.state.active else None
            text = io.BytesIO(stored.text.encode())
            said.append(work.assess(text, guest.path(stored), stored.carrier, only=only, snapshots=snapshots))
    return said


def _files(work: DocumentAssessor, orders: WayOrders, stdin: BinaryIO | None) -> list[Said]:
    found = discover(orders.paths, orders.settings)
    files = [path for path in found.files if path != STDIN]
    one = partial(_file, work, hosts_on_disk(files))
    jobs = worth(orders.settings.jobs, len(files))
    if jobs > 1 and files:
        one(files[0])  # what the first ones need is worked out here instead of in every worker
        done = dict(zip(files, in_workers(one, _lost, files, jobs), strict=True))
    else:
        done = {path: one(path) for path in files}
    if STDIN in found.files:
        data = stdin.read(MAX_BYTES + 1) if stdin is not None else b""
        done[STDIN] = work.assess(io.BytesIO(data), "<stdin>")
    return [Said(skipped=tuple(found.skipped)), *(done[path] for path in found.files)]


def _file(work: DocumentAssessor, hosts: HostsOnDisk, path: str) -> Said:
    place = hosts.places.get(path)
    carrier = place.carrier if place is not None else Carrier.FILE
    snapshots = hosts.snapshots(place.host) if place is not None else None
    try:
        # Unbuffered: a read of what a definition may have costs more than all the rest, and of a save image
        # no more than its XML is wanted.
        with Path(path).open("rb", buffering=0) as stream:
            size = os.fstat(stream.fileno()).st_size
            text = io.BytesIO(stream.read()) if 0 < size <= _WHOLE else io.BufferedReader(stream)
            return work.assess(text, path, carrier, snapshots=snapshots)
    except (OSError, ValueError) as error:
        return Said(skipped=(Skipped(path, why(error), failed=True),))


def _lost(path: str) -> Said:
    return Said(skipped=(Skipped(path, LOST, failed=True),))
