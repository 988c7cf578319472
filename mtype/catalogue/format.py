"""What may stand in machine-types.yaml? The shape of format 1; data/README.md says it in prose."""

from __future__ import annotations

from mtype.catalogue.expand import expand_braces, split_range
from mtype.catalogue.format_migration import migration
from mtype.catalogue.format_policies import break_, cadence, policy
from mtype.catalogue.shape import (
    Report,
    day,
    either,
    flag,
    list_of,
    mapping,
    mapping_of,
    one_of,
    one_or_more,
    read_by,
    text,
    texts,
)
from mtype.catalogue.source import Node
from mtype.model.version import parse_bound, parse_version

FORMAT = "1"
EVIDENCE = (
    "emulator", "listing", "source", "patch", "documentation", "changelog", "tag", "commit",
    "bound", "third-party", "inferred", "unknown",
)  # fmt: skip


def _first_and_last(report: Report, node: Node, where: str) -> None:
    """The bounds of a range of QEMU versions."""
    _RANGE(report, node, where)
    try:
        first, last = (parse_version(node.text(key) or "") for key in ("from", "to"))
    except ValueError:
        return None
    return report.add(node, f"{where} runs backward") if first > last else None


_version = read_by(parse_version)
_bound = read_by(parse_bound)
_names = one_or_more(read_by(expand_braces))
_RANGE = mapping({"from": _version, "to": _version}, required=("from", "to"))

_SOURCE = mapping(
    {"text": text, "where": text, "evidence": one_of(*EVIDENCE), "date": day},
    required=("text", "evidence"),
)
_BOARD = mapping(
    {
        "arch": texts,
        "alias": text,
        "default": texts,
        "pci": one_of("pci-root", "pcie-root", "none"),
        "without-pci": texts,
        "description": text,
        "sources": texts,
    },
    required=("arch",),
)
_QUIRK = mapping(
    {
        "what": text,
        "from": text,
        "before": text,
        "since-qemu": _bound,
        "boot-disk": one_of("virtio"),
        "sources": texts,
    },
    required=("what", "sources"),
)
_TYPES = mapping(
    {
        "board": text,
        "arch": texts,
        "names": _names,
        "versions": read_by(split_range),
        "pattern": text,
        "policy": text,
        "introduced": _bound,
        "deprecated": _bound,
        "removed": _bound,
        "also-in": one_or_more(_version),
        "base": _version,
        "release": text,
        "increment-of": text,
        "successor": text,
        "build": text,
        "description": text,
        "quirk": _QUIRK,
        "note": text,
        "sources": texts,
    },
    required=("board", "sources"),
)
_BOARDS_WITHOUT_VERSION = mapping(
    {
        "arch": texts,
        "introduced": _bound,
        "deprecated": _bound,
        "removed": _bound,
        "also-in": one_or_more(_version),
        "build": text,
        "default": _bound,
        "default-until": _bound,
        "boards": mapping_of(text),
        "note": text,
        "sources": texts,
    },
    required=("arch", "introduced", "boards", "sources"),
)
_UPSTREAM_ALIAS = mapping(
    {
        "alias": text,
        "target": text,
        "arch": texts,
        "introduced": _bound,
        "removed": _bound,
        "sources": texts,
    },
    required=("alias", "target", "arch", "introduced", "sources"),
)
_VENDOR_ALIAS = mapping({"alias": text, "board": text, "since": text}, required=("alias", "board"))
_VENDOR = mapping(
    {
        "name": text,
        "extends": text,
        "unlisted": flag,
        "own-types-only": mapping({"what": text, "sources": texts}, required=("what", "sources")),
        "types": list_of(_TYPES),
        "boards-without-version": list_of(_BOARDS_WITHOUT_VERSION),
        "aliases": list_of(_UPSTREAM_ALIAS),
        "policies": mapping_of(policy),
        "sources": texts,
    },
    required=("name",),
)
_OWN = mapping(
    {
        **dict.fromkeys(("only", "add", "drop", "has", "lacks", "unsure"), _names),
        "unknown": flag,
    }
)
_UPDATE = mapping(
    {"package": text, "date": day, "add": _names, "note": text, "sources": texts},
    required=("add", "sources"),
)
_RELEASE_KEYS = {
    "version": text,
    "codename": text,
    "pocket": text,
    "lts": flag,
    "released": day,
    "support": mapping({"standard": day, "extended": day, "legacy": day}),
    "qemu": either(_version, _first_and_last),
    "package": text,
    "libvirt": text,
    "arch": texts,
    "own": either(one_of("same", "none"), _OWN),
    "aliases": mapping_of(texts),
    "without": _names,
    "also": _names,
    "unsure": _names,
    "builds": either(one_of("none"), list_of(text)),
    "deprecated": _names,
    "supports": _names,
    "updates": list_of(_UPDATE),
    "evidence": one_of(*EVIDENCE),
    "note": text,
    "sources": texts,
}
_LINE_KEYS = {
    "name": text,
    "vendor": text,
    "carries": texts,
    "arch": texts,
    "arch-since": mapping_of(text),
    "builds": either(one_of("none"), list_of(text)),
    "aliases": list_of(_VENDOR_ALIAS),
    "default": mapping_of(text),
    "os-release": texts,
    "policy": texts,
    "cadence": cadence("calendar", "major", "major.minor"),
    "breaks": list_of(break_),
    "migration": migration,
    "sources": texts,
    "releases": list_of(mapping(_RELEASE_KEYS, required=("version", "sources"))),
}
_LINE = mapping(_LINE_KEYS, required=("name", "vendor", "releases"))
# The line every version of QEMU is looked up in: it must be there, and its versions are QEMU's.
_QEMU_RELEASE = mapping(
    {**_RELEASE_KEYS, "version": _version, "qemu": _version}, required=("version", "qemu", "sources")
)
_QEMU = mapping(
    {**_LINE_KEYS, "cadence": cadence("major.minor"), "releases": list_of(_QEMU_RELEASE, at_least=1)},
    required=("name", "vendor", "releases"),
)
DOCUMENT = mapping(
    {
        "format": one_of(FORMAT),
        "sources": mapping_of(_SOURCE),
        "boards": mapping_of(_BOARD),
        "vendors": mapping_of(_VENDOR),
        "lines": mapping({"qemu": _QEMU}, required=("qemu",), others=_LINE),
    },
    required=("format", "sources", "boards", "vendors", "lines"),
)
