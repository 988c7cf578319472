"""How does the table of supported ways look in a browser?"""

from __future__ import annotations

from mtype import __version__
from mtype.migration.matrix import Matrix
from mtype.reports.escape import markup
from mtype.reports.fields import TOOL
from mtype.reports.html_page import html_page
from mtype.reports.matrix import legend

_STYLE = """
.scroll .matrix td { min-width: 0; text-align: center; } .scroll .matrix tbody th { min-width: 0; }
.matrix { width: auto; } .matrix thead th { writing-mode: vertical-rl; padding: .4rem .2rem; }
.matrix thead td { border-top: 0; } .matrix tr:hover > * { background: var(--box); }
"""


def as_matrix_html(matrix: Matrix) -> str:
    """One page that loads nothing from elsewhere; the table scrolls by itself where it is too wide."""
    title = f"Supported ways between releases of {markup(matrix.line)}"
    names = {release: markup(release.word) for release in matrix.releases}
    heads = "".join(f'<th scope="col">{name}</th>' for name in names.values())
    paragraphs = "".join(f"<p>{markup(paragraph)}</p>\n" for paragraph in legend(matrix))
    rows = "".join(
        f'<tr><th scope="row">{name}</th>'
        + "".join(f"<td>{'Y' if matrix.supports(start, end) else ''}</td>" for end in names)
        + "</tr>\n"
        for start, name in names.items()
    )
    return html_page(
        title,
        f"<h1>{title}</h1>\n{paragraphs}"
        f'<div class="scroll" role="region" aria-label="{title}" tabindex="0"><table class="matrix">\n'
        f"<thead><tr><td>from / to</td>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table></div>\n"
        f"<footer>{TOOL} {__version__}</footer>\n",
        _STYLE,
    )
