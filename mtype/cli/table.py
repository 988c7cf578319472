"""How are rows shown as a table in a terminal?"""

from __future__ import annotations

from collections.abc import Sequence


def table(head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None = None) -> str:
    """Columns aligned by spaces, the last one cut to `width`; one line a row, so that grep works."""
    widths = [max((len(row[i]) for row in (head, *rows)), default=0) for i in range(len(head))]
    lines = []
    for row in (head, *rows):
        cells = [cell.ljust(size) for cell, size in zip(row[:-1], widths, strict=False)]
        line = "  ".join((*cells, row[-1])).rstrip()
        lines.append(line if width is None or len(line) <= width else line[: width - 1] + "…")
    return "\n".join(lines) + "\n"
