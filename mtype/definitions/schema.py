"""Does a definition fit the schema: ours, for what this tool reads, or libvirt's, for all of it?"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mtype.definitions.schema_libvirt import culprits
from mtype.definitions.schema_own import NOT_ONLY_TEXT, own_reason, wrong_root
from mtype.definitions.schema_places import Places, places_of

if TYPE_CHECKING:  # lxml and xmlschema are slow to import: only who validates pays
    from lxml.etree import RelaxNG, _Element

_OWN = Path(__file__).with_name("domain.xsd")
_LIBVIRT_ROOTS = ("domain", "domainsnapshot", "domaincheckpoint")  # it has none for domstatus
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


# The search for what is wrong validates again and again: a definition with thousands of devices, which
# no host could start, must not take hours.
_MOST_TRIES = 5000


class _TooManyError(Exception):
    """The search took more than _MOST_TRIES validations."""


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


def holds_one_document(data: bytes) -> bool:
    """Whether a schema can be asked at all: it knows no file with several documents, which we read."""
    return _parse(data) is not None


def own_schema_problems(data: bytes) -> list[SchemaProblem]:
    """Return what `domain.xsd` has against the bytes of one definition, in the order of the text.

    Empty when it fits, and also when it is not well-formed XML: another rule says that.
    """
    root = _parse(data)
    if root is None:
        return []
    schema = _own_schema()
    if root.tag not in schema.elements:
        return _problems(places_of(data, root), [(root, wrong_root(root, sorted(schema.elements)))])
    found: list[tuple[_Element, str]] = []
    for error in schema.iter_errors(root):
        element, reason = own_reason(error)
        if (element, NOT_ONLY_TEXT) not in found:  # else the text was cut off there: no news
            found.append((element, reason))
    return _problems(places_of(data, root), found) if found else []


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
    places = places_of(data, root)
    tries = 0

    def fits() -> bool:
        nonlocal tries
        tries += 1
        if tries > _MOST_TRIES:
            raise _TooManyError
        return bool(schema.validate(root))

    try:
        return _problems(places, list(culprits(root, fits)))
    except _TooManyError:
        reason = "libvirt's schema does not accept it, and it is too large to find out which part"
        return _problems(places, [(root, reason)])


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


def _problems(places: Places, found: list[tuple[_Element, str]]) -> list[SchemaProblem]:
    def problem(element: _Element, reason: str) -> SchemaProblem:
        line, column, path = places[element]
        return SchemaProblem(line, column, f"{path}: {reason}")

    problems = [problem(element, reason) for element, reason in found]
    return sorted(problems, key=lambda one: (one.line, one.column or 0))
