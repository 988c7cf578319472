"""Do two definitions say the same?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from lxml import etree


def parse(definition: str) -> Any:
    """The root element of libvirt's XML, read without network, entities or huge trees.

    Raises lxml.etree.XMLSyntaxError for what is not XML.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(definition.encode(), parser)


def machine_type_of(definition: str) -> str | None:
    """The machine attribute of a domain's XML."""
    found = parse(definition).find("os/type")
    return None if found is None else found.get("machine")


def differences(one: str, other: str) -> tuple[str, ...]:
    """Where two definitions differ, as paths such as `domain/os/type/@machine`; blanks do not count."""
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
    for first, second in zip_longest(one, other):
        yield from _differences(first, second, f"{here}/")


def _name(element: Any) -> str:
    return etree.QName(element).localname
