"""Which compiled form belongs to which YAML?"""

from __future__ import annotations

import hashlib

from mtype import __version__

# Raise it when what `compile_catalogue` gives for the same YAML changes between two releases of ours.
COMPILER = 3


def digest(data: bytes) -> str:
    """The key of the compiled form of a catalogue file: its content, our version and our compiler."""
    return hashlib.sha256(f"{__version__} {COMPILER}\n".encode() + data).hexdigest()
