"""Files that want to hurt the reader: it never raises, never waits, and never needs much memory."""

from __future__ import annotations

import resource
import sys
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from texts import GUEST, LIBVIRT, Pipe, guest, names, read

from mtype.definitions.document import Document
from mtype.definitions.draft import MOST_KEPT
from mtype.definitions.reader import MAX_BYTES, read_document
from mtype.model.definition import Carrier

SMALL = (
    "<?xml version='1.0' encoding='UTF-8'?>\n<!-- virt-machine-type: ignore MT202: é -->\n"
    + guest("é", rest="<devices><disk><target bus='ide'/><![CDATA[x]]></disk><!-- y --></devices>&amp;<?p?>")
).encode()
ENTITIES = "declares XML entities, which are never expanded; write the text in place of the entity"
OUTSIDE = "names a DTD outside of the file, which is never fetched; remove its DOCTYPE"
MiB = 1 << 20


@pytest.mark.parametrize("cut", range(len(SMALL)))
def test_cut_at_any_byte_it_is_a_problem(cut: int) -> None:
    document = read(SMALL[:cut])
    assert document.problem is not None
    assert document.definitions == ()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(bytes(range(256)) * 10, id="every byte"),
        pytest.param(b"\x7fELF\2\1\1\0" + b"\0" * 200, id="a program"),
        pytest.param(b"\0" * 100_000, id="zeros"),
        pytest.param(b"<\0" * 1000, id="half of UTF-16"),
        pytest.param(b"\xff\xfe", id="only a BOM"),
        pytest.param(b"\xff\xfe<", id="half a character"),
        pytest.param(b"\xff\xfe<\0a\0>\0\0\xd8<\0/\0a\0>\0", id="a lone high surrogate"),
        pytest.param(b"\xff\xfe<\0a\0>\0\0\xdc<\0/\0a\0>\0", id="a lone low surrogate"),
        pytest.param(b"<a>\xed\xa0\x80</a>", id="a surrogate in UTF-8"),
        pytest.param(b"<a b='\xed\xa0\x80'/>", id="a surrogate in an attribute"),
        pytest.param(b"<a>\xc0\x80</a>", id="an overlong NUL"),
        pytest.param("<a/>".encode("utf-32"), id="UTF-32"),
        pytest.param(GUEST.encode()[:40] + b"\0" + GUEST.encode()[40:], id="a NUL in the middle"),
        pytest.param(b"<?xml version='1.0' encoding='undefined'?><a/>", id="Python's encoding `undefined`"),
        pytest.param(b"<?xml version='1.0' encoding='idna'?><a/>", id="Python's encoding `idna`"),
        pytest.param(b"<?xml version='1.0' encoding='hex'?><a/>", id="Python's encoding `hex`"),
        pytest.param(b"<?xml version='1.0' encoding='unicode_escape'?><a/>", id="unicode_escape"),
        pytest.param(b"<?xml version='1.0' encoding='os.path'?><a/>", id="an encoding that is a module"),
        pytest.param(b"<?xml version='1.0' encoding='" + b"x" * 100_000 + b"'?><a/>", id="a long encoding"),
        pytest.param(b"<" * 1_000_000, id="a million <"),
        pytest.param(b"<a " * 300_000, id="a tag that never ends"),
        pytest.param(b"<a>" * 100_000, id="100,000 levels"),
        pytest.param(b"<domain>" + b"<metadata>" * 100_000, id="100,000 levels in a domain"),
        pytest.param(b"</a>" * 100_000, id="only end tags"),
        pytest.param(b"<!DOCTYPE d [" + b"<!ELEMENT a (" + b"(" * 100_000, id="100,000 levels in a DTD"),
    ],
)
def test_what_is_no_xml_is_a_problem(data: bytes) -> None:
    began = time.process_time()
    document = read(data)
    assert document.problem is not None
    assert document.definitions == ()
    assert time.process_time() - began < 1


def _laughs() -> str:
    lines = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    return f"<!DOCTYPE domain [<!ENTITY l0 'ha'>{lines}]><domain><name>&l11;</name></domain>"


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        pytest.param(_laughs(), ENTITIES, id="a billion laughs"),
        pytest.param(
            f"<!DOCTYPE d [<!ENTITY a '{'x' * 50_000}'>]><domain>{'&a;' * 50_000}</domain>",
            ENTITIES,
            id="quadratic blow-up",
        ),
        pytest.param("<!DOCTYPE d [<!ENTITY m 'pc'>]><domain/>", ENTITIES, id="an entity that nobody uses"),
        pytest.param(
            "<!DOCTYPE d [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain><name>&x;</name></domain>",
            ENTITIES,
            id="a file",
        ),
        pytest.param(
            "<!DOCTYPE d [<!ENTITY x SYSTEM 'http://127.0.0.1:9/x'>]><domain>&x;</domain>",
            ENTITIES,
            id="a URL",
        ),
        pytest.param(
            "<!DOCTYPE d [<!ENTITY % p SYSTEM 'file:///x'> %p;]><domain/>", ENTITIES, id="a parameter"
        ),
        pytest.param("<!DOCTYPE d [<!ENTITY x SYSTEM 'a' NDATA n>]><domain/>", ENTITIES, id="unparsed"),
        pytest.param("<!DOCTYPE d SYSTEM 'file:///etc/passwd'><domain/>", OUTSIDE, id="a DTD in a file"),
        pytest.param("<!DOCTYPE d PUBLIC 'x' 'http://127.0.0.1:9/'><domain/>", OUTSIDE, id="a DTD at a URL"),
        pytest.param("<!DOCTYPE d [%p;]><domain a='&x;'/>", OUTSIDE, id="a parameter that is not declared"),
        pytest.param(
            "<!DOCTYPE d SYSTEM 'x'><domain type='kvm'><os><type machine='pc&x;'/></os></domain>",
            OUTSIDE,
            id="an entity that the DTD may declare",
        ),
    ],
)
def test_entities_are_refused_and_nothing_is_fetched(
    text: str, refused: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("something was opened")

    for place in ("builtins.open", "io.open", "os.open", "socket.socket"):
        monkeypatch.setattr(place, never)
    began = time.process_time()
    document = read(text)
    assert document == Document(refused=refused)
    assert time.process_time() - began < 0.5


def test_with_standalone_an_undefined_entity_stays_a_problem() -> None:
    text = "<?xml version='1.0' standalone='yes'?><!DOCTYPE d SYSTEM 'x'><domain a='&x;'/>"
    document = read(text)
    assert document.problem is not None
    assert document.refused is None


def test_entities_of_a_second_document_are_refused_too() -> None:
    document = read(GUEST + "<!DOCTYPE d [<!ENTITY a 'b'>]>" + GUEST)
    assert (document.refused, document.definitions) == (ENTITIES, ())


@pytest.mark.parametrize(
    ("size", "limit", "refused"),
    [
        pytest.param(100, 100, None, id="as large as allowed"),
        pytest.param(101, 100, "is larger than the 100 bytes that are read", id="one byte more"),
        pytest.param(
            65 * MiB, MAX_BYTES, "is 65.0 MiB, larger than the 64.0 MiB that are read", id="the usual limit"
        ),
    ],
)
def test_a_large_file_is_refused_with_size_and_limit(size: int, limit: int, refused: str | None) -> None:
    text = b"<domain>" + b" " * (size - 17) + b"</domain>"
    assert read(text, max_bytes=limit).refused == refused


def test_what_cannot_tell_its_size_is_read_as_far_as_allowed() -> None:
    asked = 0

    def endless() -> Iterator[bytes]:
        nonlocal asked
        yield b"<domain>"
        while True:
            asked += 1
            yield b" " * 65_536

    document = read_document(Pipe(endless()), "a.xml", max_bytes=4 * MiB)
    assert document.refused == "is larger than the 4.0 MiB that are read"
    assert asked <= 65


def _peak(pieces: Iterator[bytes]) -> tuple[Document, float]:
    """What is read, and how many MiB it took, of Python and of expat."""
    tracemalloc.start()
    try:
        document = read_document(Pipe(pieces), "a.xml", max_bytes=1 << 40)
        return document, tracemalloc.get_traced_memory()[1] / MiB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("element", ["description", "name"])
def test_a_text_of_100_mb_takes_no_memory(element: str) -> None:
    piece = b"x" * MiB

    def pieces() -> Iterator[bytes]:
        yield f"<domain type='kvm'><{element}>".encode()
        for _ in range(100):
            yield piece
        yield f"</{element}><os><type machine='pc'/></os></domain>".encode()

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    document, peak = _peak(pieces())
    assert document.definitions[0].machine_type == "pc"
    assert peak < 12
    if sys.platform == "linux":  # elsewhere it is counted in other units
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024


def test_half_a_million_elements_take_no_memory() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"<domain type='kvm'><devices>"
        for _ in range(40):
            yield b"<disk><target bus='ide'/><address type='pci'/></disk>" * 4000
        yield b"</devices></domain>"

    document, peak = _peak(pieces())
    assert len(document.definitions[0].devices) == 2
    assert peak < 8


@pytest.mark.parametrize("wrapped", [True, False], ids=["in a wrapper", "one after the other"])
def test_many_domains_take_the_memory_of_their_definitions(wrapped: bool) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"<domains>" if wrapped else b""
        for number in range(1_000):
            yield guest(str(number), rest="<metadata>" + "<a b='c'/>" * 1000 + "</metadata>").encode()
        yield b"</domains>" if wrapped else b"\n"

    document, peak = _peak(pieces())
    assert names(document) == [str(number) for number in range(1_000)]
    assert peak < 9  # of 10 MB that were read


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("".join(f"<controller type='{n}'/>" for n in range(50_000)), id="controllers"),
        pytest.param("".join(f"<disk><target bus='{n}'/></disk>" for n in range(50_000)), id="disks"),
        pytest.param("".join(f"<x><address type='{n}'/></x>" for n in range(50_000)), id="addresses"),
    ],
)
def test_the_number_of_devices_has_a_limit(text: str) -> None:
    document = read(f"<domain type='kvm'><devices>{text}</devices></domain>")
    assert len(document.definitions[0].devices) == MOST_KEPT


def test_the_number_of_suppressions_has_a_limit() -> None:
    document = read("<!-- virt-machine-type: ignore MT202: x -->" * 5000 + GUEST)
    assert len(document.definitions[0].suppressions) == len(document.suppressions) == MOST_KEPT


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"<a><!--" + b"-x" * 10_000_000, id="a comment that never ends"),
        pytest.param(b"<a><![CDATA[" + b"]" * 20_000_000, id="CDATA that never ends"),
        pytest.param(b"<a b='" + b"&lt;" * 5_000_000, id="an attribute that never ends"),
        pytest.param(b"<domain><os><type " + b"a " * 10_000_000, id="a tag that never ends"),
        pytest.param(b"<?p " + b"?" * 20_000_000, id="an instruction that never ends"),
        pytest.param(b"<a/>" * 99_000, id="99,000 documents"),
        pytest.param(
            b"<a>%b</a>" % (b" " * MiB) + b"<a/>      " * 99_000, id="99,000 documents in one piece"
        ),
        pytest.param(
            b"<domain><os><type" + b" " * 20_000_000 + b"machine='pc'/></os></domain>", id="white space"
        ),
    ],
)
def test_time_does_not_run_away(data: bytes) -> None:
    began = time.process_time()
    read(data)
    # Each takes seconds at most; what grows with the square takes minutes. A busy machine is no failure.
    assert time.process_time() - began < 30


def test_an_error_of_the_stream_comes_through() -> None:
    def broken() -> Iterator[bytes]:
        yield b"<domain>"
        raise OSError("disk on fire")

    with pytest.raises(OSError, match="disk on fire"):
        read_document(Pipe(broken()), "a.xml")


def test_a_name_may_hold_anything() -> None:
    document = read_document(Pipe([GUEST.encode()]), "../\n\udcff.xml", carrier=Carrier.FILE)
    assert document.definitions[0].path == "../\n\udcff.xml"


@given(st.binary(max_size=400))
def test_random_bytes_never_raise(data: bytes) -> None:
    assert read(data).definitions == ()


_PARTS = [
    b"<", b">", b"/>", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"?>", b"&", b";", b"'", b'"',
    b"=", b"&#0;", b"&#x10ffff;", b"\0", b"\r", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"%p;",
    b"<?xml version='1.0'?>", b"<!DOCTYPE d [", b"]>", b"<!ENTITY a 'b'>", b"<domain type='kvm'>",
    b"</domain>", b"<os>", b"<type machine='pc'>", b"machine", b"encoding='cp1252'", b"encoding='utf-16'",
    b"<network>", b"<name>", b"virt-machine-type: ignore MT1",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PARTS) | st.binary(max_size=3), max_size=60))
def test_random_markup_never_raises(parts: list[bytes]) -> None:
    read(b"".join(parts))


@given(
    st.data(), st.sampled_from([*sorted(LIBVIRT.glob("*.xml")), None]), st.sampled_from(["utf-8", "utf-16"])
)
def test_a_changed_file_never_raises_and_never_points_outside(
    data: st.DataObject, path: Path | None, codec: str
) -> None:
    original = (SMALL if path is None else path.read_bytes()[-3000:]).decode("utf-8").encode(codec)
    changed = bytearray(original)
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(changed)))
        changed[place : place + data.draw(st.integers(0, 40))] = data.draw(
            st.sampled_from(_PARTS) | st.binary(max_size=4)
        )
    document = read(bytes(changed))
    places = [definition.at for definition in document.definitions]
    places += [document.problem.at] if document.problem else []
    for place in places:
        assert place.line >= 1
        assert place.column >= 1
        assert 0 <= place.offset <= len(changed)


@given(st.text(st.characters(codec="utf-8", exclude_characters="<>&'\""), max_size=50), st.integers(1, 40))
def test_any_text_in_front_of_it_moves_the_place_and_nothing_else(text: str, size: int) -> None:
    text = "".join(character for character in text if character >= " " or character in "\t\r\n")
    text = text.translate({0xFFFE: None, 0xFFFF: None})
    data = f"<!-- {text.replace('--', '')} x -->{GUEST}".encode()
    stream = Pipe(data[start : start + size] for start in range(0, len(data), size))
    (definition,) = read_document(stream, "a.xml").definitions
    before = data[: data.index(b"machine=")].decode()
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert definition.at == (len(lines), len(lines[-1]) + 1, len(before.encode()))
