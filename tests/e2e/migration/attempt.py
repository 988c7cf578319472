"""Does a guest of this machine type get from one host to another: live, saved, stopped?

Tried with a real guest that runs, and at the destination must run on: its console must grow there.
"""

from __future__ import annotations

import itertools
import os
import re
import socket
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from tests.e2e.boot_code import ticking_sector
from tests.e2e.guests import DISK_SIZE, Disk, domain_xml
from tests.e2e.host import HostError, holds
from tests.e2e.migration.host import ReleaseHost
from tools.evidence.record import KINDS

_COMPLAINT = re.compile(
    r"qemu-system-x86_64: (?!warning|terminating on signal|Machine type .* is deprecated)(.*)"
)
_LIMIT = 60  # seconds for one call of virsh, many times what it takes
_numbers = itertools.count(1)
_ports = itertools.cycle((os.getpid() * 100 + number) % 10_000 + 20_000 for number in range(10_000))


class Outcome(NamedTuple):
    """`where` it was refused, "source" or "destination", and in which words; both are "" where it worked.

    What is refused at the source, such as a type that it does not have, tells nothing of the way.
    """

    kind: str
    where: str
    words: str
    seconds: float

    @property
    def worked(self) -> bool:
        return not self.where


class _Refused(Exception):
    pass


def attempt(
    source: ReleaseHost,
    destination: ReleaseHost,
    machine: str,
    images: Path,
    *,
    kinds: Sequence[str] = KINDS,
    bus: str = "",
) -> list[Outcome]:
    """Each of `kinds`, between two Hosts. Nothing is left in either, nor in `images`."""
    trial = _Trial(source, destination, machine, images, bus)
    outcomes = []
    try:
        for kind in kinds:
            start = time.monotonic()
            where, words = trial.refusal(trial.ways[kind])
            outcomes.append(Outcome(kind, where, words, round(time.monotonic() - start, 1)))
            if where == "source" and kind == kinds[0]:
                return [outcomes[0]._replace(kind=other) for other in kinds]
    finally:
        trial.remove()
    return outcomes


class _Trial:
    def __init__(
        self, source: ReleaseHost, destination: ReleaseHost, machine: str, images: Path, bus: str
    ) -> None:
        self.source = source
        self.destination = destination
        self.images = images
        self.name = f"guest-{next(_numbers)}"
        self.ways = dict(zip(KINDS, (self.live, self.saved, self.stopped, self.file), strict=True))
        self._place = "source"
        disk = images / f"{self.name}.raw"
        disk.write_bytes(ticking_sector().ljust(DISK_SIZE, b"\0"))
        self._console = images / f"{self.name}.console"
        self._definition = images / f"{self.name}.xml"
        self._state = images / f"{self.name}.state"
        # A bus that every version of the board boots from. virtio before 2.7 is another device, which the
        # BIOS of QEMU 10.0 does not boot from (test_old_virtio.py).
        bus = bus or ("sata" if "-q35-" in machine else "ide")
        self._definition.write_text(
            domain_xml(
                self.name,
                machine,
                disks=[Disk(disk, "raw")],
                console=self._console,
                console_appends=True,
                bus=bus,
            )
        )

    def refusal(self, go: Callable[[], None]) -> tuple[str, str]:
        """Where and how it is refused to define it at the source and go, ("", "") where it works."""
        self._place = "source"
        before = len(self._log())
        try:
            self._run(self.source, "define", self._definition)
            go()
            self._wait_until_alive(self.destination)
        except _Refused as refusal:
            return self._place, self._words(str(refusal), before)
        finally:
            self._forget()
        return "", ""

    def live(self) -> None:
        self._boot()
        try:
            self._run(
                self.source,
                *("migrate", "--live", "--persistent", "--unsafe", self.name, self.destination.uri),
                *("--migrateuri", f"tcp:127.0.0.1:{_free_port()}"),
            )
        except _Refused:
            self._wait_until_alive(self.source)  # the guest must go on there
            raise

    def saved(self) -> None:
        self._boot()
        self._run(self.source, "save", self.name, self._state)
        self._run(self.destination, "restore", self._state)

    def stopped(self) -> None:
        """The definition as the source wrote it down, not as it came."""
        self._place = "destination"
        written = self._run(self.source, "dumpxml", "--inactive", self.name)
        copy = self._definition.with_suffix(".inactive")
        copy.write_text(written)
        self._run(self.destination, "define", copy)
        self._run(self.destination, "start", self.name)

    def file(self) -> None:
        """The definition as it came."""
        self._place = "destination"
        self._run(self.destination, "define", self._definition)
        self._run(self.destination, "start", self.name)

    def _boot(self) -> None:
        self._run(self.source, "start", self.name)
        self._wait_until_alive(self.source)
        self._place = "destination"

    def remove(self) -> None:
        """The guest's files."""
        for path in self.images.glob(f"{self.name}.*"):
            path.unlink()
        for host in (self.source, self.destination):
            (host.qemu_log / f"{self.name}.log").unlink(missing_ok=True)

    def _forget(self) -> None:
        for host in (self.source, self.destination):
            for command in ("destroy", "undefine"):
                with suppress(HostError):  # most often: there is no such guest
                    host.virsh(command, self.name, within=_LIMIT)
        for path in (self._state, self._console):
            path.unlink(missing_ok=True)

    def _run(self, host: ReleaseHost, *arguments: str | Path) -> str:
        try:
            return host.virsh(*arguments, within=_LIMIT)
        except HostError as error:
            raise _Refused(str(error)) from error

    def _wait_until_alive(self, host: ReleaseHost) -> None:
        """It runs there, and its console grows."""
        size = self._size()
        if not holds(lambda: self._size() > size, within=15):
            state = self._run(host, "domstate", "--reason", self.name)
            raise _Refused(f"it executes nothing; it is {state}")
        if self._run(host, "domstate", self.name) != "running":
            raise _Refused("it does not run there")

    def _size(self) -> int:
        return self._console.stat().st_size if self._console.exists() else 0

    def _log(self) -> str:
        path = self.destination.qemu_log / f"{self.name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _words(self, complaint: str, before: int) -> str:
        """What libvirt said last, and what QEMU has written into its log at the destination."""
        lines = [" ".join(complaint.rpartition("error: ")[2].split())]
        for line in self._log()[before:].splitlines():
            told = _COMPLAINT.search(line)
            if told and told[1] not in lines[0]:
                lines.append(f"QEMU: {told[1]}")
        return self._without_names("; ".join(dict.fromkeys(lines)))

    def _without_names(self, words: str) -> str:
        """Without what is other each time: names, paths, ports, times."""
        words = words.replace(self.name, "GUEST").replace(str(self.images), "IMAGES")
        words = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z ", "", words)
        return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", words)


def _free_port() -> int:
    """A port that nobody listens on, below those that the kernel hands out; another one each time."""
    while True:
        port = next(_ports)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("", port))
            return port
