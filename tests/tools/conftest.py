from __future__ import annotations

from tests.emulators.unpacked import unpacked

__all__ = ["unpacked"]
