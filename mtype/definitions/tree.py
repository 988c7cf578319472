"""Do two definitions say the same?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, zip_longest
from typing import Any

from lxml import etree


def parse(definition: str) -> Any:
    """The root element of libvirt's XML, read without network, entities or huge trees.

    Raises lxml.etree.XMLSyntaxError for what is not XML.
    """
    return parse_bytes(definition.encode())


def parse_bytes(text: bytes) -> Any:
    """The same of a file, in whatever encoding it says that it is."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(text, parser)


def machine_type_of(definition: str) -> str | None:
    """The machine attribute of a domain's XML."""
    found = parse(definition).find("os/type")
    return None if found is None else found.get("machine")


def differences(one: str, other: str) -> tuple[str, ...]:
    """Where two definitions differ, as paths such as `domain/os/type/@machine`.

    Blanks do not count, nor does the order in which devices of different kinds stand, nor that of
    controllers, which have a number: libvirt sorts both anew when it reads a definition.
    """
    if one == other:
        return ()
    return tuple(dict.fromkeys(_differences(parse(one), parse(other), "")))


def _differences(one: Any, other: Any, above: str) -> Iterator[str]:
    if one is None or other is None or one.tag != other.tag:
        for element in (one, other):
            if element is not None:
                yield f"{above}{_name(element)}"
        return
    here = f"{above}{_name(one)}"
    for name in sorted({*one.attrib, *other.attrib}):
        if one.get(name) != other.get(name):
            yield f"{here}/@{name}"
    if (one.text or "").strip() != (other.text or "").strip():
        yield here
    for first, second in _pairs(one, other):
        yield from _differences(first, second, f"{here}/")


def _pairs(one: Any, other: Any) -> Iterator[tuple[Any, Any]]:
    if one.tag != "devices":
        yield from zip_longest(one, other)
        return
    first, second = _by_kind(one), _by_kind(other)
    for kind in {**first, **second}:
        yield from zip_longest(first.get(kind, ()), second.get(kind, ()))


def _by_kind(devices: Any) -> dict[tuple[str, ...], list[Any]]:
    """The devices by what tells their kind: for a controller that is its type and number too."""
    found = groupby(sorted(devices, key=_kind), key=_kind)  # sorted keeps the order within a kind
    return {kind: list(same) for kind, same in found}


def _kind(device: Any) -> tuple[str, ...]:
    if device.tag == "controller":
        return (device.tag, device.get("type", ""), device.get("index", ""))
    return (device.tag,)


def _name(element: Any) -> str:
    return etree.QName(element).localname
