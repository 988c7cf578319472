"""Has a YAML mapping the keys and the kinds of values that data/README.md promises?"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from mtype.catalogue.damage import Damage
from mtype.catalogue.source import Node
from mtype.model.errors import CatalogueError, Problem

Check = Callable[["Report", Node, str], None]
MOST_PROBLEMS = 500  # nobody reads on, and looking for the nearest word takes a while each time
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(slots=True)
class Report:
    """Collects every problem, so that all of them are told at once; but not what only follows from `damage`
    that has been told already."""

    problems: list[Problem] = field(default_factory=list)
    damage: Damage = field(default_factory=Damage)

    def add(self, node: Node, message: str, tip: str = "") -> None:
        """Note a problem at the place of `node`. Raises CatalogueError when there are too many to read."""
        if not self.damage.explains(node, message):
            self.problems.append(Problem(node.path, node.line, node.column, message, tip))
        if len(self.problems) > MOST_PROBLEMS:
            raise CatalogueError(self.problems)


def text(report: Report, node: Node, where: str) -> None:
    """A scalar that says something."""
    if not isinstance(node.value, str) or node.value in ("", "~", "null"):
        report.add(node, f"{where} must be a text")


def read_by(parse: Callable[[str], object]) -> Check:
    """A text that `parse` can read: its ValueError says what is wrong."""

    def check(report: Report, node: Node, where: str) -> None:
        if not isinstance(node.value, str):
            return report.add(node, f"{where} must be a text")
        try:
            parse(node.value)
        except ValueError as error:
            report.add(node, f"{where}: {error}")
        return None

    return check


def _parse_day(text: str) -> date:
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"{text!r} is not a date such as 2026-04-23")


day = read_by(_parse_day)


def one_or_more(each: Check) -> Check:
    """One value, or a list of values that all look alike."""

    def check(report: Report, node: Node, where: str) -> None:
        if isinstance(node.value, dict):
            return report.add(node, f"{where} must be a list of texts")
        for item in node.items() if isinstance(node.value, list) else (node,):
            each(report, item, where)
        return None

    return check


texts = one_or_more(text)


def one_of(*words: str) -> Check:
    """One of a few words."""

    def check(report: Report, node: Node, where: str) -> None:
        if node.value not in words:
            report.add(node, f"{where} must be one of {', '.join(words)}")

    return check


flag = one_of("true", "false")


def mapping(keys: Mapping[str, Check], required: tuple[str, ...] = (), others: Check | None = None) -> Check:
    """A mapping with known keys. The values of any other key look like `others`; without that, an unknown
    key is reported with the nearest known one."""

    def check(report: Report, node: Node, where: str) -> None:
        if not isinstance(node.value, dict):
            return report.add(node, f"{where} must be a mapping")
        for key, child in node.value.items():
            each = keys.get(key, others)
            if each is not None:
                each(report, child, f"{where}: {key}")
                continue
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
    return mapping({}, others=each)


def list_of(each: Check, at_least: int = 0) -> Check:
    """A list whose items all look alike."""

    def check(report: Report, node: Node, where: str) -> None:
        if not isinstance(node.value, list):
            return report.add(node, f"{where} must be a list")
        if len(node.value) < at_least:
            report.add(node, f"{where} must have {at_least} entry at least")
        numbers = Counter[str]()  # in the file that the entry is from, if others were added
        for child in node.value:
            numbers[child.path] += 1
            each(report, child, f"{where}[{numbers[child.path]}]")
        return None

    return check


def either(when_text: Check, otherwise: Check) -> Check:
    """A text of one kind, or something else of another."""

    def check(report: Report, node: Node, where: str) -> None:
        (when_text if isinstance(node.value, str) else otherwise)(report, node, where)

    return check
