"""How are rows shown as a table in a terminal?"""

from __future__ import annotations

from collections.abc import Sequence

_WORTH_CUTTING = 12  # of a last column that is cut, this much at least says something


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """Columns aligned by spaces, the last one cut to `width`; one line a row, so that grep works."""
    widths = _widths(head, rows)
    lines = []
    for row in (head, *rows):
        cells = [cell.ljust(size) for cell, size in zip(row[:-1], widths, strict=False)]
        line = "  ".join((*cells, row[-1])).rstrip()
        lines.append(line if width is None or len(line) <= width else line[: width - 1] + "…")
    return "\n".join(lines) + "\n"


def columns_that_fit(
    head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None, least: Sequence[str]
) -> list[int]:
    """The places of the columns for which there is room; those in `least` go first, in that order.

    The last column of all may be cut, though not to nothing. Where what nobody may leave out does not fit,
    it is kept all the same.
    """
    widths = _widths(head, rows)
    widths[-1] = min(widths[-1], _WORTH_CUTTING)
    kept = list(range(len(head)))
    for name in least:
        if width is None or sum(widths[place] for place in kept) + 2 * (len(kept) - 1) <= width:
            break
        kept = [place for place in kept if head[place] != name]
    return kept


def _widths(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[int]:
    return [max((len(row[i]) for row in (head, *rows)), default=0) for i in range(len(head))]
