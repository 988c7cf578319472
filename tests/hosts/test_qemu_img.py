"""Does a disk go back to the very bytes it had, and is whatever cannot be told?"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from mtype.hosts.qemu_img import QemuImg
from mtype.model.errors import HostError
from mtype.upgrade.disks import Image, ImageError
from tests.required import lacking

pytestmark = pytest.mark.qemu
NAME = "virt-machine-type-20261121T150536.123Z"
IMG = QemuImg()


@pytest.fixture(autouse=True)
def _tools() -> None:
    if not (shutil.which("qemu-img") and shutil.which("qemu-io")):
        lacking("qemu-utils is not installed.")


def img(*arguments: str | Path) -> None:
    subprocess.run(["qemu-img", *arguments], check=True, capture_output=True)


def write(path: Path, pattern: int, where: str = "0 256k") -> None:
    subprocess.run(["qemu-io", "-c", f"write -P {pattern} {where}", path], check=True, capture_output=True)


def content(path: Path) -> str:
    """The digest of what a guest would see."""
    raw = path.with_name("content.raw")
    img("convert", "-f", "qcow2", "-O", "raw", path, raw)
    return hashlib.sha256(raw.read_bytes()).hexdigest()


def qcow2(path: Path, *options: str) -> Path:
    img("create", "-f", "qcow2", *options, path, "1M")
    return path


NAMES = ["disk.qcow2", "a,b=c,,d.qcow2", "with space\n'quote\".qcow2", "json:{}", "é.qcow2", "file:x"]


@pytest.mark.parametrize("name", NAMES)
def test_a_disk_goes_back_to_the_bytes_it_had(name: str, tmp_path: Path) -> None:
    made = qcow2(tmp_path / "made.qcow2")
    write(made, 1)
    before = content(made)
    path = made.rename(tmp_path / name)
    assert IMG.names(str(path)) == ()
    IMG.take(str(path), NAME)
    assert IMG.names(str(path)) == (NAME,)
    path.rename(made)
    write(made, 2)
    write(made, 3, "512k 64k")
    assert content(made) != before
    made.rename(path)
    IMG.revert(str(path), NAME)
    assert IMG.names(str(path)) == (NAME,)
    IMG.drop(str(path), NAME)
    assert IMG.names(str(path)) == ()
    path.rename(made)
    assert content(made) == before
    img("check", made)


def test_a_dropped_snapshot_leaves_the_disk_as_it_is(tmp_path: Path) -> None:
    path = qcow2(tmp_path / "disk.qcow2")
    write(path, 1)
    IMG.take(str(path), NAME)
    write(path, 2)
    after = content(path)
    IMG.drop(str(path), NAME)
    assert content(path) == after


def test_snapshots_of_others_stay(tmp_path: Path) -> None:
    path = qcow2(tmp_path / "disk.qcow2")
    img("snapshot", "-c", "of somebody", path)
    IMG.take(str(path), NAME)
    assert IMG.names(str(path)) == ("of somebody", NAME)
    IMG.drop(str(path), NAME)
    assert IMG.names(str(path)) == ("of somebody",)


def test_an_overlay_is_snapshotted_and_its_base_left_alone(tmp_path: Path) -> None:
    base = qcow2(tmp_path / "base.qcow2")
    write(base, 1)
    untouched = hashlib.sha256(base.read_bytes()).hexdigest()
    path = tmp_path / "disk.qcow2"
    img("create", "-f", "qcow2", "-b", base, "-F", "qcow2", path)
    before = content(path)
    IMG.take(str(path), NAME)
    write(path, 2)
    IMG.revert(str(path), NAME)
    assert content(path) == before
    assert hashlib.sha256(base.read_bytes()).hexdigest() == untouched


def test_a_name_is_not_given_twice(tmp_path: Path) -> None:
    path = str(qcow2(tmp_path / "disk.qcow2"))
    IMG.take(path, NAME)
    with pytest.raises(HostError, match=f"has a snapshot {NAME} already"):
        IMG.take(path, NAME)
    assert IMG.names(path) == (NAME,)


@pytest.mark.parametrize("call", [IMG.revert, IMG.drop])
def test_a_snapshot_that_is_not_there_is_told(call: object, tmp_path: Path) -> None:
    path = str(qcow2(tmp_path / "disk.qcow2"))
    with pytest.raises(HostError, match=r"qemu-img snapshot of .* failed: .*snapshot"):
        call(path, NAME)  # type: ignore[operator]


@contextmanager
def in_use(path: Path) -> Iterator[None]:
    """An image as a running guest holds it."""
    with subprocess.Popen(["qemu-io", path], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as user:
        assert user.stdin is not None and user.stdout is not None
        user.stdin.write(b"write -P 9 0 64k\n")
        user.stdin.flush()
        while b"wrote" not in user.stdout.readline():
            pass
        yield
        user.communicate(b"quit\n")


def test_an_image_in_use_is_looked_at_but_not_touched(tmp_path: Path) -> None:
    path = qcow2(tmp_path / "disk.qcow2")
    IMG.take(str(path), NAME)
    with in_use(path):
        assert IMG.image(str(path)).format == "qcow2"
        for call in (
            lambda: IMG.take(str(path), "another"),
            lambda: IMG.revert(str(path), NAME),
            lambda: IMG.drop(str(path), NAME),
        ):
            with pytest.raises(HostError, match='Failed to get "write" lock Is another process using'):
                call()
    assert IMG.names(str(path)) == (NAME,)


# -- looking -----------------------------------------------------------------------------------------


def test_images_are_told_apart(tmp_path: Path) -> None:
    plain = qcow2(tmp_path / "plain.qcow2")
    assert IMG.image(str(plain)) == Image("qcow2", "", ())
    IMG.take(str(plain), NAME)
    assert IMG.image(str(plain)) == Image("qcow2", "", (NAME,))
    raw = tmp_path / "disk.raw"
    raw.write_bytes(bytes(1 << 20))
    assert IMG.image(str(raw)).format == "raw"
    img("create", "-f", "qed", tmp_path / "disk.qed", "1M")
    assert IMG.image(str(tmp_path / "disk.qed")).format == "qed"


def test_what_breaks_internal_snapshots_is_found(tmp_path: Path) -> None:
    outside = qcow2(tmp_path / "outside.qcow2", "-o", f"data_file={tmp_path / 'data.raw'}")
    assert "in a file of its own" in IMG.image(str(outside)).obstacle
    with_bitmap = qcow2(tmp_path / "bitmap.qcow2")
    img("bitmap", "--add", with_bitmap, "daily")
    assert "bitmaps" in IMG.image(str(with_bitmap)).obstacle
    secret = "secret,id=s0,data=abc"
    key = "encrypt.format=aes,encrypt.key-secret=s0"
    hidden = qcow2(tmp_path / "luks.qcow2", "--object", secret, "-o", key)
    assert "encrypted" in IMG.image(str(hidden)).obstacle
    corrupt = qcow2(tmp_path / "corrupt.qcow2")
    with corrupt.open("r+b") as stream:  # qcow2: incompatible_features, bit 1
        stream.seek(79)
        stream.write(b"\x02")
    assert "corrupt" in IMG.image(str(corrupt)).obstacle


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: None, "is not there"),
        (lambda path: path.symlink_to("nowhere"), "is not there"),
        (lambda path: path.symlink_to(path), "Too many levels of symbolic links"),
        (lambda path: path.mkdir(), "neither a file nor a block device"),
        (lambda path: os.mkfifo(path), "neither a file nor a block device"),
        (lambda path: path.symlink_to("/dev/null"), "neither a file nor a block device"),
        (lambda path: path.write_bytes(b"QFI\xfb"), "qemu-img info of .* failed"),
        (lambda path: path.write_bytes(b"QFI\xfb\0\0\0\3" + b"\xff" * 4096), "qemu-img info of .* failed"),
    ],
)
def test_what_is_no_image_is_told(make: object, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "disk.qcow2"
    make(path)  # type: ignore[operator]
    with pytest.raises(ImageError, match=reason) as told:
        IMG.image(str(path))
    assert told.value.remedy
    with pytest.raises(HostError):
        IMG.image("/a\0b")


def test_an_image_of_somebody_else_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = qcow2(tmp_path / "disk.qcow2")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(ImageError, match="may not write to its image") as told:
        IMG.image(str(path))
    assert told.value.remedy == "be root"


def test_backing_files_are_found_by_whatever_name(tmp_path: Path) -> None:
    base = qcow2(tmp_path / "base.qcow2")
    middle, top, other = (tmp_path / name for name in ("middle.qcow2", "top:1,a.qcow2", "other.qcow2"))
    img("create", "-f", "qcow2", "-b", "base.qcow2", "-F", "qcow2", middle)
    img("create", "-f", "qcow2", "-b", middle, "-F", "qcow2", tmp_path / "made.qcow2")
    (tmp_path / "made.qcow2").rename(top)
    qcow2(other)
    link = tmp_path / "link"
    link.symlink_to(base)
    for below in (base, middle, link):
        assert IMG.rests_on(str(top), str(below))
    assert not IMG.rests_on(str(top), str(top))
    assert not IMG.rests_on(str(top), str(other))
    assert not IMG.rests_on(str(base), str(top))
    raw = tmp_path / "disk.raw"
    raw.write_bytes(bytes(1 << 20))
    assert not IMG.rests_on(str(raw), str(base))
    with in_use(middle):
        assert IMG.rests_on(str(top), str(base))


def test_a_chain_that_cannot_be_followed_is_told(tmp_path: Path) -> None:
    base, top = qcow2(tmp_path / "base.qcow2"), tmp_path / "top.qcow2"
    img("create", "-f", "qcow2", "-b", base, "-F", "qcow2", top)
    moved = base.rename(tmp_path / "moved.qcow2")
    for path, below, reason in (
        (top, moved, "the backing files of .*top.qcow2 cannot be told: .*base.qcow2"),
        (tmp_path / "gone", moved, "gone is not there"),
        (moved, base, "base.qcow2 is not there"),
    ):
        with pytest.raises(ImageError, match=reason) as told:
            IMG.rests_on(str(path), str(below))
        assert told.value.remedy


# -- a program that is not what it should be ---------------------------------------------------------


def program(tmp_path: Path, text: str) -> QemuImg:
    path = tmp_path / "qemu-img"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return QemuImg(str(path))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("echo no json", "gives no JSON for"),
        ("echo '[]'", "gives no JSON object"),
        ("echo oops >&2; exit 1", "failed: oops"),
        ("exit 3", "failed: 3"),
        ("kill -9 $$", "failed: -9"),
        ("printf '\\377\\n' >&2; exit 1", "failed: \ufffd"),
        ("sleep 60", "did not end within 0.2 seconds"),
    ],
)
def test_a_program_that_fails_is_told(
    text: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mtype.hosts.qemu_img._LOOK", 0.2 if "sleep" in text else 10)
    with pytest.raises(HostError, match=reason):
        program(tmp_path, text).names("/disk.qcow2")


def test_it_is_called_in_one_language(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    with pytest.raises(HostError, match=r"failed: C$"):
        program(tmp_path, 'echo "$LC_ALL" >&2; exit 1').names("/disk.qcow2")


def test_a_program_that_is_not_there_is_told_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    with pytest.raises(ImageError, match="qemu-img is not there") as told:
        QemuImg().image("/disk.qcow2")
    assert "qemu-utils" in told.value.remedy
    with pytest.raises(HostError, match="install qemu-utils"):
        QemuImg().take("/disk.qcow2", NAME)
    with pytest.raises(HostError, match="cannot be run"):
        QemuImg("/no/such/qemu-img").names("/disk.qcow2")
