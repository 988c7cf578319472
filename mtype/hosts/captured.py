"""Which of the four kinds of capture is this, and what does it list?"""

from __future__ import annotations

import codecs

from mtype.hosts.help_text import is_help_text, read_help_text
from mtype.hosts.libvirt_capabilities import START as XML
from mtype.hosts.libvirt_capabilities import read_libvirt_capabilities
from mtype.hosts.listing import Listing, ListingError
from mtype.hosts.query_machines import START as JSON
from mtype.hosts.query_machines import read_query_machines
from mtype.model.errors import CapabilitiesError

# The capabilities of a host with every emulator there is take 41 kB. A caller reads no more than one byte
# beyond this of whatever file it was given.
MAX_BYTES = 10 * 1024 * 1024
_EXPECTED = (
    "a capabilities file holds the output of 'virsh capabilities' or 'virsh domcapabilities', "
    "a reply to QMP's query-machines, or the text of 'qemu-system-… -M help'"
)
# PowerShell, and with it `ssh host … > file` on Windows, writes UTF-16.
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def read_capabilities(data: bytes, path: str) -> list[Listing]:
    """The listings in `data`, told by its content; `path` is for messages only.

    Raises CapabilitiesError, with what it is and what was expected, for anything else.
    """
    try:
        text = _text(data)
        if XML.search(text):
            return read_libvirt_capabilities(text)
        if is_help_text(text):
            return read_help_text(text)
        if JSON.search(text):
            return read_query_machines(text)
        return read_help_text(text)
    except ListingError as error:
        raise CapabilitiesError(f"{path} {error}; {_EXPECTED}.") from error


def _text(data: bytes) -> str:
    if len(data) > MAX_BYTES:
        raise ListingError(f"is larger than {MAX_BYTES // 1024 // 1024} MiB")
    if data.startswith(b"\x7fELF"):
        raise ListingError("is a program (an emulator is asked with --emulator)")
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ListingError("is no text") from error
    if "\0" in text:
        raise ListingError("is no text")
    if not text.strip():
        raise ListingError("is empty")
    return text
