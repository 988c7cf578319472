"""How is the report of an upgrade wanted?"""

from __future__ import annotations

from typing import NamedTuple


class Telling(NamedTuple):
    """`report_format` is text or json; `output` a file or None for stdout; `started` the monotonic time at
    which the command began."""

    report_format: str
    output: str | None
    diff: bool
    verbose: bool
    started: float
