from __future__ import annotations

import codecs
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtype.hosts.captured import MAX_BYTES, read_capabilities
from mtype.model.errors import CapabilitiesError

CAPTURES = [
    ("qemu-5.2-x86_64.help", None),
    ("qemu-10.0-ppc64.json", "ppc64"),
    ("qemu-11.1-x86_64.json", "x86_64"),
    ("libvirt-9.0-domcapabilities-x86_64-q35.xml", "x86_64"),
]


@pytest.mark.parametrize(("name", "arch"), CAPTURES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_told_by_content_not_by_name(capture, name, arch, encoding):
    data = capture(name).decode().encode(encoding)
    (listing,) = read_capabilities(data, "somewhere")
    assert listing.arch == arch
    assert read_capabilities(data.replace(b"\n", b"\r\n"), "x") if encoding != "utf-16" else True


def test_the_other_byte_order(capture):
    data = codecs.BOM_UTF16_BE + capture("qemu-5.2-x86_64.help").decode().encode("utf-16-be")
    assert len(read_capabilities(data, "x")[0].machines) == 56


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\n", "is empty"),
        (b"\x1f\x8b\x08\x00\x00", "is no text"),
        (b"a\0b", "is no text"),
        (b"\xff\xfe\x00\xd8", "is no text"),
        (b"\x7fELF\x02\x01\x01", "is a program"),
        (b" " * (MAX_BYTES + 1), "is larger than 10 MiB"),
        (b"<html></html>", "its root is 'html'"),
        (b"<domain/>", "its root is 'domain'"),
        (b'{"return": {}}', "no reply to query-machines"),
        (b'{"return": [', "stops in the middle"),
        (b"[" * 1_000_000, "nested too deep"),
        (b"hello\n", "line 1 reads 'hello'"),
        (b"name: x\nmachines: [pc]\n", "is no listing of machine types"),
    ],
)
def test_anything_else_is_a_sentence(data, says):
    with pytest.raises(CapabilitiesError) as caught:
        read_capabilities(data, "caps.txt")
    assert re.match(rf"caps\.txt .*{says}.*; a capabilities file holds .*-M help'\.$", str(caught.value))


@pytest.mark.parametrize(("name", "arch"), CAPTURES)
def test_cut_anywhere_it_is_a_listing_or_a_sentence(capture, name, arch):
    """A cut never makes a name up."""
    data = capture(name)
    names = read_capabilities(data, "x")[0].names
    for end in range(0, len(data), 97):
        try:
            listings = read_capabilities(data[:end], "x")
        except CapabilitiesError:
            continue
        assert listings[0].names <= names


PIECES = [
    "Supported machines are:\n", "pc                   Standard PC (alias of pc-1)\n", "(default)", "\n",
    "{", "}", "[", "]", ":", ",", "1",
    '"return"', '"name"', '"cpu-max"', '"QMP"', '"version"', '"qemu"', '"pc"',
    "<capabilities>", "</capabilities>", "<guest>", "</guest>", "<arch name='x86_64'>", "</arch>",
    "<machine>", "</machine>", "<domainCapabilities>", "</domainCapabilities>", "<arch>",
    "<!--", "-->", "<?xml?>", "&amp;", "-> ", "$ ", " ", "\0", "é",
]  # fmt: skip


@settings(database=None, deadline=None)
@given(st.one_of(st.binary(), st.lists(st.sampled_from(PIECES)).map(lambda parts: "".join(parts).encode())))
def test_whatever_it_is(data):
    try:
        listings = read_capabilities(data, "x")
    except CapabilitiesError:
        return
    assert all(listing.machines for listing in listings)
