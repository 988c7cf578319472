"""Which host does a page talk about whose commands need one?

A line of it says so: `<!-- host: web=running db=stopped old=managed-save -->`. The commands of such a page
find a real libvirt host of their own with these guests, as the default one.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.e2e.guests import OBEDIENT, PC, Q35
from tests.e2e.host import Host
from tests.e2e.on_host import define_guest

_MARK = re.compile(r"<!-- host: (.*) -->")
_STATE = "/var/lib/virt-machine-type"
_FOLDERS = {"etc": "/etc/libvirt", "lib": "/var/lib/libvirt", "run": "/run/libvirt"}
_STAMP = re.compile(r"\d{8}T\d{6}\.\d{3}Z")
_WHEN = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d UTC")
_A_MOMENT = "20270430T031500.000Z"


class PageHost(NamedTuple):
    """The host of a page and the state folder of its reader."""

    host: Host
    state: Path

    @property
    def environment(self) -> dict[str, str]:
        """What makes it the default."""
        return {
            "LIBVIRT_DEFAULT_URI": self.host.uri,
            "VIRT_MACHINE_TYPE_STATE_DIR": str(self.state),
            "VIRSH_DEFAULT_CONNECT_URI": self.host.uri,
        }

    def command(self, text: str) -> str:
        """A command of the page as it is run here."""
        for here, there in _FOLDERS.items():
            text = text.replace(there, str(self.host.folder / here))
        return text.replace(_STATE, str(self.state)).replace("qemu:///system", f"'{self.host.uri}'")

    def shown(self, output: str) -> str:
        """Its output as the page shows it: the places of a usual host, and always the same moment."""
        images = str(self.host.folder / "images")
        for here, there in (
            (str(self.state), _STATE),
            (self.host.uri, "qemu:///system"),
            (images, "/var/lib/libvirt/images"),
            *((str(self.host.folder / here), there) for here, there in _FOLDERS.items()),
        ):
            output = output.replace(here, there)
        return _WHEN.sub("2027-04-30 03:15 UTC", _STAMP.sub(_A_MOMENT, output))


def wanted_guests(page: Path) -> dict[str, str]:
    """The guests that a page asks for, by name with what they do; none where it needs no host."""
    mark = _MARK.search(page.read_text(encoding="utf-8"))
    return dict(word.split("=") for word in mark[1].split()) if mark else {}


@contextmanager
def page_host(guests: dict[str, str], folder: Path) -> Iterator[PageHost]:
    """A real host with these guests; their UUIDs are always the same."""
    host = Host()
    try:
        host.start()
        for number, (name, state) in enumerate(guests.items()):
            machine = Q35 if state == "stopped" else PC
            fixed = str(uuid.uuid5(uuid.NAMESPACE_DNS, f"{name}.{number}.example.org"))
            guest = define_guest(host, name, machine, obeys_after=OBEDIENT, disk_format="qcow2", uuid=fixed)
            if state != "stopped":
                guest.start()
            if state == "managed-save":
                host.virsh("managedsave", name)
        yield PageHost(host, folder / ".state")
    finally:
        host.stop()
