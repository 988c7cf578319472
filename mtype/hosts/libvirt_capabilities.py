"""Which machine types does libvirt say its emulators have?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from mtype.hosts.listing import ARCH, ListedMachine, Listing, ListingError, merged, shown
from mtype.model.arch import qemu_arch

if TYPE_CHECKING:
    from lxml.etree import _Element

ROOTS = ("capabilities", "domainCapabilities")
START = re.compile(r"^[ \t]*<(?=[A-Za-z!?])", re.MULTILINE)
_FIRST_ELEMENT = re.compile(r"^[ \t]*<([A-Za-z][\w:.-]*)", re.MULTILINE)
_DOCTYPE = re.compile(r"<!doctype\s*(\w*)", re.IGNORECASE)
_INSTEAD = {
    "domain": "a definition, which check takes as a path",
    "cpu": "a CPU description",
    "sysinfo": "the host's SMBIOS",
}


TOLD_BY = "libvirt"
# virQEMUCapsProbeQMPMachineTypes passes it over: there is no guest of it.
_LEFT_OUT = frozenset({"none"})


def read_libvirt_capabilities(text: str) -> list[Listing]:
    """The listings of `virsh capabilities` or `virsh domcapabilities`, even of several in a row and with
    the prompts around them; ListingError if it is neither."""
    doctype = _DOCTYPE.search(text)
    if doctype:
        what = "an HTML page" if doctype[1].lower() == "html" else "XML with a document type declaration"
        raise ListingError(f"is {what}, which libvirt never writes")
    first = _FIRST_ELEMENT.search(text)
    name = first[1] if first else None
    if name not in ROOTS:
        what = _INSTEAD.get(name or "", "something else")
        raise ListingError(f"is XML, but its root is {shown(name or 'nothing')}: {what}")
    listings = [listing for document in _documents(text) for listing in _listings(_parse(document))]
    if not listings:
        raise ListingError("is what libvirt says of a host on which it found no emulator with machine types")
    return listings


def _documents(text: str) -> Iterator[str]:
    """Each document from its first to its last tag. An unfinished one runs to the end, for the parser to
    say so; a declaration goes, for the text is no longer in the encoding that it names."""
    found = _FIRST_ELEMENT.search(text)
    while found and found[1] in ROOTS:
        closing = f"</{found[1]}>"
        end = text.find(closing, found.end())
        end = len(text) if end < 0 else end + len(closing)
        yield text[found.start() : end].lstrip()
        found = _FIRST_ELEMENT.search(text, end)


def _parse(text: str) -> _Element:
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise ListingError(f"is not well-formed XML: {shown(str(error.msg), 120)}") from error


def _listings(root: _Element) -> Iterator[Listing]:
    if root.tag == "domainCapabilities":
        machine, arch = root.findtext("machine"), root.findtext("arch")
        if machine and arch:
            listed = merged([ListedMachine(machine.strip(), default=None, deprecated=None)])
            path = root.findtext("path")
            yield Listing(_arch(arch), listed, complete=False, emulator=path, told_by="domcapabilities")
        return
    marks = root.find(".//machine[@deprecated]") is not None  # an older libvirt has none
    for arch_element in root.findall("guest/arch"):
        yield from _of_arch(arch_element, marks)


def _of_arch(element: _Element, marks: bool) -> Iterator[Listing]:
    """One listing for each emulator: a `<domain>` may have one, or machine types, of its own. `marks` is
    whether this libvirt marks what is deprecated."""
    arch = _arch(element.get("name"))
    of_emulator: dict[str | None, list[ListedMachine]] = {}
    emulator = element.findtext("emulator")
    for holder in (element, *element.findall("domain")):
        machines = list(_machines(holder, marks))
        if machines:
            of_emulator.setdefault(holder.findtext("emulator") or emulator, []).extend(machines)
    for path, machines in of_emulator.items():
        known = {machine.name for machine in machines}
        # libvirt before 1.2.17 listed `pc`, but not what it stands for.
        machines += [
            ListedMachine(machine.alias_of, default=None, deprecated=machine.deprecated)
            for machine in machines
            if machine.alias_of and machine.alias_of not in known
        ]
        yield Listing(arch, merged(machines), emulator=path, told_by=TOLD_BY, leaves_out=_LEFT_OUT)


def _arch(name: str | None) -> str:
    arch = qemu_arch(name or "")
    if not ARCH.fullmatch(arch):
        raise ListingError(f"names an architecture that cannot be one: {shown(arch)}")
    return arch


def _machines(holder: _Element, marks: bool) -> Iterator[ListedMachine]:
    for element in holder.findall("machine"):
        canonical = element.get("canonical")
        deprecated = element.get("deprecated") == "yes" if marks else None
        yield ListedMachine((element.text or "").strip(), canonical, None, deprecated)
