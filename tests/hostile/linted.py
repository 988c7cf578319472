"""What comes of a file with some content?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.cli.command import domain, write
from tests.hostile.harmless import harmless

CHECK = ("check", "--for", "debian:13", "--format", "json")
DOMAIN = domain("pc-q35-2.3")


def report(
    folder: Path,
    content: str | bytes,
    *more: str,
    codes: tuple[int, ...] = (1, 2, 3),
    seconds: float = 10,
) -> dict[str, Any]:
    """The report on one file with this content."""
    write(folder, {"guest.xml": content})
    ran = harmless(folder, *CHECK, *more, "guest.xml", codes=codes, seconds=seconds)
    result: dict[str, Any] = json.loads(ran.out)
    # Whatever is in it, the file is accounted for.
    assert len(result["definitions"]) + len(result["findings"]) + len(result["skipped"]) > 0
    return result


def told(result: dict[str, Any]) -> str:
    """The finding or the reason of the only file."""
    rows: list[dict[str, Any]] = [*result["findings"], *result["skipped"]]
    assert len(rows) == 1
    return str(rows[0].get("message", rows[0].get("reason")))
