"""Where does a report go, and where does talk go?"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from mtype.model.errors import SourceError, UsageError


def talk(message: str) -> None:
    """Say something to the person: always on stderr, so that stdout stays the report."""
    sys.stderr.write(message + "\n")


def colour_wanted() -> bool:
    """Whether stdout is a terminal that takes colour (https://no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width_wanted() -> int | None:
    """The width of the terminal, None where stdout is none: then nothing is cut or wrapped."""
    return os.get_terminal_size(sys.stdout.fileno()).columns or 80 if sys.stdout.isatty() else None


def pair_outputs(formats: Sequence[str], outputs: Sequence[str]) -> list[tuple[str, str | None]]:
    """(format, file or None for stdout): the first --output belongs to the first --format, and so on.

    Raises UsageError when there are more files than formats or two formats for stdout.
    """
    if len(outputs) > len(formats):
        raise UsageError("there are more --output than --format: write them in pairs")
    pairs = [(name, outputs[i] if i < len(outputs) else None) for i, name in enumerate(formats)]
    pairs = [(name, None if place == "-" else place) for name, place in pairs]
    if sum(place is None for _, place in pairs) > 1:
        raise UsageError("only one --format can go to the standard output: give the others an --output")
    return pairs


def deliver(text: str, place: str | None) -> None:
    """Write a report to stdout, or to a file at once: a full disk leaves the old file, not half a one.

    Raises SourceError where the file cannot be written.
    """
    if place is None:
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        sys.stdout.flush()
        return
    target = Path(place)
    try:
        if target.exists() and not target.is_file():  # /dev/stderr, a pipe: write it as it is
            target.write_text(text, encoding="utf-8", errors="backslashreplace")
            return
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write(text)
            _usual_mode(temporary)
            os.replace(temporary, target)
        except BaseException:
            os.unlink(temporary)
            raise
    except OSError as error:
        raise SourceError(f"the report cannot be written to {place}: {error.strerror}") from error


def _usual_mode(path: str) -> None:
    """mkstemp makes 0600; a report is as public as any new file of this user."""
    mask = os.umask(0)
    os.umask(mask)
    os.chmod(path, 0o666 & ~mask)
