"""How does the table of supported ways look as text, in Markdown, and to a program?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mtype.migration.matrix import Matrix
from mtype.reports.escape import brief, encodable, printable
from mtype.reports.fields import Object
from mtype.reports.terminal import NARROWEST, wrapped

_CORNER = "from / to"
_MARKUP = re.compile(r"[&<>|`*_\[\]\\~$#@]")


def as_matrix_text(matrix: Matrix, width: int | None = None) -> str:
    """Rows are where a guest comes from, columns where it goes to, in order of release.

    Where the names of the columns have no room side by side, they run from top to bottom; where those have
    none either, the table comes in blocks of columns. Nothing is left out.
    """
    names = [printable(release.word) for release in matrix.releases]
    side = max(map(len, (*names, _CORNER)))
    if width is None or side + sum(2 + len(name) for name in names) <= width:
        blocks = ["\n".join(_flat(matrix, names, side))]
    else:
        width = max(width, NARROWEST)
        most = max(1, (width - side) // 2)
        blocks = [
            "\n".join(_upright(matrix, names, side, range(first, min(first + most, len(names)))))
            for first in range(0, len(names), most)
        ]
    return "\n\n".join([*blocks, "\n".join(_legend(matrix, width))]) + "\n"


def _flat(matrix: Matrix, names: Sequence[str], side: int) -> Iterator[str]:
    yield "  ".join((_CORNER.ljust(side), *names))
    for start, name in zip(matrix.releases, names, strict=True):
        cells = (
            ("Y" if matrix.supports(start, end) else "").ljust(len(head))
            for end, head in zip(matrix.releases, names, strict=True)
        )
        yield "  ".join((name.ljust(side), *cells)).rstrip()


def _upright(matrix: Matrix, names: Sequence[str], side: int, columns: range) -> Iterator[str]:
    high = max(len(names[place]) for place in columns)
    for line in range(high):
        head = _CORNER if line == high - 1 else ""
        letters = (names[place].rjust(high)[line] for place in columns)
        yield f"{head.ljust(side)} {' '.join(letters)}".rstrip()
    for start, name in zip(matrix.releases, names, strict=True):
        cells = ("Y" if matrix.supports(start, matrix.releases[place]) else " " for place in columns)
        yield f"{name.ljust(side)} {' '.join(cells)}".rstrip()


def _legend(matrix: Matrix, width: int | None) -> Iterator[str]:
    for paragraph in legend(matrix):
        yield from wrapped(printable(paragraph), "", "", width)


def legend(matrix: Matrix) -> Iterator[str]:
    """How the table is read, and who says it: a paragraph each."""
    yield "Y: supported for a live migration, from the release of the row to that of the column."
    for one in matrix.policies:
        caveat = f"; {one.caveat}" if one.caveat else ""
        yield f"{one.name}: {one.what}{caveat} [{', '.join(one.sources)}]"


def as_matrix_markdown(matrix: Matrix) -> str:
    """The table, with its legend below."""
    names = [_plain(release.word) for release in matrix.releases]
    rows = [[_CORNER, *names], ["---", *(":-:" for _ in names)]]
    for start, name in zip(matrix.releases, names, strict=True):
        cells = ("Y" if matrix.supports(start, end) else " " for end in matrix.releases)
        rows.append([name, *cells])
    table = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    return "\n\n".join((table, *map(_plain, legend(matrix)))) + "\n"


def _plain(text: str) -> str:
    """Text that means nothing else in Markdown."""
    return _MARKUP.sub(lambda match: f"&#{ord(match[0])};", brief(text))


def matrix_fields(matrix: Matrix) -> Object:
    """The table as plain values: the ways by the release that they begin at."""
    ids = {release: encodable(release.id) for release in (*matrix.releases, *matrix.left_out)}
    return {
        "line": matrix.key,
        "policies": [
            {
                **{key: getattr(policy, key) for key in ("kind", "name", "what", "caveat")},
                "sources": list(policy.sources),
            }
            for policy in matrix.policies
        ],
        "releases": [ids[release] for release in matrix.releases],
        "ways": [
            {"from": ids[start], "to": [ids[end] for end in matrix.releases if matrix.supports(start, end)]}
            for start in matrix.releases
        ],
        "left_out": [ids[release] for release in matrix.left_out],
    }
