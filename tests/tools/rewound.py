"""What would the catalogue be if the newest QEMU had not come yet?"""

from __future__ import annotations

from typing import Any

from mtype.model.version import parse_bound, parse_version
from tools.harvest.document import Document

Facts = Any  # a mapping of ruamel's


def rewound(text: str, version: str) -> str:
    """The YAML `text` without QEMU `version` and what is later: its release, its machine types, what it
    deprecated and removed, the releases of Debian that ship it."""
    document = Document(text)
    root, gone = document.root, parse_version(version)
    lines, upstream = root["lines"], root["vendors"]["upstream"]
    last = [one["version"] for one in lines["qemu"]["releases"] if parse_version(one["version"]) < gone][-1]

    def later(bound: Any) -> bool:
        """Of a version, of bounds as types have them, or of bounds as releases have them."""
        text = bound["from"] if isinstance(bound, dict) else bound
        return text is not None and parse_bound(text).by >= gone

    def undo(one: Facts) -> bool:
        """Whether the entry is left; what happens to it later is taken away."""
        if later(one.get("introduced")):
            return False
        for key in ("deprecated", "removed", "default", "default-until"):
            if later(one.get(key)):
                del one[key]
        if "versions" in one:
            first, _, end = one["versions"].partition("..")
            if parse_version(end) >= gone:
                one["versions"] = f"{first}..{last}"
            return parse_version(first) < gone
        return True

    for key in ("types", "aliases", "boards-without-version"):
        kept = [one for one in upstream[key] if undo(one)]
        for one in [one for one in upstream[key] if not any(one is other for other in kept)]:
            upstream[key].remove(one)
    for key in ("qemu", "debian"):
        releases = lines[key]["releases"]
        for one in [one for one in releases if later(one.get("qemu"))]:
            releases.remove(one)
    return document.text()
