"""How does what is known to be wrong with a type become a row?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.places import release_places
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node

Row = dict[str, Any]


def quirk_row(root: Node, vendor: str, quirk: Node, report: Report) -> Row:
    """The fields of `Quirk`: releases as places in the line of the type's vendor."""
    places = _places(root, vendor)
    bounds: dict[str, int | None] = {}
    for key in ("from", "before"):
        word = quirk.text(key)
        if word is not None and word not in places:
            report.add(quirk, f"the quirk names {word!r}, which is no release of {vendor}")
        bounds[key] = None if word is None else places.get(word)
    begins, ends = bounds["from"], bounds["before"]
    if begins is not None and ends is not None and begins >= ends:
        report.add(quirk, f"the quirk runs backward: {quirk.text('before')} does not come after it begins")
    return {
        "summary": quirk.text("what"),
        "sources": quirk.list("sources"),
        "begins": begins,
        "ends": ends,
        "since_qemu": quirk.text("since-qemu"),
        "boot_disk": quirk.text("boot-disk"),
    }


def _places(root: Node, vendor: str) -> dict[str, int]:
    for line in root.mapping("lines").values():
        if line.text("vendor") == vendor:
            return release_places(line.nodes("releases"))
    return {}
