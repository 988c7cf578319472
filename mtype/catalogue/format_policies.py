"""What may the YAML say of rules and rhythms: policies, cadences, breaks? A part of format 1."""

from __future__ import annotations

from mtype.catalogue.shape import (
    Check,
    Report,
    either,
    list_of,
    mapping,
    one_of,
    one_or_more,
    read_by,
    text,
    texts,
)
from mtype.catalogue.source import Node
from mtype.model.version import parse_version

AFFECTED = ("live-migration", "saved-state", "memory-snapshot")
_MOST = 999


def _from_to(first: int, last: int, what: str) -> Check:
    def parse(value: str) -> None:
        if not (value.isascii() and value.isdigit() and len(value) < 5 and first <= int(value) <= last):
            raise ValueError(f"{value!r} is not {what} from {first} to {last}")

    return read_by(parse)


_number = _from_to(1, _MOST, "a number")
_month = _from_to(1, 12, "a month")
_version = read_by(parse_version)
_SAID = ("kind", "name", "what", "sources")


def _rule(keys: dict[str, Check], required: tuple[str, ...] = ()) -> Check:
    said = {"kind": text, "name": text, "what": text, "caveat": text, "sources": texts}
    return mapping({**said, **keys}, required=(*_SAID, *required))


_KINDS = {
    "qemu-majors": _rule(
        {
            "deprecated-after-majors": _number,
            "deprecated-since": _version,
            "removed-after-majors": _number,
            "removed-since": _version,
            "boards": texts,
            "since": text,
        }
    ),
    "line-majors": _rule(
        {"deprecated-after-majors": _number, "deprecated-since": _number, "removed-after-majors": _number}
    ),
    "baseline": _rule(
        {
            "baselines": mapping({}, others=_version),
            "raised-by-majors": _number,
            "since": text,
        },
        required=("baselines", "raised-by-majors", "since"),
    ),
    "clean-up": _rule({}),
}
_OF_NO_KIND = mapping({"kind": one_of(*_KINDS)}, required=("kind",), others=lambda *_: None)


def policy(report: Report, node: Node, where: str) -> None:
    """A rule of a vendor: its kind decides which keys it has."""
    _KINDS.get(node.text("kind") or "", _OF_NO_KIND)(report, node, where)


def cadence(*numbers: str) -> Check:
    """The rhythm of a line whose releases are numbered in one of these ways."""
    return mapping(
        {
            "numbers": one_of(*numbers),
            "every": _number,
            "months": either(_month, list_of(_month, at_least=1)),
            "lts": mapping({"month": _month, "every": _number}, required=("month", "every")),
            "evidence": one_of("inferred", "documentation", "source", "patch"),
            "sources": texts,
        },
        required=("numbers", "months", "evidence", "sources"),
    )


break_ = mapping(
    {
        "from-before": text,
        "to": text,
        "what": text,
        "affects": one_or_more(one_of(*AFFECTED)),
        "sources": texts,
    },
    required=("from-before", "to", "what", "affects", "sources"),
)
