"""Which files are worth reading, going by their first bytes."""

from __future__ import annotations

import pytest
from texts import GUEST, LIBVIRT

from mtype.definitions.recognise import looks_like_definition


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(GUEST.encode(), id="a domain"),
        pytest.param(b"<?xml version='1.0'?>\n<domain>", id="a declaration"),
        pytest.param(b"<!-- x -->", id="a comment"),
        pytest.param(b"<!--\nWARNING: MADE BY LIBVIRT\n-->\n\n<!-- x --><domain>", id="comments, then a tag"),
        pytest.param(b"<!-- a long comment that has not ended", id="a comment that goes on"),
        pytest.param(b"<!DOCTYPE domain>", id="a DOCTYPE"),
        pytest.param(b"\n\r\n \t<domain>", id="white space first"),
        pytest.param(b"\xef\xbb\xbf<domain>", id="UTF-8 with BOM"),
        pytest.param("\ufeff<domain>".encode("utf-16-le"), id="UTF-16 LE"),
        pytest.param("\ufeff<domain>".encode("utf-16-be"), id="UTF-16 BE"),
        pytest.param("\ufeff\n <domain>".encode("utf-16-be"), id="UTF-16 with white space"),
        pytest.param("<domain>".encode("utf-16-le"), id="UTF-16 LE without BOM"),
        pytest.param("\n<domain>".encode("utf-16-be"), id="UTF-16 BE without BOM"),
        pytest.param("<é/>".encode(), id="a name that is not ASCII"),
        pytest.param(b"<htmlx>", id="a longer word than html"),
        pytest.param(b"LibvirtQemudSave\2\0\0\0", id="a save image"),
        pytest.param(b"LibvirtQemudPart\2\0\0\0", id="a save image that is not finished"),
    ],
)
def test_what_may_be_a_definition(head: bytes) -> None:
    assert looks_like_definition(head.ljust(64, b" "))


@pytest.mark.parametrize(
    "head",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"<!-- Made by a tool. -->\n\n# Rules\n", id="Markdown with a comment"),
        pytest.param(b" " * 64, id="white space"),
        pytest.param(b"domain:", id="YAML"),
        pytest.param(b"<<EOF", id="a here document"),
        pytest.param(b"< 3", id="a comparison"),
        pytest.param(b"<!DOCTYPE html>\n<html>", id="HTML"),
        pytest.param(b"\n<!doctype HTML PUBLIC", id="HTML in another spelling"),
        pytest.param(b"<html lang='en'>", id="HTML without a DOCTYPE"),
        pytest.param("\ufeff<HTML>".encode("utf-16-le"), id="HTML in UTF-16"),
        pytest.param(b"<?php echo", id="PHP"),
        pytest.param(b"\x7fELF\2\1\1", id="a program"),
        pytest.param(b"QFI\xfb\0\0\0\3", id="a disk image"),
        pytest.param(b"\0" * 64, id="zeros"),
        pytest.param(b"LibvirtQemud", id="not all of the magic"),
        pytest.param(b"\xef\xbb\xbf", id="only a BOM"),
    ],
)
def test_what_cannot_be_one(head: bytes) -> None:
    assert not looks_like_definition(head)


def test_every_fixture_of_libvirt_is_recognised() -> None:
    for path in LIBVIRT.iterdir():
        assert looks_like_definition(path.read_bytes()[:64]) is (path.name != "README.md"), path.name
