"""How does a short notation in the YAML become names? Braces and ranges, nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from math import prod

from mtype.model.version import Version, parse_version

_BRACE = re.compile(r"\{([^{}]*)\}")
_RANGE = re.compile(r"([0-9.]+)\.\.([0-9.]+)")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+-]*")
MAX_NAMES = 2000  # a brace bomb in a private catalogue ends here


def expand_braces(pattern: str) -> list[str]:
    """`pc-{i440fx,q35}-noble` is two names, left to right as in a shell; no braces is one name.

    Raises ValueError on unbalanced braces, on more than MAX_NAMES names, on what is no name.
    """
    parts = _BRACE.split(pattern)  # text, choices, text, choices, …, text
    if any("{" in text or "}" in text for text in parts[::2]):
        raise ValueError(f"the braces of {pattern!r} do not match")
    choices = [[part] for part in parts]
    choices[1::2] = [[word.strip() for word in part.split(",")] for part in parts[1::2]]
    if prod(len(words) for words in choices) > MAX_NAMES:
        raise ValueError(f"{pattern!r} stands for more than {MAX_NAMES} names")
    names = ["".join(words) for words in product(*choices)]
    for name in names:
        if not _NAME.fullmatch(name):
            raise ValueError(f"{name!r} is not the name of a machine type")
    return names


def expand_all(patterns: Iterable[str]) -> list[str]:
    """The names of several patterns, in order, duplicates kept for the caller to report."""
    return [name for pattern in patterns for name in expand_braces(pattern)]


def split_range(text: str) -> tuple[Version, Version]:
    """`2.4..11.1` as its two ends. Raises ValueError for anything else."""
    match = _RANGE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a range such as 2.4..11.1")
    first, last = parse_version(match[1]), parse_version(match[2])
    if first > last:
        raise ValueError(f"the range {text} runs backward")
    return first, last
