"""Which compiled form belongs to which YAML?"""

from __future__ import annotations

import hashlib

# Raise it when what `compile_catalogue` gives for the same YAML changes.
COMPILER = 1


def digest(data: bytes) -> str:
    """The key of the compiled form of a catalogue file: its content and our compiler."""
    return hashlib.sha256(b"%d\n" % COMPILER + data).hexdigest()
