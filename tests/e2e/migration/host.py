"""A libvirt host of another Debian release, with its own libvirtd and emulator, on this machine.

Its system is a root that tools/roots made and keeps. The root is mounted read-only in a namespace of the
Host's own (tests/e2e/holder.py), so any number of Hosts share it, and it stays as it was made.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from xml.etree import ElementTree

from tests.e2e.host import Host, missing
from tools.evidence.record import SUITES, Versions
from tools.roots.cache import cached_root
from tools.roots.kinds import HOSTS
from tools.roots.make import RootError

_VERSIONED = re.compile(r"pc-(i440fx-|q35-)?\d")


class ReleaseHost(Host):
    """A Host as others are. `images` is a folder that its guests see at the same path: that of another such
    Host, so that guests can go between the two, or one of its own.

    Raises RootError where the release's root can neither be found nor made.
    """

    socket = Path("run", "libvirt", "libvirt-sock")

    def __init__(self, suite: str, images: Path | None = None) -> None:
        folder = cached_root(suite, HOSTS).folder / "root"
        super().__init__()
        self.suite = suite
        self.images = images or self.folder / "images"
        self.images.mkdir(exist_ok=True)
        self.root = (folder, self.images)
        self.kept_answers = Host.kept_answers.with_name(f"libvirt-capabilities-{suite}")

    @property
    def qemu_log(self) -> Path:
        """The folder of the guests' logs, which libvirt and QEMU write."""
        return self.folder / "log" / "qemu"

    def run(self, *command: str | Path) -> str:
        """What a command prints inside, errors among it. Raises CalledProcessError where it fails."""
        inside = ["nsenter", "--mount", f"--target={self.holder_pid}", "chroot", self.root[0], *command]
        return subprocess.run(
            inside,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
        ).stdout

    def versions(self) -> Versions:
        told = self.virsh("version", "--daemon")
        qemu = re.search(r"hypervisor: QEMU (\S+)", told)
        libvirt = re.search(r"daemon: (\S+)", told)
        assert qemu, told
        assert libvirt, told
        status = (self.root[0] / "var" / "lib" / "dpkg" / "status").read_text()
        package = re.search(r"^Package: qemu-system-x86\n(?:.+\n)*?Version: (\S+)", status, re.MULTILINE)
        assert package
        return Versions(qemu[1], libvirt[1], package[1])

    def machine_types(self) -> frozenset[str]:
        """The versioned types of the boards pc and q35 that its emulator has."""
        told = ElementTree.fromstring(self.virsh("capabilities"))
        named = told.iterfind("guest/arch[@name='x86_64']/machine")
        return frozenset(str(one.text) for one in named if _VERSIONED.match(str(one.text)))


def missing_releases() -> str | None:
    """Why there can be no such hosts on this machine, None where there can be. Makes the roots."""
    reason = missing()
    if reason:
        return reason
    try:
        for suite in SUITES:
            cached_root(suite, HOSTS)
    except RootError as error:
        return str(error)
    return None
