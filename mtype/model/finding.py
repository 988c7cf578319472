"""What did a rule find? Named tuples: ten thousand of them are made, sent to the parent and sorted."""

from __future__ import annotations

from typing import NamedTuple

from mtype.model.severity import Severity


class Finding(NamedTuple):
    """One finding of one rule about one definition.

    `line` and `column` are 1-based, `column` counts characters; `suggestion` is a machine type to use
    instead (a bare name, so that scripts can use it); `target` names the release it was judged for, or
    None if it holds everywhere; `excerpt` is the source line at `line`.
    """

    rule: str
    name: str
    severity: Severity
    message: str
    path: str
    line: int
    column: int
    domain: str | None = None
    machine_type: str | None = None
    suggestion: str | None = None
    target: str | None = None
    excerpt: str | None = None


class Skipped(NamedTuple):
    """A path that was not linted, and why.

    `failed` is True where we wanted to and could not (exit 3), False where there was nothing to lint,
    such as the XML of a libvirt network.
    """

    path: str
    reason: str
    failed: bool
