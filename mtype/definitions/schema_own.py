"""What does an error of our schema mean, in plain words?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mtype.definitions.schema_places import name_of, quoted

if TYPE_CHECKING:
    from lxml.etree import _Element

NOT_ONLY_TEXT = "only text belongs here, no element or entity"
_PLAIN_WORDS = {
    "a simple content element can't have child elements": NOT_ONLY_TEXT,
    "character data between child elements not allowed": "there is text between its elements",
}


def wrong_root(root: _Element, expected: list[str]) -> str:
    """Say that the outermost element is none that is validated."""
    namespace = str(root.tag).rpartition("}")[0].lstrip("{")
    of = f" of the namespace {quoted(namespace)}" if namespace else ""
    return f"the root <{name_of(root)}>{of} is none of {', '.join(expected)}"


def own_reason(error: Any) -> tuple[_Element, str]:
    """Return the element that an error of xmlschema is about, and what is wrong in plain words."""
    element: _Element = error.elem
    words = _documentation(error.validator)
    if hasattr(error, "expected"):
        return _wrong_children(error, words)
    match error.obj:
        case (str(name), str(value)):  # an attribute that is not allowed
            belongs = ": it belongs to <os><type>" if name in ("machine", "arch") else ""
            return element, f"the attribute {name}={quoted(value)} has no effect here{belongs}"
        case str(value) if words:
            attribute = re.match(r"attribute (\S+?=)", error.reason)
            subject = attribute[1] if attribute else ""
            return element, f"{subject}{quoted(value)} is not {words}"
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
        return child, f"a second <{name_of(child)}>, where there can be one"
    return child, f"<{name_of(child)}> is not {words or 'allowed here'}"


def _documentation(validator: Any) -> str | None:
    """Return the xs:documentation of the type that a facet or group of the schema belongs to."""
    annotation = getattr(getattr(validator, "parent", None), "annotation", None)
    return annotation.documentation[0].text if annotation is not None else None
