"""Which text is shown for the line of a finding?"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from mtype.check.excerpt import lines_of
from mtype.definitions.save_image import HEADER_SIZE

TEXT = "<domain>\n  <name>naïs</name>\n</domain>\n"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(TEXT.encode(), id="UTF-8"),
        pytest.param(b"\xef\xbb\xbf" + TEXT.encode(), id="UTF-8 with its mark"),
        pytest.param(TEXT.encode("utf-16"), id="UTF-16"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), id="UTF-16 of the other order"),
        pytest.param(TEXT.replace("\n", "\r\n").encode(), id="line ends of Windows"),
        pytest.param(TEXT.replace("\n", "\r").encode(), id="line ends of old"),
        pytest.param(
            b"LibvirtQemudSave".ljust(HEADER_SIZE, b"\0") + TEXT.encode() + b"\0rest\n", id="a save image"
        ),
    ],
)
def test_a_line_is_shown_as_it_stands(data: bytes) -> None:
    assert lines_of("nas.xml", data, [2]) == {2: "  <name>naïs</name>"}
    assert lines_of("nas.xml", data, {1, 3}) == {1: "<domain>", 3: "</domain>"}


def test_lines_that_are_not_there_are_not_shown() -> None:
    assert lines_of("nas.xml", TEXT.encode(), [0, -1, 4, 99]) == {}
    assert lines_of("nas.xml", b"", [1]) == {}
    assert lines_of("nas.xml", TEXT.encode(), []) == {}


def test_a_long_line_is_cut_and_no_character_is_halved() -> None:
    (line,) = lines_of("nas.xml", ("ä" * 5000).encode(), [1]).values()
    assert line == "ä" * 400


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert lines_of("nas.xml", b"a\xff\n", [1]) == {1: "a\ufffd"}


def test_without_the_bytes_the_beginning_of_the_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "nas.xml"
    path.write_text(TEXT)
    assert lines_of(str(path), None, [2]) == {2: "  <name>naïs</name>"}
    assert lines_of(str(tmp_path / "gone.xml"), None, [2]) == {}


def test_many_lines_cost_no_more_than_one_pass() -> None:
    data = b"<domain/>\n" * 100_000
    started = time.process_time()
    assert len(lines_of("nas.xml", data, range(1, 100_001))) == 100_000
    assert time.process_time() - started < 2
