"""How does a compiled catalogue lie in a file, so that a run reads only the parts it needs?

Lines of JSON: what it was compiled from with a checksum, the names of the parts, the parts. Whoever wants the
releases of one distribution decodes one line. JSON can execute nothing, whoever wrote it.
"""

from __future__ import annotations

import json
from zlib import crc32

TYPE_CHECKING = False  # typing itself takes 3 ms to load
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Parts(dict[str, "Any"]):
    """The parts of a compiled catalogue by name, each decoded when it is first asked for."""

    def __init__(self, lines: Mapping[str, bytes]) -> None:
        super().__init__()
        self._lines = lines

    def __missing__(self, name: str) -> Any:
        self[name] = json.loads(self._lines[name])
        return self[name]


def pack(parts: Mapping[str, Any], key: str) -> bytes:
    """The bytes of a file that holds `parts`; `key` says what they were compiled from."""
    content = b"\n".join(_line(value) for value in ([*parts], *parts.values()))
    return _line({"key": key, "sum": crc32(content)}) + b"\n" + content


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def unpack(data: bytes, key: str) -> Parts | None:
    """The parts in `data`; None if the file is damaged or was compiled from something else."""
    head, _, content = data.partition(b"\n")
    try:
        if json.loads(head) != {"key": key, "sum": crc32(content)}:
            return None
    except (ValueError, RecursionError):
        return None
    names, *lines = content.split(b"\n")
    return Parts(dict(zip(json.loads(names), lines, strict=True)))
