"""What does the exit status of a command mean? The same for every command."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes; documented in docs/reference/exit-codes.md, held to it by a test."""

    CLEAN = 0  # nothing at or above --fail-on
    FINDINGS = 1  # findings at or above --fail-on; for upgrade: something was refused
    USAGE = 2  # wrong usage or unreadable configuration
    INCOMPLETE = 3  # could not complete: a file unreadable, a host unreachable, nothing scanned
