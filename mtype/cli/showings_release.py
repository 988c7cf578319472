"""What does `catalogue show` tell of a release, and of a line of releases?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.facts import Line, Migration
from mtype.catalogue.lookup import Catalogue
from mtype.catalogue.offer import offer_of_release
from mtype.cli.listings import release_row
from mtype.model.release import Release

Fields = dict[str, Any]


def release_fields(catalogue: Catalogue, release: Release) -> Fields:
    """Everything known of one release but where it is written."""
    line = catalogue.line(release.line)
    return {
        "is": "release",
        "name": release.id,
        **release_row(release),
        "qemu_bounds": list(release.qemu_range or ()) or None,
        "line_name": line.name,
        "pocket": release.pocket,
        "vendors": list(line.vendors),
        "builds": None if release.builds is None else list(release.builds),
        "own": list(release.own),
        "unsure": list(release.unsure),
        "without": list(release.without),
        "also": list(release.also),
        "deprecated": _deprecated(catalogue, release),
        "offers": [_offer(catalogue, release, arch) for arch in release.arches],
        "updates": [
            {
                "package": update.package,
                "date": update.date.isoformat() if update.date else None,
                "adds": list(update.adds),
            }
            for update in release.updates
        ],
    }


def _deprecated(catalogue: Catalogue, release: Release) -> list[str]:
    """Which of its own types its emulators mark."""
    offers = [offer_of_release(catalogue, release, arch) for arch in release.arches]
    marked = {entry.name for offer in offers if offer for entry in offer.entries if entry.deprecated}
    return [name for name in release.own if name in marked]


def _offer(catalogue: Catalogue, release: Release, arch: str) -> Fields:
    offer = offer_of_release(catalogue, release, arch)
    entries = offer.types.values() if offer else ()
    return {
        "arch": arch,
        "types": len(entries),
        "unsure": len(offer.unsure) if offer else 0,
        "deprecated": sum(bool(entry.deprecated) for entry in entries),
        "default": [entry.name for entry in entries if entry.default],
        "aliases": {alias: list(targets) for alias, targets in offer.aliases.items()} if offer else {},
    }


def line_fields(catalogue: Catalogue, key: str) -> Fields:
    """A line of releases, and the vendor whose types they offer."""
    line = catalogue.line(key)
    vendor = catalogue.vendors[line.vendor]
    return {
        "is": "line",
        "name": key,
        "line_name": line.name,
        "vendor": line.vendor,
        "carries": list(line.carries),
        "own_types_only": vendor.own_types_only,
        "os_release": list(line.os_release),
        "migration": [_migration(line, policy) for policy in line.migrations],
        "releases": [release.word for release in line.releases],
        "own_types": sum(kind.vendor == line.vendor for kind in catalogue.types),
    }


def _migration(line: Line, policy: Migration) -> Fields:
    """A statement on which ways between its releases are supported, and where that is said."""
    return {
        **{key: getattr(policy, key) for key in ("kind", "name", "what", "caveat")},
        "since": line.releases[policy.since].word,
        "until": line.releases[policy.until].word,
        "qemu_since": policy.qemu_since,
        "sources": list(policy.sources),
    }
