"""What may stand in machine-types.yaml? The shape of format 1; data/README.md says it in prose."""

from __future__ import annotations

from mtype.catalogue.shape import (
    day,
    either,
    flag,
    list_of,
    mapping,
    mapping_of,
    one_of,
    text,
    texts,
)

FORMAT = "1"
EVIDENCE = (
    "emulator", "listing", "source", "patch", "documentation", "changelog", "tag", "commit",
    "bound", "third-party", "inferred", "unknown",
)  # fmt: skip

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
        "deprecated-after-majors": text,
        "deprecated-since": text,
        "removed-after-majors": text,
        "removed-since": text,
        "sources": texts,
    },
    required=("what", "sources"),
)
_QUIRK = mapping({"what": text, "sources": texts}, required=("what", "sources"))
_TYPES = mapping(
    {
        "board": text,
        "arch": texts,
        "names": texts,
        "versions": text,
        "pattern": text,
        "policy": text,
        "introduced": text,
        "deprecated": text,
        "removed": text,
        "also-in": texts,
        "base": text,
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
        "introduced": text,
        "deprecated": text,
        "removed": text,
        "build": text,
        "default": text,
        "default-until": text,
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
        "introduced": text,
        "removed": text,
        "build": text,
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
    {"only": texts, "add": texts, "drop": texts, "unknown": flag, "has": texts, "unsure": texts}
)
_UPDATE = mapping(
    {"package": text, "date": day, "add": texts, "note": text, "sources": texts},
    required=("add", "sources"),
)
_RELEASE = mapping(
    {
        "version": text,
        "codename": text,
        "pocket": text,
        "lts": flag,
        "released": day,
        "support": mapping({"standard": day, "extended": day, "legacy": day}),
        "qemu": text,
        "package": text,
        "libvirt": text,
        "arch": texts,
        "own": either(one_of("same", "none"), _OWN),
        "aliases": mapping_of(texts),
        "without": texts,
        "also": texts,
        "builds": either(one_of("none"), list_of(text)),
        "deprecated": texts,
        "updates": list_of(_UPDATE),
        "evidence": one_of(*EVIDENCE),
        "note": text,
        "sources": texts,
    },
    required=("version", "sources"),
)
_LINE = mapping(
    {
        "name": text,
        "vendor": text,
        "carries": texts,
        "arch": texts,
        "builds": either(one_of("none"), list_of(text)),
        "aliases": list_of(_VENDOR_ALIAS),
        "default": mapping_of(text),
        "os-release": texts,
        "deprecates-former-majors": mapping(
            {"since": text, "sources": texts}, required=("since", "sources")
        ),
        "deprecates-by-base": mapping(
            {"boards": texts, "since": text, "sources": texts}, required=("boards", "since", "sources")
        ),
        "sources": texts,
        "releases": list_of(_RELEASE),
    },
    required=("name", "vendor", "releases"),
)
DOCUMENT = mapping(
    {
        "format": one_of(FORMAT),
        "sources": mapping_of(_SOURCE),
        "boards": mapping_of(_BOARD),
        "vendors": mapping_of(_VENDOR),
        "lines": mapping_of(_LINE),
    },
    required=("format", "sources", "boards", "vendors", "lines"),
)
