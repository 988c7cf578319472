"""Do exactly the bytes of the attribute change?"""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mtype.definitions.reader import read_document
from mtype.model.definition import Definition
from mtype.upgrade.edit import EditError, set_machine_types

NEW = "pc-q35-noble-v2"
# What stands before and behind the value of the attribute; everything of it has to survive.
AROUND = {
    "plain": (b"<domain type='kvm'><os><type arch='x86_64' machine='", b"'>hvm</type></os></domain>\n"),
    "double quotes": (b'<domain type="kvm"><os><type machine="', b'" arch="x86_64">hvm</type></os></domain>'),
    "spaces and line ends": (
        b"\r\n<!-- machine='pc' -->\r\n<domain type='kvm' ><os ><type\r\n\tarch = 'x86_64'"
        b"\r\n\tmachine\t=\n '",
        b"'\r\n/></os>\r\n</domain >",
    ),
    "entities and CDATA": (
        b"<domain type='kvm'><name>a&amp;b</name><os><type foo='&lt;machine=' machine='",
        b"'>hvm</type></os><description><![CDATA[machine='x']]></description></domain>",
    ),
    "byte order mark": (
        b"\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?><domain type='kvm'><name>\xc3\xa9</name><os>"
        b"<type machine='",
        b"'>hvm</type></os></domain>",
    ),
    "latin-1": (
        b"<?xml version='1.0' encoding='iso-8859-1'?><domain type='kvm'><name>caf\xe9</name><os>"
        b"<type machine='",
        b"'>hvm</type></os></domain>",
    ),
    "another machine attribute": (
        b"<domain type='kvm'><x machine='pc'/><os><type xmachine='pc' machine='",
        b"'>hvm</type></os><y machine='pc'/></domain>",
    ),
}
OLD_VALUES = (b"pc-q35-jammy", b"pc-q35-xenial", b"pc&#45;q35-2.11", b"q")


def lifted(data: bytes, to: str = NEW) -> bytes:
    return set_machine_types(data, dict.fromkeys(definitions(data), to), "a.xml")


def definitions(data: bytes) -> tuple[Definition, ...]:
    document = read_document(io.BytesIO(data), "a.xml")
    assert document.problem is None
    return document.definitions


@pytest.mark.parametrize("old", OLD_VALUES)
@pytest.mark.parametrize("name", AROUND)
def test_nothing_but_the_value_changes(name: str, old: bytes) -> None:
    before, behind = AROUND[name]
    assert lifted(before + old + behind) == before + NEW.encode() + behind


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("name", ["plain", "double quotes", "entities and CDATA"])
def test_utf_16_stays_utf_16(name: str, codec: str) -> None:
    before, behind = (part.decode() for part in AROUND[name])
    mark = "\ufeff"
    data = (mark + before + "pc-q35-jammy" + behind).encode(codec)
    assert lifted(data) == (mark + before + NEW + behind).encode(codec)


def test_each_of_several_definitions_gets_its_own_type() -> None:
    one = b"<domain type='kvm'><os><type machine='%s'>hvm</type></os></domain>\n"
    data = b"".join(one % name for name in (b"pc-q35-5.2", b"pc-i440fx-2.1", b"pc-q35-6.0"))
    first, second, third = definitions(data)
    edited = set_machine_types(data, {third: "pc-q35-10.0", first: "pc-q35-9.2+pve1"}, "a.xml")
    assert edited == b"".join(one % name for name in (b"pc-q35-9.2+pve1", b"pc-i440fx-2.1", b"pc-q35-10.0"))
    assert second in definitions(data)


@given(some.binary(max_size=40), some.sampled_from([b"\n", b"\r\n", b"\r", b" \t"]))
def test_random_comments_and_line_ends_survive(noise: bytes, end: bytes) -> None:
    comment = b"<!--" + noise.hex().encode() + b"-->" + end
    before = comment + b"<domain type='kvm'>" + end + comment + b"<os><type" + end + b" machine='"
    behind = b"'>hvm</type></os>" + end + comment + b"</domain>" + end + comment
    assert lifted(before + b"pc-q35-2.4" + behind) == before + NEW.encode() + behind


def test_a_text_that_is_not_the_one_that_was_read_is_refused() -> None:
    before, behind = AROUND["plain"]
    data = before + b"pc-q35-jammy" + behind
    with pytest.raises(EditError, match=r"a\.xml:1: .* was not found where it was read"):
        set_machine_types(b"\n" + data, dict.fromkeys(definitions(data), NEW), "a.xml")


def test_an_edit_that_would_break_the_text_is_refused() -> None:
    before, behind = AROUND["plain"]
    with pytest.raises(EditError, match="would say something else"):
        lifted(before + b"pc-q35-jammy" + behind, "pc'/><x machine='pc")
