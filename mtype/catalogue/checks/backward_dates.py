"""Came every release later than the one before it?"""

from __future__ import annotations

from datetime import date

from mtype.catalogue.checks.content import Content, words
from mtype.catalogue.checks.order import in_order
from mtype.catalogue.shape import Report
from mtype.catalogue.source import Node


def backward_dates(content: Content, report: Report) -> None:
    """A line is written oldest first, and what is derived goes by that order: a later release inherits."""
    for node in content.line_nodes.values():
        for former, before, release, after in in_order(node.nodes("releases"), _released):
            if after <= before:
                message = (
                    f"{words(release)[0]} is not younger than {words(former)[0]}, which came on {before}"
                )
                report.add(release, message, "correct a date, or put the oldest first")


def _released(release: Node) -> date | None:
    text = release.text("released")
    return date.fromisoformat(text) if text is not None else None
