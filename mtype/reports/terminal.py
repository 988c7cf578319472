"""How does text look on a terminal: wrapped to its width, painted?"""

from __future__ import annotations

from collections.abc import Callable

# Plain ANSI escapes: importing rich takes longer than linting a hundred definitions.
BOLD, RED, GREEN, YELLOW, BLUE = "1", "1;31", "1;32", "1;33", "1;34"
NARROWEST = 40  # the narrowest terminal that is still obeyed

Paint = Callable[[str, str], str]


def painter(color: bool) -> Paint:
    """What puts a text between the escapes of a colour, or leaves it alone."""
    return _paint if color else _plain


def wrapped(text: str, first: str, rest: str, width: int | None, *, whole: bool = False) -> list[str]:
    """The lines of `text`, the first one after `first` and the others after `rest`; one line where `width` is
    None, which is a pipe. With `whole` a word that is longer than a line, such as an address, stays whole."""
    if width is None or len(first) + len(text) <= width:
        return [first + text]
    import textwrap

    # A machine type is never broken at its hyphens: it could not be searched for or copied.
    return textwrap.wrap(
        text,
        max(width, len(rest) + 20),
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        break_long_words=not whole,
    )


def _paint(text: str, code: str) -> str:
    return f"\x1b[{code}m{text}\x1b[0m"


def _plain(text: str, code: str) -> str:
    return text
