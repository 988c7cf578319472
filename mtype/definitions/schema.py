"""Does a definition fit the schema: ours, for what this tool reads, or libvirt's, for all of it?"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.parsers import expat

if TYPE_CHECKING:  # lxml and xmlschema are slow to import: only who validates pays
    from lxml.etree import RelaxNG, _Element

_OWN = Path(__file__).with_name("domain.xsd")
_LIBVIRT_ROOTS = ("domain", "domainsnapshot", "domaincheckpoint")  # it has none for domstatus
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


class SchemaError(Exception):
    """A schema that was asked for is absent or cannot be read."""


@dataclass(frozen=True, slots=True)
class SchemaProblem:
    """One place where a definition does not fit, at the start of the element that is meant.

    `line` and `column` count from 1; `column`, in characters, is None where only the line is known.
    """

    line: int
    column: int | None
    message: str


def own_schema_problems(data: bytes) -> list[SchemaProblem]:
    """Return what `domain.xsd` has against the bytes of one definition, in the order of the text.

    Empty when it fits, and also when it is not well-formed XML: another rule says that.
    """
    root = _parse(data)
    if root is None:
        return []
    schema = _own_schema()
    if root.tag not in schema.elements:
        return _problems(_places(data, root), [(root, _wrong_root(root, sorted(schema.elements)))])
    found: list[tuple[_Element, str]] = []
    for error in schema.iter_errors(root):
        element, reason = _own_reason(error)
        if (element, _NOT_ONLY_TEXT) not in found:  # else the text was cut off there: no news
            found.append((element, reason))
    return _problems(_places(data, root), found) if found else []


def libvirt_schema_problems(data: bytes, schemas: Path) -> list[SchemaProblem]:
    """Return what libvirt's own schemas in the folder `schemas` have against one definition.

    Empty when it fits, when it is not well-formed XML, and for a root libvirt has no schema of.
    Raise SchemaError when the folder, or the schema of this root, is absent or cannot be read.
    """
    if not schemas.is_dir():
        raise SchemaError(f"{schemas}: no such folder; libvirt installs share/libvirt/schemas")
    root = _parse(data)
    if root is None or root.tag not in _LIBVIRT_ROOTS:
        return []
    schema = _libvirt_schema(schemas / f"{root.tag}.rng")
    if schema.validate(root):
        return []
    places = _places(data, root)
    return _problems(places, list(_culprits(root, lambda: bool(schema.validate(root)))))


# -- reading ---------------------------------------------------------------------------------------


def _parse(data: bytes) -> _Element | None:
    """Return the root without what no schema should see; None when the data is not well-formed."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,  # xmlschema takes a comment inside a text for a child element
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        return None
    for element in root.iter("*"):  # libvirt ignores xsi:type; xmlschema obeys it, or fails on it
        for name in [name for name in element.attrib if str(name).startswith(_XSI)]:
            del element.attrib[name]
    return root


@cache
def _own_schema() -> Any:
    from xmlschema import XMLSchema11

    # As text, and with no location allowed: nothing but these characters is ever read.
    text = _OWN.read_text(encoding="utf-8").partition("?>")[2]
    return XMLSchema11(text, allow="none", defuse="always")


@cache
def _libvirt_schema(path: Path) -> RelaxNG:
    from lxml import etree

    try:
        return etree.RelaxNG(file=str(path))
    except (OSError, etree.LxmlError) as error:
        reason = str(error) if path.exists() else "no such file"
        raise SchemaError(f"{path}: {reason}") from error


# -- places ----------------------------------------------------------------------------------------

_Places = dict[Any, tuple[int, int | None, str]]  # element: line, column, path


def _problems(places: _Places, found: list[tuple[_Element, str]]) -> list[SchemaProblem]:
    def problem(element: _Element, reason: str) -> SchemaProblem:
        line, column, path = places[element]
        return SchemaProblem(line, column, f"{path}: {reason}")

    problems = [problem(element, reason) for element, reason in found]
    return sorted(problems, key=lambda one: (one.line, one.column or 0))


def _places(data: bytes, root: _Element) -> _Places:
    """Return where each element of the tree starts: lxml itself knows where a start tag ends."""
    starts: list[tuple[int, int | None]] = []

    def start(_name: str, _attributes: dict[str, str]) -> None:
        starts.append((parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.DefaultHandler = lambda _data: None  # expat then leaves entities alone, as _parse does
    with suppress(expat.ExpatError, LookupError, ValueError):  # an encoding only libxml2 has
        parser.Parse(data.removeprefix(BOM_UTF8), True)
    elements: list[Any] = list(root.iter("*"))
    if len(starts) != len(elements):
        starts = [(element.sourceline or 1, None) for element in elements]
    return {
        element: (line, column, _path(element))
        for element, (line, column) in zip(elements, starts, strict=True)
    }


def _path(element: _Element) -> str:
    """Return `/domain/devices/disk[2]`: a number only where there are several of that name."""
    steps = []
    for node in (element, *element.iterancestors()):
        before = sum(1 for _ in node.itersiblings(node.tag, preceding=True))
        alone = before == 0 and next(node.itersiblings(node.tag), None) is None
        steps.append(_name(node) if alone else f"{_name(node)}[{before + 1}]")
    return "/" + "/".join(reversed(steps))


def _name(element: _Element) -> str:
    """Return the name as it was written, prefix and all."""
    name = str(element.tag).rpartition("}")[2]
    return f"{element.prefix}:{name}" if element.prefix else name


def _quoted(text: str, limit: int = 60) -> str:
    shown = " ".join(text.splitlines())
    return f"'{shown}'" if len(shown) <= limit else f"'{shown[:limit]}…'"


# -- our schema ------------------------------------------------------------------------------------

_NOT_ONLY_TEXT = "only text belongs here, no element or entity"
_PLAIN_WORDS = {
    "a simple content element can't have child elements": _NOT_ONLY_TEXT,
    "character data between child elements not allowed": "there is text between its elements",
}


def _wrong_root(root: _Element, expected: list[str]) -> str:
    namespace = str(root.tag).rpartition("}")[0].lstrip("{")
    of = f" of the namespace {_quoted(namespace)}" if namespace else ""
    return f"the root <{_name(root)}>{of} is none of {', '.join(expected)}"


def _own_reason(error: Any) -> tuple[_Element, str]:
    """Return the element that an error of xmlschema is about, and what is wrong in plain words."""
    element: _Element = error.elem
    words = _documentation(error.validator)
    if hasattr(error, "expected"):
        return _wrong_children(error, words)
    match error.obj:
        case (str(name), str(value)):  # an attribute that is not allowed
            belongs = ": it belongs to <os><type>" if name in ("machine", "arch") else ""
            return element, f"the attribute {name}={_quoted(value)} has no effect here{belongs}"
        case str(value) if words:
            attribute = re.match(r"attribute (\S+?=)", error.reason)
            subject = attribute[1] if attribute else ""
            return element, f"{subject}{_quoted(value)} is not {words}"
    if missing := re.fullmatch(r"missing required attribute '(.+)'", error.reason):
        return element, f"the attribute {missing[1]} is missing"
    reason = error.reason.partition("\n")[0]
    return element, _PLAIN_WORDS.get(reason, reason)


def _wrong_children(error: Any, words: str | None) -> tuple[_Element, str]:
    """Say which child is one too many, or missing at the end."""
    children = [child for child in error.elem if isinstance(child.tag, str)]
    if error.index >= len(children):
        missing = [f"<{one.name}>" for one in error.expected or () if one.name]
        verb = "are" if len(missing) > 1 else "is"
        return error.elem, f"{' and '.join(missing) or 'an element'} {verb} missing"
    child = children[error.index]
    if any(child.tag == other.tag for other in children[: error.index]):
        return child, f"a second <{_name(child)}>, where there can be one"
    return child, f"<{_name(child)}> is not {words or 'allowed here'}"


def _documentation(validator: Any) -> str | None:
    """Return the xs:documentation of the type that a facet or group of the schema belongs to."""
    annotation = getattr(getattr(validator, "parent", None), "annotation", None)
    return annotation.documentation[0].text if annotation is not None else None


# -- libvirt's schemas -----------------------------------------------------------------------------


def _culprits(element: _Element, fits: Callable[[], bool]) -> Iterator[tuple[_Element, str]]:
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
            yield from _culprits(child, fits)
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
                attribute = f"{name!s}={_quoted(str(value))}"
                return inner, f"libvirt's schema does not accept the attribute {attribute}"
    refused = f"libvirt's schema does not accept this <{_name(element)}>"
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
        return element, f"{refused} with {_quoted(text)}"
    return element, f"{refused}, or misses something in it"
