"""Save images, of which libvirt made three and an enemy the rest."""

from __future__ import annotations

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import GUEST, LIBVIRT, Pipe, read

from mtype.definitions.document import Document, SaveImage
from mtype.definitions.reader import read_document
from mtype.definitions.save_image import HEADER_SIZE, is_save_image, read_save_image
from mtype.model.definition import Carrier

REAL = (LIBVIRT / "save-raw-q35.img").read_bytes()
SAVE, PART = b"LibvirtQemudSave", b"LibvirtQemudPart"

CUT = f"the save image is cut short: {len(GUEST) + 1} bytes are to follow its header"


def image(
    text: bytes = GUEST.encode() + b"\0",
    *,
    magic: bytes = SAVE,
    order: str = "<",
    version: int = 2,
    length: int | None = None,
    running: int = 1,
    compression: int = 0,
    cookie: int = 0,
    state: bytes = b"QEVM" + bytes(range(256)),
) -> bytes:
    """An image as libvirt writes it; `state` is the memory of the guest."""
    size = len(text) if length is None else length
    header = struct.pack(f"{order}16s19I", magic, version, size, running, compression, cookie, *[0] * 14)
    return header + text + state


@pytest.mark.parametrize(
    ("file", "compression"),
    [("save-raw-q35.img", "raw"), ("save-gzip-q35.img", "gzip"), ("managed-i440fx.save", "raw")],
)
def test_the_header_of_a_real_image(file: str, compression: str) -> None:
    assert read((LIBVIRT / file).read_bytes()).save_image == SaveImage(2, compression, was_running=True)


def test_a_whole_image_is_read_like_one_without_its_memory() -> None:
    assert read(REAL + b"QEVM<domain type='kvm'>" * 10) == read(REAL)


def test_an_image_that_ends_before_its_memory_is_told_of() -> None:
    (length,) = struct.unpack_from("<I", REAL, 20)
    assert len(REAL) == HEADER_SIZE + length
    assert _problem(REAL[:-1]) == (
        f"the save image is cut short: {length:,} bytes are to follow its header, {length - 1:,} do"
    )


@pytest.mark.parametrize("order", ["<", ">"], ids=["this byte order", "the other byte order"])
@pytest.mark.parametrize(
    ("number", "word"),
    [
        (0, "raw"),
        (1, "gzip"),
        (2, "bzip2"),
        (3, "xz"),
        (4, "lzop"),
        (5, "zstd"),
        (6, "sparse"),
    ],
)
def test_the_compression_is_named(order: str, number: int, word: str) -> None:
    document = read(image(order=order, compression=number, running=0))
    assert document.save_image == SaveImage(2, word, was_running=False)
    (definition,) = document.definitions
    assert definition.name == "web"
    assert definition.carrier is Carrier.SAVE_IMAGE


def test_the_line_is_that_of_the_xml_and_the_offset_that_of_the_file() -> None:
    data = image(b"<domain type='kvm'>\n" + GUEST[19:].encode() + b"\0")
    (definition,) = read(data).definitions
    assert definition.at[:2] == (2, GUEST.index("machine") - 18)
    assert data[definition.at.offset :].startswith(b"machine=")


def test_a_managed_save_keeps_the_name_of_its_carrier() -> None:
    (definition,) = read(image(), carrier=Carrier.MANAGED_SAVE).definitions
    assert definition.carrier is Carrier.MANAGED_SAVE


def test_it_can_be_read_without_looking_at_it_first() -> None:
    document = read_save_image(io.BytesIO(image()), "a.save", max_bytes=1 << 20)
    assert [definition.carrier for definition in document.definitions] == [Carrier.SAVE_IMAGE]


@pytest.mark.parametrize("size", [1, 5, 91, 92, 93, 1000])
def test_it_can_come_in_pieces_of_any_size(size: int) -> None:
    data = image()
    stream = Pipe(data[start : start + size] for start in range(0, len(data), size))
    assert read_document(stream, "a.xml") == read(data)


def test_the_cookie_is_not_read() -> None:
    text = GUEST.encode() + b"\0"
    assert (
        len(read(image(text + b"<cookie><domain type='x'/></cookie>\0", cookie=len(text))).definitions) == 1
    )
    without_zero = image(GUEST.encode() + b"<domain type='x'/>", cookie=len(GUEST))
    assert [definition.name for definition in read(without_zero).definitions] == ["web"]


def test_nothing_behind_the_first_zero_is_read_however_long_the_length() -> None:
    text = GUEST.encode() + b"\0" + GUEST.encode() * 2000
    assert len(read(image(text)).definitions) == 1


def _problem(data: bytes) -> str:
    document = read(data)
    assert document.problem is not None
    assert document.definitions == ()
    return document.problem.message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(SAVE, "the save image ends within its header of 92 bytes", id="only the magic"),
        pytest.param(image()[:91], "the save image ends within its header of 92 bytes", id="one byte short"),
        pytest.param(image()[:92], f"{CUT}, 0 do", id="only the header"),
        pytest.param(image()[:120], f"{CUT}, 28 do", id="cut in its XML"),
        pytest.param(
            image(version=3), "this save image is of a version that is not known", id="a newer version"
        ),
        pytest.param(
            image(length=0),
            "the header of the save image says that there is no XML in it",
            id="it says that there is no XML",
        ),
        pytest.param(
            image(compression=7),
            "its memory is stored in a way (7) that no libvirt known to us reads",
            id="a compression that is not known",
        ),
        pytest.param(
            image(cookie=len(GUEST) + 2),
            f"the header of the save image lies: the XML in front of byte {len(GUEST) + 2} is to be "
            f"within the first {len(GUEST) + 1}",
            id="a cookie behind all",
        ),
        pytest.param(
            image(length=20), "the file ends before <domain> of line 1 is closed", id="too short a length"
        ),
        pytest.param(
            image(cookie=25), "the file ends before <name> of line 1 is closed", id="a cookie inside the XML"
        ),
        pytest.param(image(b"\0" * 100), "the file is empty", id="a zero first"),
        pytest.param(image(b"hello\0"), "this is not XML", id="no XML"),
    ],
)
def test_a_broken_image_is_a_problem(data: bytes, message: str) -> None:
    assert _problem(data) == message


@pytest.mark.parametrize(
    "data", [PART, image(magic=PART), image(magic=PART)[:50]], ids=["magic", "all", "cut"]
)
def test_a_save_that_did_not_finish_is_refused(data: bytes) -> None:
    assert read(data) == Document(
        refused="is a save image whose save did not finish; libvirt cannot restore it"
    )


@pytest.mark.parametrize("length", [10_000, 0x7FFFFFFF, 0xFFFFFFFF])
def test_a_length_that_lies_is_a_problem(length: int) -> None:
    assert _problem(image(length=length)).startswith(f"the save image is cut short: {length:,} bytes")


def test_where_nobody_knows_the_size_a_length_that_lies_changes_nothing() -> None:
    document = read_document(Pipe([image(length=10_000)]), "a.save")
    assert [definition.name for definition in document.definitions] == ["web"]
    (short,) = [read_document(Pipe([image(GUEST.encode(), length=10_000, state=b"QEVM")]), "a.save")]
    assert short.problem is not None
    assert short.problem.message.endswith("after the end of its XML")


def test_xml_without_an_end_is_not_read_without_an_end() -> None:
    def endless() -> object:
        yield image(GUEST[:-9].encode() + b"<description>", length=0xFFFFFFFF, state=b"")
        while True:
            yield b"x" * 100_000

    document = read_document(Pipe(endless()), "a.save", max_bytes=3 << 20)
    assert document.refused == "is larger than the 3.0 MiB that are read"


def test_the_size_of_the_memory_of_the_guest_does_not_matter() -> None:
    data = image(state=b"\1" * 300_000)
    assert len(read(data, max_bytes=1000).definitions) == 1


def test_entities_are_refused_in_an_image_too() -> None:
    assert read(image(b"<!DOCTYPE d [<!ENTITY a 'b'>]><domain/>\0")).refused is not None


@pytest.mark.parametrize("cut", range(HEADER_SIZE + len(GUEST)))
def test_cut_anywhere_it_is_a_problem(cut: int) -> None:
    document = read(image()[:cut])
    assert document.problem is not None


@given(st.binary(max_size=300), st.sampled_from([SAVE, PART]))
def test_whatever_follows_the_magic_never_raises(rest: bytes, magic: bytes) -> None:
    document = read(magic + rest)
    assert document.problem or document.refused or document.not_domain or not document.definitions


@given(st.data())
def test_a_changed_image_never_raises(data: st.DataObject) -> None:
    changed = bytearray(REAL[:3000])
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 1))] = data.draw(st.integers(0, 255))
    read(bytes(changed))


def test_only_the_magic_makes_an_image() -> None:
    assert is_save_image(SAVE)
    assert is_save_image(PART + b"x")
    assert not is_save_image(SAVE[:-1])
    assert not is_save_image(b" " + SAVE)
