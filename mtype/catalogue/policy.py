"""When is a machine type deprecated and removed if a vendor's rule decides, and not a fact?"""

from __future__ import annotations

from typing import Any

from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node
from mtype.model.version import Version, format_version, parse_version


def apply_policy(row: dict[str, Any], entry: Node, vendor: Node, made: str | None, report: Report) -> None:
    """Fill `deprecated` and `removed` of a type made for the QEMU version `made`, where no fact does."""
    name = entry.text("policy") or ""
    policy = vendor.mapping("policies").get(name)
    if policy is None:
        return report.add(entry, f"the policy {name!r} is not among the vendor's policies")
    if made is None:
        return report.add(entry, f"{row['name']}: no version to apply the policy to")
    for key in ("deprecated", "removed"):
        majors = policy.text(f"{key}-after-majors")
        if majors is not None and row[key] is None:
            since = parse_version(policy.text(f"{key}-since") or "0.0")
            row[key] = format_version(by_policy(parse_version(made), int(majors), since))
    row["policy"] = name
    return None


def by_policy(made: Version, majors: int, since: Version = (0, 0, 0)) -> Version:
    """The release in which a rule 'N majors after' strikes a type made for `made` (x.y, micro dropped),
    which is not before the rule took effect.

    QEMU 9.1 include/hw/boards.h: MACHINE_VER_DEPRECATION compares major and minor only.
    """
    return max((made[0] + majors, made[1], 0), since)
