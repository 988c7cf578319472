"""What do the docstring page of a rule and its headings say to a report?"""

from __future__ import annotations

import re
import textwrap

from mtype.rules.base import Rule

_LINK = re.compile(r"<(https?://[^\s>]+)>")


def page(rule: type[Rule]) -> str:
    """The page of a rule as Markdown; empty where Python runs without docstrings (-OO)."""
    return textwrap.dedent(rule.__doc__ or "").strip()


def section(rule: type[Rule], heading: str) -> str:
    """The text under one heading of the page, empty if there is none."""
    _, _, rest = page(rule).partition(f"## {heading}\n")
    return rest.partition("\n## ")[0].strip()


def plain(text: str) -> str:
    """Markdown of a page as one line of plain text."""
    return " ".join(text.replace("`", "").split())


def first_sentence(text: str) -> str:
    """The first sentence of a plain text."""
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text, maxsplit=1)[0]


def reference(rule: type[Rule]) -> str | None:
    """The first link of the page: where to read on."""
    match = _LINK.search(section(rule, "References")) or _LINK.search(page(rule))
    return match[1] if match else None
