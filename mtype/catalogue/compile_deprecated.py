"""Which of its own types does the emulator of each release of a vendor mark as deprecated?"""

from __future__ import annotations

import re
from collections.abc import Callable

from mtype.catalogue.compile_types import Row
from mtype.catalogue.expand import expand_all
from mtype.catalogue.policy import by_policy
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.name import parse_type_name
from mtype.model.version import parse_version

# Whether a type, given by name, is deprecated in the release of a row.
_Rule = Callable[[str, Row], bool]
_MAJOR = re.compile(r"(?:rhel)?([0-9]+)(?:\.|$)")
_BASE_MAJORS = 3  # QEMU's own number (MACHINE_VER_DEPRECATION), which Ubuntu's patches leave alone


def fill_deprecated(
    line: Node, places: dict[str, int], rows: list[Row], types: list[Row], report: Report
) -> None:
    """Fill `deprecated` of each release row: what is told by name, in that release or an earlier one, and
    what the line's rules say."""
    rules = [*_former_majors(line, report), *_by_base(line, places, types, report)]
    named: list[str] = []
    for node, row in zip(line.nodes("releases"), rows, strict=True):
        offered = [*row["own"], *row["unsure"]]
        told = expand_all(node.list("deprecated"))
        for name in told:
            if name not in offered:
                report.add(node, f"deprecates {name}, which it does not offer")
        named += told
        row["deprecated"] = [
            name for name in offered if name in named or any(rule(name, row) for rule in rules)
        ]


def _former_majors(line: Node, report: Report) -> list[_Rule]:
    """Red Hat: types of a former major release are deprecated, from major `since` on."""
    rule = line.get("deprecates-former-majors")
    if rule is None:
        return []
    since = int(rule.text("since") or "")
    for release in line.nodes("releases"):
        if _major(release.text("version") or "") is None:
            report.add(release, "the version has no major, which deprecates-former-majors needs")

    def deprecated(name: str, row: Row) -> bool:
        parsed = parse_type_name(name)
        made, now = _major(parsed.revision if parsed else ""), _major(row["version"])
        return made is not None and now is not None and since <= now and made < now

    return [deprecated]


def _major(text: str) -> int | None:
    """The 8 of `rhel8.6.0` and of `8.10`."""
    match = _MAJOR.match(text)
    return int(match[1]) if match else None


def _by_base(line: Node, places: dict[str, int], types: list[Row], report: Report) -> list[_Rule]:
    """Ubuntu on ppc64 and s390x: QEMU's rule applied to the version that a type is built on."""
    rule = line.get("deprecates-by-base")
    if rule is None:
        return []
    since = rule.text("since") or ""
    if since not in places:
        report.add(rule, f"since names {since!r}, which is no release of this line")
    boards = rule.list("boards")
    bases = {
        row["name"]: parse_version(row["base"]) for row in types if row["base"] and row["board"] in boards
    }

    def deprecated(name: str, row: Row) -> bool:
        if name not in bases or row["qemu"] is None or row["index"] < places.get(since, 0):
            return False
        return by_policy(bases[name], _BASE_MAJORS) <= parse_version(row["qemu"])

    return [deprecated]
