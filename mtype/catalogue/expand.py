"""How does a short notation in the YAML become names? Braces and ranges, nothing else."""

from __future__ import annotations

import re

_BRACE = re.compile(r"\{([^{}]*)\}")
_RANGE = re.compile(r"([0-9.]+)\.\.([0-9.]+)")
MAX_NAMES = 2000  # a brace bomb in an overlay ends here


def expand_braces(pattern: str) -> list[str]:
    """`pc-{i440fx,q35}-noble` is two names, left to right as in a shell; no braces is one name.

    Raises ValueError on unbalanced braces or on more than MAX_NAMES names.
    """
    names = [""]
    rest = pattern
    while match := _BRACE.search(rest):
        choices = match[1].split(",")
        if len(names) * len(choices) > MAX_NAMES:
            raise ValueError(f"{pattern!r} stands for more than {MAX_NAMES} names")
        names = [name + rest[: match.start()] + choice.strip() for name in names for choice in choices]
        rest = rest[match.end() :]
    if "{" in rest or "}" in rest:
        raise ValueError(f"the braces of {pattern!r} do not match")
    return [name + rest for name in names]


def expand_all(patterns: list[str]) -> list[str]:
    """The names of several patterns, in order, duplicates kept for the caller to report."""
    return [name for pattern in patterns for name in expand_braces(pattern)]


def split_range(text: str) -> tuple[str, str]:
    """`2.4..11.1` as its two ends. Raises ValueError for anything else."""
    match = _RANGE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a range such as 2.4..11.1")
    return match[1], match[2]
