"""What stands in a file that the user named: a project file, a baseline?"""

from __future__ import annotations

from pathlib import Path

from mtype.check.discover import why
from mtype.model.errors import UsageError

_MAX_BYTES = 64 * 1024 * 1024


def read_text(path: Path, what: str) -> str:
    """The text of the file, which messages call `what`. Raises UsageError if there is none to be had."""
    try:
        with path.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise UsageError(f"{what} {path} {why(error)}") from error
    if len(data) > _MAX_BYTES:
        raise UsageError(f"{what} {path} is larger than {_MAX_BYTES >> 20} MiB")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"{what} {path} is no UTF-8 text") from error
