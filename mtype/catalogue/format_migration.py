"""What may the YAML say of the ways between the releases of a line: its `migration`? A part of format 1."""

from __future__ import annotations

from mtype.catalogue.shape import Check, Report, flag, mapping, mapping_of, one_of, text, texts
from mtype.catalogue.source import Node

_SAID = ("kind", "name", "what", "sources")


def _statement(**more: Check) -> Check:
    keys = dict.fromkeys(("kind", "name", "what", "caveat", "since", "until"), text)
    of_all = {"also": mapping_of(texts), "own-vendor-only": flag, "sources": texts}
    return mapping({**keys, **of_all, **more}, required=_SAID)


_KINDS = {
    "forward": _statement(),
    "lts-chain": _statement(),
    "minors": _statement(backward=flag),
    "next-minor": _statement(),
}
_OF_NO_KIND = mapping({"kind": one_of(*_KINDS)}, required=("kind",), others=lambda *_: None)


def migration(report: Report, node: Node, where: str) -> None:
    """Which ways between its releases a vendor supports: the kind decides which keys there are."""
    _KINDS.get(node.text("kind") or "", _OF_NO_KIND)(report, node, where)
