"""Does every alias of a line stand for something in each release that it is claimed for?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content, ReleaseEntry
from mtype.catalogue.compile_types import Row
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node


def empty_alias(content: Content, report: Report) -> None:
    """An alias of a line points at the newest own type of its board. A release without any cannot have
    the alias, unless it states what that stands for there; what has not been read is no such release."""
    boards = content.root.mapping("boards")
    for key, node in content.line_nodes.items():
        line = content.lines[key]
        releases = [release for release in content.releases if release.line == key]
        for place, (alias, board, since) in zip(node.nodes("aliases"), line["aliases"], strict=True):
            if board in boards and line["vendor"] != "upstream":
                arches = {*boards[board].list("arch")}
                _check(content, place, (alias, board), _claimed(releases[since:], arches), report)


def _claimed(releases: list[ReleaseEntry], arches: set[str]) -> list[ReleaseEntry]:
    """Those with an emulator for one of the arches, as far as that is known."""
    return [one for one in releases if not one.row["arches"] or arches.intersection(one.row["arches"])]


def _check(
    content: Content, place: Node, named: tuple[str, str], claimed: list[ReleaseEntry], report: Report
) -> None:
    alias, board = named
    if not claimed:
        tip = "correct its board or its `since`, or remove it"
        report.add(place, f"no release that the alias {alias} is claimed for has an arch of {board}", tip)
    for _, entry, row in claimed:
        stated = [name for name, _ in row["aliases"]]
        known = row["arches"] and not _unread(entry) and alias not in stated
        if known and not _offers(content, row, board):
            tip = "list its types in `own`, or say own: {unknown: true}"
            report.add(entry, f"the alias {alias} stands for nothing here: no own type of {board}", tip)


def _unread(release: Node) -> bool:
    own = release.get("own")
    return own is not None and own.text("unknown") == "true"


def _offers(content: Content, release: Row, board: str) -> bool:
    """Whether the release has an own type of that board that is no variant, or may have one."""
    names = (*release["own"], *release["unsure"])
    found = (content.by_name.get((name, arch)) for name in names for arch in release["arches"])
    return any(row is not None and row["board"] == board and not row.get("variants") for row in found)
