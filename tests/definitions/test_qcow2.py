"""qcow2 images, of which qemu-img made some and an enemy the rest."""

from __future__ import annotations

import io
import os
import shutil
import struct
import subprocess
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mtype.definitions.qcow2 import InternalSnapshot, Qcow2, Qcow2Error, is_qcow2, read_qcow2
from tests.required import lacking


def entry(
    name: bytes, *, id: bytes = b"1", memory: int = 0, large: int | None = None, extra: bytes = bytes(8)
) -> bytes:
    """One snapshot in the table, as QEMU writes it."""
    if large is not None:
        extra = struct.pack(">QQ", large, 1 << 20)
    head = struct.pack(">QIHHIIQII", 0x30000, 1, len(id), len(name), 0, 0, 0, memory, len(extra))
    data = head + extra + id + name
    return data + bytes(-len(data) % 8)


def image(
    *entries: bytes,
    count: int | None = None,
    version: int = 3,
    table_at: int = 512,
    backing: tuple[int, int] = (0, 0),
    size: int = 1 << 20,
) -> bytes:
    """An image without data; `backing` is where the name of its backing file stands, and its length."""
    number = len(entries) if count is None else count
    header = struct.pack(
        ">4sIQIIQIIQQIIQ",
        b"QFI\xfb",
        version,
        *backing,
        16,
        size,
        0,
        1,
        0x30000,
        0x10000,
        1,
        number,
        table_at,
    )
    return header.ljust(512, b"\0") + b"".join(entries)


def read(data: bytes) -> Qcow2:
    return read_qcow2(io.BytesIO(data))


def problem(data: bytes) -> str:
    with pytest.raises(Qcow2Error) as caught:
        read(data)
    return str(caught.value)


# -- real ones ---------------------------------------------------------------------------------------


@pytest.fixture
def qemu_img() -> str:
    return shutil.which("qemu-img") or lacking("qemu-img is not installed")


@pytest.mark.parametrize("options", ["compat=0.10", "compat=1.1", "compat=1.1,extended_l2=on"])
def test_a_real_image_with_and_without_snapshots(qemu_img: str, tmp_path: Path, options: str) -> None:
    place = tmp_path / "web.qcow2"
    subprocess.run([qemu_img, "create", "-q", "-f", "qcow2", "-o", options, place, "8M"], check=True)
    version = 2 if "0.10" in options else 3
    with place.open("rb") as stream:
        assert read_qcow2(stream) == Qcow2(version, 8 << 20, None, ())
    names = ["one", "zwei äöü", "x" * 200, "<&>"]
    for name in names:
        subprocess.run([qemu_img, "snapshot", "-c", name, place], check=True)
    subprocess.run([qemu_img, "snapshot", "-d", "one", place], check=True)
    with place.open("rb") as stream:
        found = read_qcow2(stream).snapshots
    assert found == tuple(InternalSnapshot(str(number), name, 0) for number, name in enumerate(names[1:], 2))


def test_a_real_backing_file_is_named_and_not_followed(qemu_img: str, tmp_path: Path) -> None:
    subprocess.run([qemu_img, "create", "-q", "-f", "qcow2", "base", "8M"], cwd=tmp_path, check=True)
    command = [qemu_img, "create", "-q", "-f", "qcow2", "-b", "base", "-F", "qcow2", "top"]
    subprocess.run(command, cwd=tmp_path, check=True)
    # A loop of the two, which QEMU itself does not end in.
    command = [qemu_img, "rebase", "-u", "-f", "qcow2", "-b", "top", "-F", "qcow2", "base"]
    subprocess.run(command, cwd=tmp_path, check=True)
    for one, other in (("top", "base"), ("base", "top")):
        with (tmp_path / one).open("rb") as stream:
            assert read_qcow2(stream).backing_file == other


# -- made up ones ------------------------------------------------------------------------------------


def test_the_size_of_the_memory_has_two_places() -> None:
    small = entry(b"small", memory=4096)
    large = entry(b"large", memory=1, large=6 << 30)
    only_small = entry(b"old", memory=7, extra=b"")
    assert [one.memory for one in read(image(small, large, only_small)).snapshots] == [4096, 6 << 30, 7]


def test_names_that_are_no_text_are_read_all_the_same() -> None:
    (found,) = read(image(entry(b"caf\xe9"))).snapshots
    assert found.name == "caf\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"", "is no qcow2 image", id="empty"),
        pytest.param(b"QFI", "is no qcow2 image", id="three bytes"),
        pytest.param(b"\x7fELF" + bytes(200), "is no qcow2 image", id="a program"),
        pytest.param(image()[:50], "ends within its header of 72 bytes", id="cut in its header"),
        pytest.param(image(version=1), "is a qcow2 image of version 1, which is not known", id="old"),
        pytest.param(image(version=9), "is a qcow2 image of version 9, which is not known", id="new"),
        pytest.param(
            image(backing=(600, 5000)), "gives the name of its backing file 5,000 bytes", id="a long name"
        ),
        pytest.param(
            image(backing=(1 << 40, 5)), "ends before the name of its backing file does", id="a far name"
        ),
        pytest.param(
            image(backing=(2**64 - 1, 5)), "ends before the name of its backing file", id="no file is so long"
        ),
        pytest.param(image(count=2**32 - 1), "says that it holds 4,294,967,295 snapshots", id="a huge count"),
        pytest.param(image(count=1), "ends before its table of 1 snapshots does", id="no table"),
        pytest.param(
            image(entry(b"a"), count=2), "ends before its table of 2 snapshots does", id="one too few"
        ),
        pytest.param(
            image(entry(b"a")[:45]), "ends before its table of 1 snapshots does", id="cut in an entry"
        ),
        pytest.param(
            image(struct.pack(">QIHHIIQII", 0, 0, 9, 9, 0, 0, 0, 0, 2**32 - 1), count=1),
            "ends before its table of 1 snapshots does",
            id="extra data without an end",
        ),
        pytest.param(
            image(*[entry(b"x" * 60000)] * 20),
            "has more than 1 MiB in its table of 20 snapshots, which is not read",
            id="long names",
        ),
    ],
)
def test_what_is_wrong_is_told(data: bytes, message: str) -> None:
    assert problem(data) == message


def test_a_table_in_the_header_itself_is_only_read() -> None:
    """Every field may point anywhere, also at itself."""
    with pytest.raises(Qcow2Error):
        read(image(count=60000, table_at=0) + bytes(3 << 20))


def test_the_memory_is_bounded(tmp_path: Path) -> None:
    place = tmp_path / "huge.qcow2"
    place.write_bytes(image(*[entry(b"x" * 60000)] * 17, count=65536))
    os.truncate(place, 1 << 40)
    tracemalloc.start()
    try:
        with place.open("rb") as stream, pytest.raises(Qcow2Error):
            read_qcow2(stream)
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=600))
def test_whatever_follows_the_magic_is_a_value_or_a_problem(rest: bytes) -> None:
    try:
        read(b"QFI\xfb\0\0\0\3" + rest)
    except Qcow2Error as error:
        assert str(error)


@given(st.data())
def test_a_changed_image_is_a_value_or_a_problem(data: st.DataObject) -> None:
    changed = bytearray(image(entry(b"one", memory=9), entry(b"two", large=1 << 33), backing=(300, 10)))
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(changed))
    except Qcow2Error as error:
        assert str(error)


@pytest.mark.parametrize("cut", range(0, 620, 7))
def test_cut_anywhere_it_is_a_value_or_a_problem(cut: int) -> None:
    whole = image(entry(b"one"), entry(b"two"))
    if cut < len(whole):
        assert problem(whole[:cut])


def test_only_the_magic_makes_an_image() -> None:
    assert is_qcow2(image())
    assert not is_qcow2(b"QFI\xfa")
