"""A real libvirt host of a test's own: the machine's libvirtd and emulators, with folders and sockets apart.

The daemon and its guests live in a mount namespace in which /etc/libvirt, /var/lib/libvirt, /run/libvirt
and so on are the Host's folders (holder.py). Hosts know nothing of each other, nor of the machine's libvirtd.

What is slow about a new libvirtd is asking the emulators what they can do: QEMU 7.2 takes 1 to 3 s each, the
packages bring 27 of them, and the first definition of a guest waits for all: 42 s. A Host shows libvirt two,
which takes 4 s, and keeps the answers for the next one, which then is up in 0.15 s and defines in 0.05 s.
libvirt itself compares a kept answer with the versions and times of emulator and library before it trusts it.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

HOLDER = Path(__file__).with_name("holder.py")
NEEDED = ("/usr/sbin/libvirtd", "virsh", "unshare", "qemu-img", "qemu-system-x86_64", "qemu-system-aarch64")

# One daemon does it all: it writes the guests' logs itself, and there is no cgroup, user or device namespace
# that two Hosts, or a Host and the machine, could quarrel about.
QEMU_CONF = """\
user = "root"
group = "root"
security_driver = "none"
namespaces = []
cgroup_controllers = []
stdio_handler = "file"
"""
LIBVIRTD_CONF = """\
host_uuid = "{uuid}"
auth_unix_rw = "none"
log_outputs = "3:file:/var/log/libvirt/libvirtd.log"
"""


class HostError(Exception):
    """A daemon that does not start, or a virsh that failed, with what it said."""


def missing() -> str | None:
    """Why there can be no Host on this machine, None where there can be."""
    if os.geteuid() != 0:
        return "a libvirt host of one's own needs root"
    absent = [name for name in NEEDED if shutil.which(name) is None]
    if absent:
        return f"not installed: {', '.join(absent)}"
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        return "no mount namespace can be made here"
    return None


class Host:
    """`start` it, talk to `uri`, `stop` it. Where the process ends without `stop`, the Host ends with it.

    `root` is what holder.py wants to know for a host of another release; `socket` lies in the Host's folder,
    and `kept_answers` is for all Hosts of that release on this machine. Only root reads and writes it.
    """

    libvirtd_conf = LIBVIRTD_CONF
    root: tuple[Path, ...] = ()
    socket = Path("run", "libvirt-sock")
    kept_answers = Path("/var/cache/virt-machine-type/libvirt-capabilities")

    def __init__(self) -> None:
        # Short: the path of a unix socket has at most 107 bytes.
        self.folder = Path(tempfile.mkdtemp(prefix="vmt-", dir="/tmp"))
        self.uri = f"qemu+unix:///system?socket={self.folder / self.socket}"
        self._holder: subprocess.Popen[str] | None = None
        self._daemon = 0

    def start(self) -> None:
        (self.folder / "etc").mkdir()
        (self.folder / "etc" / "qemu.conf").write_text(QEMU_CONF)
        (self.folder / "etc" / "libvirtd.conf").write_text(self.libvirtd_conf.format(uuid=uuid.uuid4()))
        _copy_answers(self.kept_answers, self._answers)
        # A session of its own, so that Ctrl-C reaches the tests only.
        self._holder = subprocess.Popen(
            [
                "unshare",
                "--mount",
                "--propagation",
                "private",
                sys.executable,
                "-IS",
                HOLDER,
                self.folder,
                *self.root,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._holder.stdout is not None
        if self._holder.stdout.readline() != "ready\n":
            raise HostError(f"the mounts of {self.folder} failed")
        self.start_daemon()
        self.virsh("capabilities")  # asks the emulators, or reads what is kept
        _copy_answers(self._answers, self.kept_answers)

    def stop(self) -> None:
        """Guests, daemon, mounts and folder are gone when it returns. A second call does nothing."""
        if self._holder is not None:
            self._holder.communicate()  # closes its standard input
            self._holder = None
        shutil.rmtree(self.folder, ignore_errors=True)

    def start_daemon(self) -> None:
        """Start libvirtd and wait until it answers; where it runs, do nothing."""
        if self.pid is not None:
            return
        holder = self._holder
        assert holder is not None, "the Host has not been started"
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdin.write("start\n")
        holder.stdin.flush()
        self._daemon = int(holder.stdout.readline())
        # Until somebody listens: a daemon that was killed left its socket behind.
        if not holds(lambda: _listens(self.folder / self.socket) or self.pid is None, 30):
            raise HostError("libvirtd does not answer")
        if self.pid is None:
            out = self.folder / "libvirtd.out"
            raise HostError(f"libvirtd ended: {out.read_text(errors='replace')[-2000:]}")

    def kill_daemon(self) -> None:
        """SIGKILL libvirtd. Its guests go on running."""
        assert self.pid is not None, "there is no daemon"
        os.kill(self.pid, signal.SIGKILL)
        if not holds(lambda: self.pid is None, 10):
            raise HostError("libvirtd survives SIGKILL")

    @property
    def pid(self) -> int | None:
        """The process id of libvirtd, None while there is none."""
        return self._daemon if self._daemon and Path(f"/proc/{self._daemon}").exists() else None

    @property
    def holder_pid(self) -> int:
        """The process whose mounts it has: `nsenter --mount --target`."""
        assert self._holder is not None, "the Host has not been started"
        return self._holder.pid

    def virsh(self, *arguments: str | Path, within: float | None = None) -> str:
        """What `virsh ARGUMENTS` prints. Raises HostError with its complaint, or after `within` s."""
        command = ["virsh", "--quiet", "--connect", self.uri, *map(str, arguments)]
        try:
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=within)
        except subprocess.TimeoutExpired as error:
            raise HostError(f"virsh {' '.join(map(str, arguments))}: no end after {within} s") from error
        if done.returncode:
            raise HostError(f"virsh {' '.join(map(str, arguments))}: {done.stderr.strip()}")
        return done.stdout.strip()

    @property
    def _answers(self) -> Path:
        return self.folder / "cache" / "qemu" / "capabilities"


def holds(condition: Callable[[], bool], within: float) -> bool:
    """Whether `condition` comes true within so many seconds."""
    deadline = time.monotonic() + within
    while not (true := condition()) and time.monotonic() < deadline:
        time.sleep(0.02)
    return true


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        return client.connect_ex(str(path)) == 0


def _copy_answers(source: Path, target: Path) -> None:
    """Each file appears as a whole: another process may copy at the same time."""
    target.mkdir(parents=True, exist_ok=True)
    for answer in source.glob("*.xml"):
        copy = target / answer.name
        if not copy.exists() or copy.stat().st_mtime < answer.stat().st_mtime:
            partial = target / f"{answer.name}.{os.getpid()}"
            shutil.copy2(answer, partial)
            partial.replace(copy)
