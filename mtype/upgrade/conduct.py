"""How is a guest to be treated while it is upgraded?"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from mtype.upgrade.guest_host import ShutdownMode


class When(Enum):
    """When a guest that runs gets its new definition; the values are those of `--when`."""

    NOW = "now"
    NEXT_SHUTDOWN = "next-shutdown"
    DEFINED_ONLY = "defined-only"


class Allowed(Enum):
    """What a restore does only if its owner says so by name (`--allow`)."""

    DISKS = "disks"


class Conduct(NamedTuple):
    """`shutdown_timeout` is in seconds, and shared by the modes, which are tried in their order. `force_off`
    ends what does not obey in time; `start` starts again what ran; `try_start` is the pre-flight that starts
    the new definition for a moment. `watch` is how long a shutdown by the owner is waited for, in seconds."""

    when: When = When.NOW
    shutdown_timeout: float = 300.0
    shutdown_modes: tuple[ShutdownMode, ...] = (ShutdownMode.AGENT, ShutdownMode.ACPI)
    force_off: bool = False
    start: bool = True
    try_start: bool = False
    watch: float | None = None
