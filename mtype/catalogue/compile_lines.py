"""How do the facts about releases become one row a release?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.compile_own import OwnTypes, own_types
from mtype.catalogue.compile_types import Row
from mtype.catalogue.expand import expand_all
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.name import parse_type_name
from mtype.model.version import parse_version


def compile_lines(root: Node, types: list[Row], report: Report) -> dict[str, Any]:
    """Rows of all lines: name, vendor, what it carries, aliases, and the rows of its releases."""
    lines = root.get("lines")
    rows: dict[str, Any] = {}
    by_name = {row["name"]: row for row in types}
    for name, node in (lines.value if lines and isinstance(lines.value, dict) else {}).items():
        rows[name] = _line(name, node, by_name, report)
    return rows


def _line(name: str, node: Node, types: dict[str, Row], report: Report) -> Row:
    releases = list(node.get("releases").items())  # type: ignore[union-attr]  # shape has been checked
    named_after = {
        row["name"]: _index(releases, row["release"])
        for row in types.values()
        if row.get("release") and row["vendor"] == node.text("vendor")
    }
    owns = own_types(releases, named_after, report)
    words = [word for release in releases for word in (release.text("version"), release.text("codename"))]
    aliases = []
    for alias in node.get("aliases").items() if node.get("aliases") else ():  # type: ignore[union-attr]
        since = alias.text("since")
        if since is not None and since not in words:
            report.add(alias, f"since names {since!r}, which is no release of {name}")
        aliases.append([alias.text("alias"), alias.text("board"), _index(releases, since)])
    default = node.get("default")
    rows = [
        _release(node, release, index, owns[index], report) for index, release in enumerate(releases)
    ]
    _deprecate(node, releases, rows, types)
    return {
        "name": node.text("name"),
        "vendor": node.text("vendor"),
        "carries": node.list("carries"),
        "aliases": aliases,
        "default": {key: str(child.value) for key, child in _children(default)},
        "os_release": node.list("os-release"),
        "sources": node.list("sources"),
        "releases": rows,
    }


def _children(node: Node | None) -> list[tuple[str, Node]]:
    return list(node.value.items()) if node is not None and isinstance(node.value, dict) else []


def _index(releases: list[Node], word: str | None) -> int:
    """The place of the release called `word`; 0 where no release is named."""
    for index, release in enumerate(releases):
        if word is not None and word in (release.text("version"), release.text("codename")):
            return index
    return 0


def _release(line: Node, node: Node, index: int, own: OwnTypes, report: Report) -> Row:
    support = node.get("support")
    builds = node.get("builds") or line.get("builds")
    row: Row = {"index": index}
    for key in ("version", "codename", "pocket", "released", "qemu", "package", "libvirt", "evidence", "note"):
        row[key] = node.text(key)
    row["lts"] = node.text("lts") == "true"
    row["support"] = [support.text(key) if support else None for key in ("standard", "extended", "legacy")]
    row["arches"] = node.list("arch") or line.list("arch")
    row["own"], row["unsure"] = own.sure, own.unsure
    row["own_known"] = own.known
    row["aliases"] = [[key, target] for key, child in _children(node.get("aliases")) for target in child.strings()]
    row["builds"] = None if builds is None else [b for b in builds.strings() if b != "none"]
    if not own.known and row["evidence"] is None:
        row["evidence"] = "inferred"
    row["sources"] = node.list("sources")
    try:
        row["without"], row["also"] = (expand_all(node.list(key)) for key in ("without", "also"))
        row["updates"] = [
            [update.text("package"), update.text("date"), expand_all(update.list("add"))]
            for update in (node.get("updates").items() if node.get("updates") else ())  # type: ignore[union-attr]
        ]
        if row["qemu"] is not None:
            parse_version(row["qemu"])
    except ValueError as error:
        report.add(node, str(error))
    return row


def _deprecate(line: Node, releases: list[Node], rows: list[Row], types: dict[str, Row]) -> None:
    """Fill `deprecated`: the own types that the emulator of each release marks as deprecated."""
    named: list[str] = []
    majors, by_base = line.get("deprecates-former-majors"), line.get("deprecates-by-base")
    for node, row in zip(releases, rows, strict=True):
        named += expand_all(node.list("deprecated"))
        row["deprecated"] = [
            name
            for name in (*row["own"], *row["unsure"])
            if name in named
            or (majors is not None and _former_major(name, row["version"], majors.text("since")))
            or (
                by_base is not None
                and row["index"] >= _index(releases, by_base.text("since"))
                and _base_deprecated(types.get(name, {}), by_base.list("boards"), row["qemu"])
            )
        ]


def _former_major(name: str, version: str, since: str | None) -> bool:
    """Red Hat: types of a former major release are deprecated, from major `since` on."""
    parsed = parse_type_name(name)
    if parsed is None or "rhel" not in parsed.revision:
        return False
    major = int(version.split(".")[0])
    made = int(parsed.revision.removeprefix("rhel").split(".")[0])
    return major >= int(since or 0) and made < major


def _base_deprecated(row: Row, boards: list[str], qemu: str | None) -> bool:
    """Ubuntu on ppc64 and s390x: QEMU's rule applied to the version a type is built on.

    Three majors, as QEMU's own rule (MACHINE_VER_DEPRECATION with the base version).
    """
    base = row.get("base")
    if row.get("board") not in boards or base is None or qemu is None:
        return False
    made, now = parse_version(base), parse_version(qemu)
    return (made[0] + 3, made[1]) <= now[:2]
