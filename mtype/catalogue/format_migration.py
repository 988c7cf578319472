"""What may the YAML say of the ways between the releases of a line: its `migration`? A part of format 1."""

from __future__ import annotations

from mtype.catalogue.shape import (
    Check,
    Report,
    flag,
    list_of,
    mapping,
    mapping_of,
    one_of,
    read_by,
    text,
    texts,
)
from mtype.catalogue.source import Node
from mtype.model.version import parse_version

_SAID = ("kind", "name", "what", "sources")
_TEXTS = dict.fromkeys(("kind", "name", "what", "caveat", "since", "until"), text)


def _statement(*required: str, **more: Check) -> Check:
    of_all = {"also": mapping_of(texts), "own-vendor-only": flag, "sources": texts}
    return mapping({**_TEXTS, **of_all, **more}, required=(*_SAID, *required))


_KINDS = {
    "forward": _statement(),
    "by-qemu": _statement("qemu-since", **{"qemu-since": read_by(parse_version)}),
    "lts-chain": _statement(),
    "minors": _statement(backward=flag),
    "next-minor": _statement(),
    "named": _statement("also"),
    "unread": mapping({**_TEXTS, "sources": texts}, required=_SAID),
}
_OF_NO_KIND = mapping({"kind": one_of(*_KINDS)}, required=("kind",), others=lambda *_: None)


def _one(report: Report, node: Node, where: str) -> None:
    _KINDS.get(node.text("kind") or "", _OF_NO_KIND)(report, node, where)


_SEVERAL = list_of(_one, at_least=1)


def migration(report: Report, node: Node, where: str) -> None:
    """Which ways between its releases a vendor supports, one statement or several: the kind of each decides
    which keys it has."""
    (_SEVERAL if isinstance(node.value, list) else _one)(report, node, where)
