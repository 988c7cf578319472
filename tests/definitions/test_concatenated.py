"""Several documents in one file, as `virsh dumpxml a; virsh dumpxml b` writes them."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from texts import GUEST, LIBVIRT, Pipe, guest, names, read

from mtype.definitions.feed import FIRST_PIECE, PIECE
from mtype.definitions.reader import read_document

WARNING = (LIBVIRT / "persistent-q35.xml").read_text().split("<domain")[0]


@pytest.mark.parametrize(
    "between",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="an empty line, as virsh writes it"),
        pytest.param("\r\n", id="CRLF"),
        pytest.param("\n<?xml version='1.0' encoding='UTF-8'?>\n", id="another XML declaration"),
        pytest.param(WARNING, id="libvirt's warning that it wrote the file"),
        pytest.param(f"<?xml version='1.0'?>\n{WARNING}", id="a declaration and the warning"),
        pytest.param("\n<!-- x -->\n<?p?>\n", id="a comment and an instruction"),
        pytest.param("<!DOCTYPE domain>", id="a DOCTYPE"),
        pytest.param("\n\ufeff", id="a byte order mark"),
        pytest.param("<network/>\n", id="a network"),
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "utf-16-be"])
def test_each_document_is_read_at_its_place(between: str, codec: str) -> None:
    between = between.replace("UTF-8", codec[:6])
    text = between.join([guest("a"), guest("bé"), f"{GUEST}\n"])
    data = text.encode(codec)
    document = read(data)
    assert document.problem is None
    assert names(document) == ["a", "bé", "web"]
    lines = text.replace("\r\n", "\n").split("\n")
    for definition in document.definitions:
        line, column, offset = definition.at
        assert data[offset:].startswith("machine='pc-q35-7.2'".encode(codec))
        assert lines[line - 1].replace("\ufeff", "")[column - 1 :].startswith("machine='pc-q35-7.2'")


def test_a_declaration_in_front_of_the_first_document_belongs_to_it_alone() -> None:
    latin = f"<?xml version='1.0' encoding='latin-1'?>{guest('é')}".encode("latin-1")
    document = read(latin + guest("é").encode("utf-8"))
    assert names(document) == ["é", "é"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        pytest.param(f"{GUEST}\nnot XML", (2, 1), id="text"),
        pytest.param(f"{GUEST}\n{GUEST}\n {GUEST[:-3]}", (3, len(GUEST) - 7), id="a third one cut short"),
        pytest.param(f"{GUEST}\n</domain>", (2, 2), id="an end tag too many"),
        pytest.param(f"{GUEST}\0", (1, len(GUEST) + 1), id="a NUL"),
        pytest.param(f"<domain><a \ufeff{GUEST}", (1, 12), id="a byte order mark in a tag"),
        pytest.param(
            f"<domain>{GUEST}<?xml version='1.0'?>{GUEST}", (1, 9 + len(GUEST)), id="a declaration inside"
        ),
        pytest.param(f"\n<?xml version='1.0'?>{GUEST}", (2, 1), id="an empty line before the declaration"),
    ],
)
def test_what_follows_must_be_a_document(text: str, at: tuple[int, int]) -> None:
    document = read(text)
    assert document.problem is not None
    assert document.definitions == ()
    assert document.problem.at[:2] == at


def test_lines_go_on_counting_in_later_documents() -> None:
    text = f"{GUEST}\n\n<domain>\n<a>\n</b></domain>"
    problem = read(text).problem
    assert problem is not None
    assert (problem.at.line, problem.at.column) == (5, 3)
    assert problem.message == "</b> may not be here: <a> of line 4 must be closed first"


@pytest.mark.parametrize("size", [FIRST_PIECE - 1, FIRST_PIECE, FIRST_PIECE + 1, PIECE])
@pytest.mark.parametrize("cut", range(8))
def test_a_document_may_begin_at_the_border_of_two_pieces(size: int, cut: int) -> None:
    end = "<!---->" if cut % 2 else "<a/>"
    first = guest("a", rest="<!--{}-->")
    filled = first.format("x" * (size - cut - len(first) + 2 - len(end))) + end
    assert len(filled) == size - cut
    data = (filled + f"<?xml version='1.0'?>{GUEST}" * 2).encode()
    document = read(data)
    assert names(document) == ["a", "web", "web"]
    for definition in document.definitions:
        assert data[definition.at.offset :].startswith(b"machine=")


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100, 1000])
def test_a_stream_may_give_as_little_as_it_likes(size: int) -> None:
    data = (f"<?xml version='1.0'?>{GUEST}\n" * 5).encode()
    stream = Pipe(data[start : start + size] for start in range(0, len(data), size))
    document = read_document(stream, "a.xml")
    assert document == read(data)
    assert len(document.definitions) == 5


def test_many_documents_of_many_pieces() -> None:
    def pieces() -> Iterator[bytes]:
        for number in range(3000):
            yield f"<?xml version='1.0'?>\n{guest(str(number), rest='<!--' + 'x' * 1000 + '-->')}\n".encode()

    document = read_document(Pipe(pieces()), "a.xml")
    assert names(document) == [str(number) for number in range(3000)]
    assert [definition.at.line for definition in document.definitions] == list(range(2, 6002, 2))


def test_the_number_of_documents_has_a_limit() -> None:
    document = read_document(io.BytesIO(b"<a/>" * 100_001), "a.xml")
    assert document.refused == "holds more than 100,000 XML documents"
