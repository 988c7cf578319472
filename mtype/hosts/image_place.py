"""Is a file of the host behind a socket the file of that name here?"""

from __future__ import annotations

import errno
import os
import socket
import stat
import struct
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from mtype.upgrade.disks import ImageError, named_socket

# The programs that serve the guests of QEMU (libvirt's daemons.rst), or pass calls on to one that does.
_DAEMONS = frozenset({"libvirtd", "virtqemud", "virtproxyd"})
# Which one serves depends on how libvirt is set up. Asking for the second may start virtproxyd for nothing.
_OWN = tuple(f"/run/libvirt/{name}-sock" for name in ("virtqemud", "libvirt"))
_REMEDY = "run it on the host itself, without socket= in the URI"
_ANSWERS = 5.0  # seconds
_LINKS = 40  # Linux follows no more
_CREDENTIALS = struct.Struct("3i")  # struct ucred of <sys/socket.h>: pid, uid, gid
Identity = tuple[int, ...]


class _UntoldError(Exception):
    """It cannot be told whose files they are; with the reason."""


class _ElsewhereError(Exception):
    """They are others than here; with the reason."""


def check_here(uri: str, path: str) -> None:
    """Raise ImageError unless `path` is the same file, or none, for the host at the local `uri` as here.

    The kernel says which process listens at the socket of the URI, and shows the file as that process sees
    it. Where the URI names no socket, or libvirt's own, systemd may listen in the place of the daemon, and
    this user may not look at it: then it is this machine unless something speaks against it.
    """
    named = named_socket(uri)
    own = named is None or _is_own(named)
    if urlsplit(uri).path != "/system" and named is None:
        return  # a session is of this user, and an embedded driver of this process
    for place in [named] if named is not None else _OWN:
        try:
            _compare(path, _root_of_listener(place))
            return
        except _ElsewhereError as error:
            raise ImageError(f"{path} of the host at {uri} is not the one here: {error}", _REMEDY) from error
        except _UntoldError as error:
            if not own:
                why = f"it cannot be told whether {path} of the host at {uri} is the one here: {error}"
                raise ImageError(why, _REMEDY) from error


def identity(path: str) -> Identity:
    """What tells a file, or the block device behind a node, from every other; raises OSError."""
    found = Path(path).stat()
    if stat.S_ISBLK(found.st_mode):
        return (found.st_rdev,)
    return found.st_dev, found.st_ino


def _is_own(place: str) -> bool:
    plain = place.removeprefix("/var").removesuffix("-ro")
    return plain in _OWN


def _root_of_listener(place: str) -> Path:
    """The root folder, as the kernel shows it, of the daemon that listens at a socket."""
    pid = _listener(place)
    if pid == 0:
        raise _ElsewhereError(f"whoever listens at {place} is outside of this container")
    process = Path("/proc") / str(pid)
    try:
        program = str((process / "exe").readlink()).removesuffix(" (deleted)")  # it was upgraded since
    except OSError as error:
        raise _UntoldError(f"process {pid} listens at {place}: {error.strerror}") from error
    if Path(program).name not in _DAEMONS:
        raise _UntoldError(f"{program} (process {pid}) listens at {place}, which is no daemon of libvirt")
    return process / "root"


def _listener(place: str) -> int:
    """The process that listens; 0 where it is in none of the process namespaces seen from here."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.settimeout(_ANSWERS)
        try:
            client.connect(place)
            credentials = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        except (OSError, ValueError) as error:
            why = (isinstance(error, OSError) and error.strerror) or error
            raise _UntoldError(f"nobody answers at {place}: {why}") from error
    return int(_CREDENTIALS.unpack(credentials)[0])


def _compare(path: str, root: Path) -> None:
    here, there = _identity_in(Path("/"), path), _identity_in(root, path)
    if here != there:
        where = "is not there" if there is None else "is another file"
        raise _ElsewhereError(f"for its daemon (process {root.parent.name}) it {where}")


def _identity_in(root: Path, path: str) -> Identity | None:
    try:
        return identity(str(_followed(root, path)))
    except (FileNotFoundError, NotADirectoryError):
        with suppress(OSError):
            root.stat()
            return None
        raise _UntoldError("its daemon ended") from None
    except (OSError, ValueError) as error:
        why = (isinstance(error, OSError) and error.strerror) or error
        raise _UntoldError(str(why)) from error


def _followed(root: Path, path: str) -> Path:
    """Where `path` leads for a process with that root: its links begin there, and `..` ends there."""
    done: list[str] = []
    left = list(_parts(path))
    links = 0
    while left:
        part = left.pop()
        if part == "..":
            del done[-1:]
            continue
        try:
            target = str(root.joinpath(*done, part).readlink())
        except OSError as error:
            if error.errno != errno.EINVAL:
                raise
            done.append(part)  # no link
            continue
        links += 1
        if links > _LINKS:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        if target.startswith("/"):
            done = []
        left += _parts(target)
    return root.joinpath(*done)


def _parts(path: str) -> Iterator[str]:
    """The last one first."""
    return (part for part in reversed(path.split("/")) if part not in ("", "."))
