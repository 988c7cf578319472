"""What do programs get of a comparison of the catalogue with real emulators?"""

from __future__ import annotations

import json

from mtype import __version__
from mtype.catalogue.verify_values import Name, Verification, Verified
from mtype.reports.escape import encodable
from mtype.reports.fields import SCHEMA_VERSION, TOOL, Object


def as_verify_json(result: Verification) -> str:
    """One object; `arches` holds a comparison each."""
    content: Object = {
        "schema_version": SCHEMA_VERSION,
        "tool": {"name": TOOL, "version": __version__},
        "release": result.release.id,
        "source": encodable(result.source),
        "arches": [_arch(one) for one in result.arches],
        "unanswered": [
            {"emulator": encodable(emulator), "reason": encodable(reason)}
            for emulator, reason in result.unanswered
        ],
        "summary": _summary(result),
    }
    return json.dumps(content, indent=2) + "\n"


def _arch(one: Verified) -> Object:
    notes = one.comparison
    return {
        "arch": one.arch,
        "emulator": ", ".join(map(encodable, one.told.emulators)) or None,
        "version": ", ".join(one.told.versions) or None,
        "compared": notes.compared,
        "not_compared": [entry._asdict() for entry in notes.not_compared],
        "missing": [_name(entry) for entry in notes.missing],
        "extra": [_name(entry) for entry in notes.extra],
        "different": [entry._asdict() for entry in notes.different],
        "settled": [{**entry._asdict(), "because": entry.because or None} for entry in notes.settled],
    }


def _name(entry: Name) -> Object:
    kind = entry.kind
    return {
        "name": entry.name,
        "alias_of": list(entry.alias_of) or None,
        "board": kind.board if kind else None,
        "vendor": kind.vendor if kind else None,
        "introduced": str(kind.introduced) if kind and kind.introduced else None,
        "removed": str(kind.removed) if kind and kind.removed else None,
    }


def _summary(result: Verification) -> Object:
    counts = {
        word: sum(len(getattr(one.comparison, word)) for one in result.arches)
        for word in ("missing", "extra", "different", "settled")
    }
    return {
        "arches": len(result.arches),
        "differences": sum(one.comparison.differences for one in result.arches),
        **counts,
        "unanswered": len(result.unanswered),
        "not_asked": list(result.not_asked),
    }
