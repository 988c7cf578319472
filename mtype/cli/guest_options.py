"""Which options do the commands share that work on guests of a host?"""

from __future__ import annotations

from typing import Annotated

from mtype.cli.option_values import words
from mtype.cli.options import option
from mtype.model.errors import UsageError
from mtype.upgrade.guest_host import ShutdownMode

Yes = Annotated[bool, option("--yes", help="Do it without asking.")]
ShutdownTimeout = Annotated[
    str,
    option("--shutdown-timeout", metavar="SECONDS", help="How long a guest may take to obey. Default: 300."),
]
ShutdownModes = Annotated[
    str,
    option(
        "--shutdown-mode",
        metavar="MODES",
        help="How it is asked to shut down, one after the other. Default: agent,acpi.",
    ),
]
ForceOff = Annotated[
    bool, option("--force-off", help="End the emulator of a guest that does not obey: as pulling the plug.")
]
NoStart = Annotated[bool, option("--no-start", help="Leave what ran switched off.")]
DiskSnapshot = Annotated[
    bool,
    option(
        "--disk-snapshot",
        help="Take an internal snapshot of each writable qcow2 disk while the guest is off; "
        "`restore --disks` goes back to it.",
    ),
]


def parse_shutdown_modes(text: str) -> tuple[ShutdownMode, ...]:
    """`agent,acpi` in their order."""
    known = {mode.value: mode for mode in ShutdownMode}
    modes = []
    for word in words([text]):
        if word not in known:
            raise UsageError(f"--shutdown-mode {word!r} is none of {', '.join(known)}")
        modes.append(known[word])
    if not modes:
        raise UsageError("--shutdown-mode names none: give agent, acpi or both")
    return tuple(dict.fromkeys(modes))
