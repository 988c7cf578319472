"""A guest that is defined on a Host, as a test handles it."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from tests.e2e.guests import PC, Disk, domain_xml, write_image
from tests.e2e.host import Host, HostError, holds


class Guest:
    """`domstate` is what virsh calls it: "running", "shut off", "paused"."""

    def __init__(self, host: Host, name: str, uuid: str, disks: list[Disk], console: Path) -> None:
        self.host = host
        self.name = name
        self.uuid = uuid
        self.disks = disks
        self._console = console

    def start(self) -> None:
        """Start it, or restore its managed save, and wait until it hears the power button."""
        self.host.virsh("start", self.name)
        self.wait_until_alive()

    def shutdown(self) -> None:
        """Press the power button, and do not wait."""
        self.host.virsh("shutdown", self.name)

    def destroy(self) -> None:
        self.host.virsh("destroy", self.name)

    @property
    def domstate(self) -> str:
        return self.host.virsh("domstate", self.name)

    def is_alive(self) -> bool:
        """Does it execute instructions now? It writes a dot to its console 16 times a second."""
        return self._grows(within=0.5)

    def wait_until_alive(self) -> None:
        """The BIOS takes about half a second."""
        if not self._grows(within=15):
            raise HostError(f"{self.name} does not run, its console stays as it is; it is {self.domstate}")

    def wait_for(self, domstate: str, within: float = 10) -> float:
        """Wait until it is in that state; how many seconds that took."""
        start = time.monotonic()
        if not holds(lambda: self.domstate == domstate, within):
            raise HostError(f"{self.name} is {self.domstate} and not {domstate} after {within} s")
        return time.monotonic() - start

    def dumpxml(self, *options: str) -> str:
        """The running definition of a guest that runs; `--inactive` for the one on disk."""
        return self.host.virsh("dumpxml", self.name, *options)

    def _grows(self, within: float) -> bool:
        # A start empties the file, so less than before is news too.
        size = self._size()
        return holds(lambda: self._size() not in (0, size), within)

    def _size(self) -> int:
        return self._console.stat().st_size if self._console.exists() else 0


def define_guest(
    host: Host, name: str, machine: str = PC, *, obeys_after: float | None, disk_format: str, **xml: Any
) -> Guest:
    """`xml` are the parameters of `domain_xml`. The files of the guest lie in the Host's folder."""
    images = host.folder / "images"
    images.mkdir(exist_ok=True)
    disks = write_image(images, name, machine, obeys_after=obeys_after, format=disk_format)
    console = images / f"{name}.console"
    definition = images / f"{name}.xml"
    definition.write_text(domain_xml(name, machine, disks=disks, console=console, **xml))
    host.virsh("define", definition)
    return Guest(host, name, host.virsh("domuuid", name), disks, console)


def remove_all_guests(host: Host) -> None:
    """Whatever a test left: running or not, with saves, snapshots and NVRAM, and with a dead daemon too."""
    host.start_daemon()
    for name in host.virsh("list", "--name").split():
        host.virsh("destroy", name)
    for name in host.virsh("list", "--all", "--name").split():
        host.virsh(
            "undefine", name, "--managed-save", "--snapshots-metadata", "--checkpoints-metadata", "--nvram"
        )
