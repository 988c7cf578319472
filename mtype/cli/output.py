"""Where does a report go, and where does talk go?"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from mtype.model.errors import SourceError, UsageError
from mtype.reports.escape import printable

_STDOUT = (None, "-")
_CLOSED = "the report cannot be written: the standard output is closed"


def talk(message: str) -> None:
    """Say something to the person: always on stderr, so that stdout stays the report.

    A message may quote a stranger's file, so nothing in it reaches the terminal as a control sequence.
    """
    if sys.stderr is not None:
        sys.stderr.write("".join(f"{printable(line)}\n" for line in message.split("\n")))


def is_terminal(stream: TextIO | None) -> bool:
    """Whether a person watches; a daemon may have started us with the stream closed."""
    return stream is not None and stream.isatty()


def colour_wanted() -> bool:
    """Whether stdout is a terminal that takes colour (https://no-color.org)."""
    return is_terminal(sys.stdout) and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width_wanted() -> int | None:
    """The width of the terminal, or $COLUMNS where somebody exported it; None in a pipe: then nothing is
    cut or wrapped."""
    told = os.environ.get("COLUMNS", "")
    if told.isdecimal() and int(told) > 0:
        return max(int(told), 40)
    return os.get_terminal_size(sys.stdout.fileno()).columns or 80 if is_terminal(sys.stdout) else None


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
    """Write a report to a file at once: a full disk leaves the old file, not half a one. None and `-` are the
    standard output. Raises SourceError where it cannot be written.
    """
    if place in _STDOUT:
        return _to_stdout(text)
    target = Path(place)
    try:
        if _is_written_as_it_is(target):
            target.write_text(text, encoding="utf-8", errors="backslashreplace")
            return None
        target = target.resolve()  # a link of the user's stays a link
        import tempfile

        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".virt-machine-type-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as stream:
                stream.write(text)
            _usual_mode(temporary)
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink()
            raise
    except OSError as error:
        raise _not_written(place, error) from error
    return None


def expect_report(place: str | None) -> None:
    """Look whether `deliver` could write to `place`, before anything is done that a report must tell of; what
    is there stays. Raises SourceError where it could not."""
    if place in _STDOUT:
        if sys.stdout is None:
            raise SourceError(_CLOSED)
        return
    target = Path(place)
    try:
        if not _is_written_as_it_is(target):
            import tempfile

            handle, temporary = tempfile.mkstemp(dir=target.resolve().parent, prefix=".virt-machine-type-")
            os.close(handle)
            Path(temporary).unlink()
        elif target.is_dir() or not os.access(target, os.W_OK):
            code = errno.EISDIR if target.is_dir() else errno.EACCES
            raise OSError(code, os.strerror(code))
    except OSError as error:
        raise _not_written(place, error) from error


def deliver_anyway(text: str, place: str | None) -> bool:
    """Write the report of what was changed: to the standard output where `place` fails after all, or it would
    be lost. Whether it went where it should."""
    try:
        deliver(text, place)
    except SourceError as error:
        if place in _STDOUT:
            raise
        talk(f"{error}; it follows on the standard output")
        _to_stdout(text)
        return False
    return True


def _not_written(place: str, error: OSError) -> SourceError:
    return SourceError(f"the report cannot be written to {place}: {error.strerror}")


def _is_written_as_it_is(target: Path) -> bool:
    """Whether it is a pipe or a device. So is /dev/stdout where it leads to a file: to replace the link would
    take the device away from the machine."""
    return target.exists() and (not target.is_file() or target.is_relative_to("/dev") or _of_process(target))


def _to_stdout(text: str) -> None:
    if sys.stdout is None:
        raise SourceError(_CLOSED)
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "surrogateescape"))
        sys.stdout.flush()
    except OSError as error:
        if isinstance(error, BrokenPipeError):  # the reader has gone (`| head`): nothing is left to say
            raise
        reason = f"the report cannot be written to the standard output: {error.strerror}"
        raise SourceError(reason) from error


def _of_process(target: Path) -> bool:
    """Whether it is an open file of ours or of another process."""
    return target.is_relative_to("/proc")


def _usual_mode(path: str) -> None:
    """mkstemp makes 0600; a report is as public as any new file of this user."""
    mask = os.umask(0)
    os.umask(mask)
    Path(path).chmod(0o666 & ~mask)
