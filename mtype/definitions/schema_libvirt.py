"""Which part of a definition is it that libvirt's schema does not accept?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from mtype.definitions.schema_places import name_of, quoted

if TYPE_CHECKING:
    from lxml.etree import _Element


def culprits(element: _Element, fits: Callable[[], bool]) -> Iterator[tuple[_Element, str]]:
    """Yield the smallest parts of `element` without which the document fits, with the reason.

    libxml2 names the outermost interleave that failed, which is <devices> or <domain> nearly
    always. So: leave parts out until the document fits, and look again inside those parts. At the
    end the tree is whole again. `fits` is false at the start.
    """
    children = list(element)
    guilty, innocent = _guilty(element, children, fits)
    for child in guilty:
        element[:] = [one for one in children if one is child or one in innocent]
        if isinstance(child.tag, str):
            yield from culprits(child, fits)
        else:
            yield element, f"libvirt's schema does not accept the entity {child.text} in it"
    element[:] = children
    if not guilty:
        yield _last_reason(element, fits)


def _guilty(
    element: _Element, children: list[_Element], fits: Callable[[], bool]
) -> tuple[list[_Element], list[_Element]]:
    """Return the children to leave out so that the document fits, and those to keep."""
    innocent: list[_Element] = []
    element[:] = []
    if children and fits():  # all may be left out, as in <devices>: put back what does no harm
        for child in children:
            element[:] = [*innocent, child]
            if fits():
                innocent.append(child)
        return [child for child in children if child not in innocent], innocent
    for count in (1, 2):  # some must stay, as in <domain>: try one, then two, the last ones first
        for chosen in combinations(reversed(children), count):
            innocent = [child for child in children if child not in chosen]
            element[:] = innocent
            if fits():
                return list(chosen), innocent
    return [], children


def _last_reason(element: _Element, fits: Callable[[], bool]) -> tuple[_Element, str]:
    """Say what is wrong with an element none of whose children can be left out to make it fit."""
    for inner in (element, *element):  # no deeper: each attribute costs a validation
        for name, value in list(inner.attrib.items()):
            del inner.attrib[name]
            fitting = fits()
            inner.set(name, value)
            if fitting:
                attribute = f"{name!s}={quoted(str(value))}"
                return inner, f"libvirt's schema does not accept the attribute {attribute}"
    refused = f"libvirt's schema does not accept this <{name_of(element)}>"
    text = (element.text or "").strip()
    parent = element.getparent()
    if parent is None:
        return element, f"{refused}: something is missing in it, or much is wrong"
    siblings = list(parent)
    parent[:] = [one for one in siblings if one is element or one.tag != element.tag]
    alone = len(siblings) == len(parent) or not fits()
    parent[:] = siblings
    if not alone:
        return element, f"{refused}: there can be one"
    if text and not len(element):
        return element, f"{refused} with {quoted(text)}"
    return element, f"{refused}, or misses something in it"
