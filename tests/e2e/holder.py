"""The process that holds a Host's mounts: `unshare --mount ... python holder.py FOLDER [ROOT IMAGES]`.

Without ROOT the Host is the machine's own release. With ROOT, a root of another one (tools/roots), the daemon
runs inside by chroot; of the machine's files it sees the folder IMAGES, at the same path. Nothing is written
to ROOT: it is read-only, and what is written to is mounted over it.

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
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC = 1, 32, 4096, 16384  # <sys/mount.h>
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
# The nodes of a root's own /dev. The machine's own is in no root: who removed the root would remove that too.
DEVICES = {"null": (1, 3), "zero": (1, 5), "full": (1, 7), "random": (1, 8), "urandom": (1, 9), "tty": (5, 0)}

_libc = ctypes.CDLL(None, use_errno=True)


def main(folder: Path, root: Path | None = None, images: Path | None = None) -> None:
    """Mount, say so, serve, kill."""
    if os.path.samestat(os.stat("/proc/self/ns/mnt"), os.stat(f"/proc/{os.getppid()}/ns/mnt")):
        sys.exit("this is no mount namespace of its own: what it kills would be the machine")
    # libvirt waits for a dead guest until it is reaped. In a container the first process does that late or
    # never; so guests, whose parent ends when they are started, become children of this process.
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    signal.signal(signal.SIGCHLD, reap)
    if root is None or images is None:
        hide_kvm(folder)
        hide_other_emulators(Path("/usr/bin"), Path("/dev/null"))
        mount_private(folder, Path("/"), PRIVATE)
    else:
        mount_root(folder, root, images)
    print("ready", flush=True)
    for _ in iter(sys.stdin.readline, ""):
        print(start_daemon(folder, root), flush=True)
    kill_all_inside()
    remove(folder)


def remove(folder: Path) -> None:
    """No mount lies in it: the mounts are of it, elsewhere. Guests of another Host that saw its images may
    still write there while they are killed."""
    for _ in range(100):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(0.1)


def hide_kvm(folder: Path) -> None:
    """Put an empty read-only file in its place: for root every device is accessible, and where /dev/kvm does
    not work libvirt takes what an emulator answered for outdated and asks it again, 4 s each time."""
    device = Path("/dev/kvm")
    if device.exists():
        (folder / "no-kvm").touch()
        mount(folder / "no-kvm", device)
        mount(folder / "no-kvm", device, MS_REMOUNT | MS_RDONLY)


def hide_other_emulators(place: Path, nothing: Path) -> None:
    """libvirt asks every emulator in PATH what it can, for seconds each. What is not executable is none."""
    for emulator in place.glob("qemu-system-*"):
        if emulator.name not in EMULATORS and not emulator.is_symlink():
            mount(nothing, emulator)


def mount_private(folder: Path, root: Path, places: dict[str, str]) -> None:
    """Folders of the Host's own over those of `root`."""
    for name, place in places.items():
        target = root / place.lstrip("/")
        (folder / name).mkdir(exist_ok=True)
        target.mkdir(parents=True, exist_ok=True)
        mount(folder / name, target)


def mount_root(folder: Path, root: Path, images: Path) -> None:
    """Make a system of `root`: its own /dev and /run, folders to write to, and the rest read-only.

    /run is a plain folder, so that the daemon's socket is there from outside too. Without /sys guests do not
    start: "cause is unknown".
    """
    mount(root, root)
    mount_new("proc", root / "proc")
    mount(Path("/sys"), root / "sys", MS_REC)
    mount_new("tmpfs", root / "dev", "mode=755")
    for name, (major, minor) in DEVICES.items():
        os.mknod(root / "dev" / name, stat.S_IFCHR, os.makedev(major, minor))
        (root / "dev" / name).chmod(0o666)
    (root / "dev" / "pts").mkdir()
    mount_new("devpts", root / "dev" / "pts", "newinstance,ptmxmode=0666,mode=620")
    (root / "dev" / "ptmx").symlink_to("pts/ptmx")
    (folder / "nothing").touch()
    hide_other_emulators(root / "usr" / "bin", folder / "nothing")
    for place in ("tmp", "var/tmp"):
        mount_new("tmpfs", root / place, "mode=1777")
    seen = root / images.relative_to("/")
    seen.mkdir(parents=True)
    mount(images, seen)
    mount_private(folder, root, {**PRIVATE, "run": "/run"})
    mount(root, root, MS_REMOUNT | MS_RDONLY)


def mount(source: Path, target: Path, flags: int = 0) -> None:
    """Bind `source` over `target`, in this process's namespace only."""
    if _libc.mount(bytes(source), bytes(target), None, MS_BIND | flags, None):
        raise mount_error(target)


def mount_new(kind: str, target: Path, options: str = "") -> None:
    """Mount a file system that is made now on `target`, in this process's namespace only."""
    if _libc.mount(kind.encode(), bytes(target), kind.encode(), 0, options.encode()):
        raise mount_error(target)


def mount_error(target: Path) -> OSError:
    """What the last call of mount complains about."""
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number), str(target))


def start_daemon(folder: Path, root: Path | None) -> int:
    """Start libvirtd, in a session of its own."""
    command: list[str | Path] = ["/usr/sbin/libvirtd", "--pid-file", folder / "libvirtd.pid"]
    if root is not None:
        command = ["chroot", root, *command[:-1], "/run/libvirtd.pid"]
    with (folder / "libvirtd.out").open("ab") as out:
        daemon = subprocess.Popen(
            command,
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
    main(*map(Path, sys.argv[1:]))
