"""What does qemu-img say of disk images, and what does it do to them?"""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import Any

from mtype.hosts import image_place
from mtype.model.errors import HostError
from mtype.upgrade.disks import Image, ImageError

_INSTALL = "install qemu-utils (Debian, Ubuntu) or qemu-img (Fedora, RHEL, SUSE: qemu-tools)"
_LOOK, _CHANGE = 60.0, 1800.0  # seconds; a snapshot of an image of terabytes writes much metadata
_LONGEST = 2000  # characters of what it says on an error
_ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"}


class QemuImg:
    """`DiskSnapshots` and `Images` of mtype.upgrade by qemu-img: `program`, or the one of the system."""

    def __init__(self, program: str | None = None) -> None:
        self._program = program or shutil.which("qemu-img", path=_ENVIRONMENT["PATH"])

    def image(self, path: str) -> Image:
        """Look at an image, which may be in use. Raises ImageError where it is missing, this user may not
        write to it, or qemu-img cannot read it."""
        if self._program is None:
            raise ImageError("qemu-img is not there", _INSTALL)
        _check_kind(path)
        if not os.access(path, os.R_OK | os.W_OK):
            raise ImageError(f"this user may not write to its image {path}", "be root")
        try:
            told = self._info(path, "-f", "qcow2") if _is_qcow2(path) else self._info(path)
        except HostError as error:
            raise ImageError(str(error)) from error
        return Image(str(told.get("format")), ", ".join(_obstacles(told)), tuple(_names(told)))

    def check_here(self, uri: str, path: str) -> None:
        """Raise ImageError unless `path` is the same file for the host at `uri` as here."""
        image_place.check_here(uri, path)

    def identity(self, path: str) -> Hashable:
        """What tells the image from every other. Raises ImageError where it cannot be looked at."""
        _check_kind(path)
        return image_place.identity(path)

    def rests_on(self, path: str, base: str) -> bool:
        """Whether `base` is a backing file of `path`. Raises ImageError where a file of that chain is missing
        or nobody can say which it is."""
        if self._program is None:
            raise ImageError("qemu-img is not there", _INSTALL)
        _check_kind(path)
        try:
            known = ("-f", "qcow2") if _is_qcow2(path) else ()
            told = self._told("info", "--output=json", "-U", "--backing-chain", *known, path, path=path)
            chain = [str(layer["filename"]) for layer in told][1:]
        except (HostError, OSError, TypeError, KeyError) as error:
            raise ImageError(
                f"the backing files of {path} cannot be told: {error}", "mend its chain"
            ) from error
        wanted = self.identity(base)
        return any(self.identity(_local(layer, path)) == wanted for layer in chain)

    def take(self, path: str, name: str) -> None:
        """Record the present content of the image under `name`; raises HostError if it has one of that name
        (qemu-img would add another)."""
        if name in self.names(path):
            raise HostError(f"{path} has a snapshot {name} already")
        self._snapshot("-c", path, name)

    def names(self, path: str) -> tuple[str, ...]:
        """The snapshots that the image holds; raises HostError where it cannot be read."""
        return tuple(_names(self._info(path, "-f", "qcow2")))

    def revert(self, path: str, name: str) -> None:
        """Make the content that of the snapshot `name`, which stays; raises HostError."""
        self._snapshot("-a", path, name)

    def drop(self, path: str, name: str) -> None:
        """Delete the snapshot `name`; the content stays. Raises HostError."""
        self._snapshot("-d", path, name)

    def _snapshot(self, flag: str, path: str, name: str) -> None:
        # The format is given, for a guest can write whatever it likes into an image of another one.
        escaped = path.replace(",", ",,")
        options = f"driver=qcow2,file.filename={escaped}"
        self._run(["snapshot", "-q", "--image-opts", flag, name, options], path, _CHANGE)

    def _info(self, path: str, *more: str) -> dict[str, Any]:
        # -U: only looked at, while its guest may run.
        told = self._told("info", "--output=json", "-U", *more, path, path=path)
        if not isinstance(told, dict):
            raise HostError(f"qemu-img gives no JSON object for {path}")
        return told

    def _told(self, *arguments: str, path: str) -> Any:
        try:
            return json.loads(self._run([*arguments], path, _LOOK))
        except (ValueError, RecursionError) as error:
            raise HostError(f"qemu-img gives no JSON for {path}") from error

    def _run(self, arguments: list[str], path: str, limit: float) -> bytes:
        if self._program is None:
            raise HostError(f"qemu-img is not there: {_INSTALL}")
        what = f"qemu-img {arguments[0]} of {path}"
        try:
            ran = subprocess.run(
                [self._program, *arguments],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=limit,
                env=_ENVIRONMENT,
                check=False,
                start_new_session=True,  # Ctrl-C is for this program: half a snapshot is of no use to anybody
            )
        except subprocess.TimeoutExpired as error:
            raise HostError(f"{what} did not end within {limit:g} seconds") from error
        except (OSError, ValueError) as error:
            raise HostError(f"{what} cannot be run: {error}") from error
        if ran.returncode != 0:
            said = " ".join(ran.stderr[:_LONGEST].decode("utf-8", "replace").split())
            raise HostError(f"{what} failed: {said.removeprefix('qemu-img: ') or ran.returncode}")
        return ran.stdout


def _check_kind(path: str) -> None:
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError as error:
        raise ImageError(f"its image {path} is not there", "put it back, or take the disk away") from error
    except (OSError, ValueError) as error:
        why = (isinstance(error, OSError) and error.strerror) or error
        raise ImageError(f"its image {path} cannot be looked at: {why}", "be root") from error
    if not stat.S_ISREG(mode) and not stat.S_ISBLK(mode):
        raise ImageError(f"its image {path} is neither a file nor a block device")


def _local(layer: str, path: str) -> str:
    """A backing file as qemu-img names it, if that is a path: else nobody knows which file it is."""
    if not layer.startswith("/"):
        raise ImageError(f"the backing file {layer} of {path} is no path", "mend its chain")
    return layer


def _is_qcow2(path: str) -> bool:
    with open(path, "rb") as stream:  # noqa: PTH123
        return stream.read(4) == b"QFI\xfb"


def _names(told: dict[str, Any]) -> Iterator[str]:
    for snapshot in told.get("snapshots") or ():
        yield str(snapshot.get("name"))


def _obstacles(told: dict[str, Any]) -> Iterator[str]:
    """What in a qcow2 image breaks internal snapshots, or is broken by them."""
    data = (told.get("format-specific") or {}).get("data") or {}
    if data.get("data-file"):
        yield "its data is in a file of its own"
    if told.get("encrypted") or data.get("encrypt"):
        yield "it is encrypted, and only the guest's host has the key"
    if data.get("bitmaps"):
        yield "it has bitmaps of an incremental backup, with which QEMU refuses to revert"
    if data.get("corrupt"):
        yield "it is marked as corrupt"
