"""`virt-machine-type list releases --matrix`: which ways between the releases of a line are supported?"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Sequence

from mtype.catalogue.lookup import Catalogue
from mtype.cli.list_output import list_json
from mtype.cli.output import deliver, talk, width_wanted
from mtype.migration.matrix import Matrix, support_matrix
from mtype.model.errors import UsageError
from mtype.model.release import Release
from mtype.reports.matrix import as_matrix_markdown, as_matrix_text, matrix_fields

_FORMATS = ("text", "markdown", "html", "json")


def show_matrix(catalogue: Catalogue, key: str, report_format: str, output: str | None) -> None:
    """Deliver the table of a line. Raises UsageError where there is none."""
    if report_format not in _FORMATS:
        raise UsageError(f"--format {report_format!r} is none of {', '.join(_FORMATS)}")
    matrix = _matrix(catalogue, key.strip().lower())
    deliver(_shown(matrix, report_format, output), output)
    if matrix.left_out:
        alone = matrix.policies[0].name if len(matrix.policies) == 1 else None
        who = f"{alone} does not tell" if alone else "none of these statements tells"
        talk(f"left out, for {who} of it: {', '.join(_runs(matrix.left_out))}")


def _runs(releases: Sequence[Release]) -> Iterator[str]:
    """Releases that follow each other as one: `qemu:0.10 to qemu:2.7`."""
    first = last = releases[0]
    for release in (*releases[1:], None):
        if release is not None and release.place == last.place + 1:
            last = release
            continue
        yield first.id if first is last else f"{first.id} to {last.id}"
        if release is not None:
            first = last = release


def _matrix(catalogue: Catalogue, key: str) -> Matrix:
    if key not in catalogue.line_names:
        near = difflib.get_close_matches(key, catalogue.line_names, 3, 0.6)
        tip = f"did you mean {' or '.join(near)}?" if near else f"known: {', '.join(catalogue.line_names)}"
        raise UsageError(f"no line of releases is called {key!r}; {tip}")
    matrix = support_matrix(catalogue, key)
    if matrix is None:
        known = ", ".join(name for name in catalogue.line_names if catalogue.line(name).migrations)
        name = catalogue.line(key).name
        raise UsageError(
            f"no statement is known on ways between releases of {name}; there is one on those of {known}"
        )
    return matrix


def _shown(matrix: Matrix, report_format: str, output: str | None) -> str:
    if report_format == "json":
        return list_json(matrix_fields(matrix))
    if report_format == "markdown":
        return as_matrix_markdown(matrix)
    if report_format == "html":
        from mtype.reports.matrix_html import as_matrix_html

        return as_matrix_html(matrix)
    return as_matrix_text(matrix, width_wanted() if output is None else None)
