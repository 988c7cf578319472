"""The process that holds a Host's mounts: `unshare --mount ... python holder.py FOLDER`.

It starts a libvirtd for each line that it reads, and answers with its process id. It lives as long as its
standard input is open, so it ends with the tests however they end. Then it kills every process that sees its
mounts, which are the daemon and all guests, and removes FOLDER.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

MS_RDONLY, MS_REMOUNT, MS_BIND = 1, 32, 4096  # <sys/mount.h>
PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>

# What libvirt writes to, by its name in FOLDER.
PRIVATE = {
    "etc": "/etc/libvirt",
    "lib": "/var/lib/libvirt",
    "cache": "/var/cache/libvirt",
    "log": "/var/log/libvirt",
    "run": "/run/libvirt",
}
EMULATORS = ("qemu-system-x86_64", "qemu-system-aarch64")

_libc = ctypes.CDLL(None, use_errno=True)


def main(folder: Path) -> None:
    """Mount, say so, serve, kill."""
    if os.path.samestat(os.stat("/proc/self/ns/mnt"), os.stat(f"/proc/{os.getppid()}/ns/mnt")):
        sys.exit("this is no mount namespace of its own: what it kills would be the machine")
    # libvirt waits for a dead guest until it is reaped. In a container the first process does that late or
    # never; so guests, whose parent ends when they are started, become children of this process.
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGCHLD, reap)
    hide_kvm(folder)
    hide_other_emulators()
    for name, place in PRIVATE.items():
        (folder / name).mkdir(exist_ok=True)
        Path(place).mkdir(parents=True, exist_ok=True)
        mount(folder / name, Path(place))
    print("ready", flush=True)
    for _ in iter(sys.stdin.readline, ""):
        print(start_daemon(folder), flush=True)
    kill_all_inside()
    shutil.rmtree(folder)  # no mount lies in it: the mounts are of it, elsewhere


def hide_kvm(folder: Path) -> None:
    """Put an empty read-only file in its place: for root every device is accessible, and where /dev/kvm does
    not work libvirt takes what an emulator answered for outdated and asks it again, 4 s each time."""
    device = Path("/dev/kvm")
    if device.exists():
        (folder / "no-kvm").touch()
        mount(folder / "no-kvm", device)
        mount(folder / "no-kvm", device, MS_REMOUNT | MS_RDONLY)


def hide_other_emulators() -> None:
    """libvirt asks every emulator in PATH what it can, for seconds each. What is not executable is none."""
    for emulator in Path("/usr/bin").glob("qemu-system-*"):
        if emulator.name not in EMULATORS and not emulator.is_symlink():
            mount(Path("/dev/null"), emulator)


def mount(source: Path, target: Path, flags: int = 0) -> None:
    """Bind `source` over `target`, in this process's namespace only."""
    if _libc.mount(bytes(source), bytes(target), None, MS_BIND | flags, None):
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), str(target))


def start_daemon(folder: Path) -> int:
    """Start libvirtd, in a session of its own."""
    with (folder / "libvirtd.out").open("ab") as out:
        daemon = subprocess.Popen(
            ["/usr/sbin/libvirtd", "--pid-file", folder / "libvirtd.pid"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    return daemon.pid


def reap(*_: object) -> None:
    """Wait for all children that are dead."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG) != (0, 0):
            pass


def kill_all_inside() -> None:
    """Again and again: a process that is killed may have started another one just before."""
    while others := list(others_inside()):
        for pid in others:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        time.sleep(0.01)


def others_inside() -> Iterator[int]:
    """The processes that share this one's mount namespace. A zombie has none."""
    own = os.stat("/proc/self/ns/mnt")
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            inside = os.path.samestat(own, os.stat(entry / "ns" / "mnt"))
        except OSError:
            continue
        if inside and int(entry.name) != os.getpid():
            yield int(entry.name)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
