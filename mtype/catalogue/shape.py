"""Has a YAML mapping the keys and the kinds of values that data/README.md promises?"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mtype.catalogue.source import Node
from mtype.model.errors import Problem

Check = Callable[["Report", Node, str], None]
_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")


@dataclass(slots=True)
class Report:
    """Collects every problem of one file, so that all of them are told at once."""

    path: str
    problems: list[Problem] = field(default_factory=list)

    def add(self, node: Node, message: str, tip: str = "") -> None:
        """Note a problem at the place of `node`."""
        self.problems.append(Problem(self.path, node.line, node.column, message, tip))


def text(report: Report, node: Node, where: str) -> None:
    """A scalar that is not empty."""
    if not isinstance(node.value, str) or not node.value:
        report.add(node, f"{where} must be a text")


def day(report: Report, node: Node, where: str) -> None:
    """A date, written 2026-04-23."""
    if not isinstance(node.value, str) or not _DATE.fullmatch(node.value):
        report.add(node, f"{where} must be a date such as 2026-04-23")


def flag(report: Report, node: Node, where: str) -> None:
    """true or false."""
    if node.value not in ("true", "false"):
        report.add(node, f"{where} must be true or false")


def texts(report: Report, node: Node, where: str) -> None:
    """One text or a list of texts."""
    if isinstance(node.value, str):
        return text(report, node, where)
    if isinstance(node.value, dict):
        return report.add(node, f"{where} must be a list of texts")
    for item in node.value:
        text(report, item, where)
    return None


def one_of(*words: str) -> Check:
    """One of a few words."""

    def check(report: Report, node: Node, where: str) -> None:
        if node.value not in words:
            report.add(node, f"{where} must be one of {', '.join(words)}")

    return check


def mapping(keys: Mapping[str, Check], required: tuple[str, ...] = ()) -> Check:
    """A mapping with known keys; an unknown one is reported with the nearest known one."""

    def check(report: Report, node: Node, where: str) -> None:
        if not isinstance(node.value, dict):
            return report.add(node, f"{where} must be a mapping")
        for key, child in node.value.items():
            if key in keys:
                keys[key](report, child, f"{where}: {key}")
            else:
                near = difflib.get_close_matches(key, keys, 1)
                tip = f"did you mean {near[0]}?" if near else f"known: {', '.join(keys)}"
                report.add(child, f"{where} has an unknown key {key!r}", tip)
        for key in required:
            if key not in node.value:
                report.add(node, f"{where} lacks {key!r}", "data/README.md explains every field")
        return None

    return check


def mapping_of(each: Check) -> Check:
    """A mapping with free keys whose values all look alike."""

    def check(report: Report, node: Node, where: str) -> None:
        if not isinstance(node.value, dict):
            return report.add(node, f"{where} must be a mapping")
        for key, child in node.value.items():
            each(report, child, f"{where}.{key}")
        return None

    return check


def list_of(each: Check) -> Check:
    """A list whose items all look alike."""

    def check(report: Report, node: Node, where: str) -> None:
        if not isinstance(node.value, list):
            return report.add(node, f"{where} must be a list")
        for number, child in enumerate(node.value, 1):
            each(report, child, f"{where}[{number}]")
        return None

    return check


def either(when_text: Check, otherwise: Check) -> Check:
    """A text of one kind, or something else of another."""

    def check(report: Report, node: Node, where: str) -> None:
        (when_text if isinstance(node.value, str) else otherwise)(report, node, where)

    return check
