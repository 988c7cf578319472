"""What did a rule find?"""

from __future__ import annotations

from dataclasses import dataclass

from mtype.model.severity import Severity


@dataclass(frozen=True, slots=True)
class Finding:
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


@dataclass(frozen=True, slots=True)
class Skipped:
    """A path that was not linted, and why.

    `failed` is True where we wanted to and could not (exit 3), False where there was nothing to lint,
    such as the XML of a libvirt network.
    """

    path: str
    reason: str
    failed: bool
