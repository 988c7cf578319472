"""Is every policy applied to something?"""

from __future__ import annotations

from mtype.catalogue.checks.content import Content
from mtype.catalogue.shape import Report


def unused_policy(content: Content, report: Report) -> None:
    """A rule that nothing names decides nothing: its types are without a forecast."""
    for vendor, node in content.vendors.items():
        lines = [line for line in content.line_nodes.values() if line.text("vendor") == vendor]
        used = {name for entry in (*node.nodes("types"), *lines) for name in entry.list("policy")}
        for name, policy in node.mapping("policies").items():
            if name not in used:
                tip = "name it under `policy` of the types that it decides, or remove it"
                report.add(policy, f"nothing has the policy {name}", tip)
