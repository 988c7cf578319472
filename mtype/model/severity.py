"""How bad is a finding?"""

from __future__ import annotations

from enum import Enum


class Severity(Enum):
    """`error`: will not start or is not understood; `warning`: will not one day, or is not what its
    owner thinks; `info`: better is at hand. Ordered by `rank`."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return {"info": 0, "warning": 1, "error": 2}[self.value]

    def at_least(self, other: Severity) -> bool:
        """Whether this is as bad as `other` or worse."""
        return self.rank >= other.rank
