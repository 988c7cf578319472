"""What may stand in machine-types.yaml? The shape of format 1; data/README.md says it in prose."""

from __future__ import annotations

from mtype.catalogue.expand import expand_braces, split_range
from mtype.catalogue.shape import (
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
from mtype.model.version import parse_bound, parse_version

FORMAT = "1"
EVIDENCE = (
    "emulator", "listing", "source", "patch", "documentation", "changelog", "tag", "commit",
    "bound", "third-party", "inferred", "unknown",
)  # fmt: skip


def _whole_number(text: str) -> None:
    if not (text.isascii() and text.isdigit() and len(text) < 4):
        raise ValueError(f"{text!r} is not a whole number")


_number = read_by(_whole_number)
_version = read_by(parse_version)
_bound = read_by(parse_bound)
_names = one_or_more(read_by(expand_braces))

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
        "description": text,
        "sources": texts,
    },
    required=("arch",),
)
_POLICY = mapping(
    {
        "what": text,
        "deprecated-after-majors": _number,
        "deprecated-since": _version,
        "removed-after-majors": _number,
        "removed-since": _version,
        "sources": texts,
    },
    required=("what", "sources"),
)
_QUIRK = mapping({"what": text, "sources": texts}, required=("what", "sources"))
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
        "own-types-only": mapping({"what": text, "sources": texts}, required=("what", "sources")),
        "types": list_of(_TYPES),
        "boards-without-version": list_of(_BOARDS_WITHOUT_VERSION),
        "aliases": list_of(_UPSTREAM_ALIAS),
        "policies": mapping_of(_POLICY),
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
    "qemu": _version,
    "package": text,
    "libvirt": text,
    "arch": texts,
    "own": either(one_of("same", "none"), _OWN),
    "aliases": mapping_of(texts),
    "without": _names,
    "also": _names,
    "builds": either(one_of("none"), list_of(text)),
    "deprecated": _names,
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
    "builds": either(one_of("none"), list_of(text)),
    "aliases": list_of(_VENDOR_ALIAS),
    "default": mapping_of(text),
    "os-release": texts,
    "deprecates-former-majors": mapping({"since": _number, "sources": texts}, required=("since", "sources")),
    "deprecates-by-base": mapping(
        {"boards": texts, "since": text, "sources": texts}, required=("boards", "since", "sources")
    ),
    "sources": texts,
    "releases": list_of(mapping(_RELEASE_KEYS, required=("version", "sources"))),
}
_LINE = mapping(_LINE_KEYS, required=("name", "vendor", "releases"))
# The line every version of QEMU is looked up in: it must be there, and its versions are QEMU's.
_QEMU_RELEASE = mapping({**_RELEASE_KEYS, "version": _version}, required=("version", "qemu", "sources"))
_QEMU = mapping(
    {**_LINE_KEYS, "releases": list_of(_QEMU_RELEASE, at_least=1)}, required=("name", "vendor", "releases")
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
