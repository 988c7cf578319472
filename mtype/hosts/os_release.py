"""Which distribution is this host?"""

from __future__ import annotations

import re
import shlex
from pathlib import Path

_ASSIGNMENT = re.compile(r"\s*([A-Za-z_][A-Za-z0-9_]*)=(.*?)\s*")


def read_os_release(path: str = "/etc/os-release", fallback: str = "/usr/lib/os-release") -> dict[str, str]:
    """The assignments of os-release(5), empty where there is no such file.

    `fallback` is read where `path` is not there: a container without /etc/os-release may still have it.
    """
    for candidate in (path, fallback):
        try:
            data = Path(candidate).read_bytes()
        except OSError:
            continue
        return _assignments(data.decode("utf-8", "replace"))
    return {}


def _assignments(text: str) -> dict[str, str]:
    values: dict[str, str] = {}
    for line in text.split("\n"):
        found = _ASSIGNMENT.fullmatch(line)
        if not found:
            continue
        value = found[2]
        if value.startswith('"'):
            # In double quotes a shell also takes the backslash off these two, which shlex does not.
            value = re.sub(r"\\([$`])", r"\1", value)
        try:
            values[found[1]] = " ".join(shlex.split(value))
        except ValueError:  # an open quote: the line is lost, the others are not
            continue
    return values
