"""How do rules, rhythms and breaks become rows?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.policy import by_policy, major_of
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.version import format_version, parse_version

Row = dict[str, Any]


def policy_row(key: str, node: Node) -> Row:
    """The row of a vendor's policy: the fields of `Policy`, without those that are not there."""
    row: Row = {name: node.text(name) for name in ("kind", "name", "what", "caveat")}
    row |= {"key": key, "sources": node.list("sources"), "boards": node.list("boards")}
    for name in ("deprecated", "removed"):
        majors = node.text(f"{name}-after-majors")
        row[f"{name}_after"] = int(majors) if majors is not None else None
        row[f"{name}_since"] = node.text(f"{name}-since")
    row["baselines"] = {major: node.value for major, node in node.mapping("baselines").items()}
    row["raised_by"] = int(node.text("raised-by-majors") or 0)
    return {name: value for name, value in row.items() if value not in (None, [], {}, 0)}


def apply_policy(row: Row, entry: Node, vendor: Node, made: str | None, report: Report) -> None:
    """Fill `deprecated` and `removed` of a type made for the QEMU version `made`, where no fact does."""
    name = entry.text("policy") or ""
    policy = vendor.mapping("policies").get(name)
    if policy is None:
        return report.add(entry, f"the policy {name!r} is not among the vendor's policies")
    if policy.text("kind") != "qemu-majors":
        tip = "for types there is kind: qemu-majors"
        return report.add(entry, f"the policy {name!r} is a rule for the releases of a line", tip)
    if made is None:
        return report.add(entry, f"{row['name']}: no version to apply the policy to")
    for key in ("deprecated", "removed"):
        majors = policy.text(f"{key}-after-majors")
        if majors is not None and row[key] is None:
            since = parse_version(policy.text(f"{key}-since") or "0.0")
            row[key] = format_version(by_policy(parse_version(made), int(majors), since))
    row["policy"] = name
    return None


def line_policies(line: Node, vendor: Node, places: dict[str, int], report: Report) -> list[Row]:
    """The rows of the policies that a line keeps, each with the place since which it works there."""
    rows = []
    policies = vendor.mapping("policies")
    for key in line.list("policy"):
        policy = policies.get(key)
        if policy is None:
            report.add(line, f"the policy {key!r} is not among the policies of the line's vendor")
            continue
        _check_majors(key, policy, line, report)
        since = policy.text("since")
        if since is not None and since not in places:
            report.add(policy, f"since names {since!r}, which is no release of the line that keeps it")
        rows.append(policy_row(key, policy) | {"since": places.get(since or "", 0)})
    return rows


def _check_majors(key: str, policy: Node, line: Node, report: Report) -> None:
    if policy.text("kind") not in ("line-majors", "baseline"):
        return
    for release in line.nodes("releases"):
        if major_of(release.text("version") or "") is None:
            report.add(release, f"the version has no major, which the policy {key} needs")
    baselines = policy.mapping("baselines")
    if policy.text("kind") == "baseline" and not baselines:
        report.add(policy, f"the policy {key} tells no baseline")
    for major, baseline in baselines.items():
        if not major.isdecimal():
            report.add(baseline, f"{major!r} is no major release, for which a baseline could stand")


def cadence_row(line: Node) -> Row | None:
    """The row of a line's cadence, None where nothing is said of it."""
    node = line.get("cadence")
    if node is None:
        return None
    lts = node.get("lts")
    return {
        "numbers": node.text("numbers"),
        "every": int(node.text("every") or 1),
        "months": sorted({int(month) for month in node.list("months")}),
        "lts": [int(lts.text(key) or 0) for key in ("month", "every")] if lts else None,
        "evidence": node.text("evidence"),
        "sources": node.list("sources"),
    }


def break_rows(line: Node, places: dict[str, int], report: Report) -> list[Row]:
    """The rows of a line's breaks, releases as places."""
    rows = []
    for node in line.nodes("breaks"):
        ends = [node.text(key) or "" for key in ("from-before", "to")]
        for word in ends:
            if word not in places:
                report.add(node, f"the break names {word!r}, which is no release of this line")
        before, to = (places.get(word, 0) for word in ends)
        if before > to:
            report.add(node, f"the break runs backward: {ends[0]} comes after {ends[1]}")
        rows.append(
            {
                "from_before": before,
                "to": to,
                "what": node.text("what"),
                "affects": node.list("affects"),
                "sources": node.list("sources"),
            }
        )
    return rows
