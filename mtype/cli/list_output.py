"""How is a list shown, as text and as JSON?"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

import typer

from mtype.cli.listings import LEAST
from mtype.cli.output import deliver, talk, width_wanted
from mtype.cli.table import columns_that_fit, table


def show_list(
    report_format: str,
    output: str | None,
    content: dict[str, Any],
    head: Sequence[str],
    rows: Iterable[dict[str, Any]],
) -> None:
    """Deliver a list; exit code 1 where nothing is on it."""
    cells = [[cell(row.get(column)) for column in head] for row in rows]
    if report_format == "json":
        text = list_json(content)
    else:
        text = list_text(head, cells, width_wanted() if output is None else None, LEAST)
    deliver(text, output)
    if not cells:
        talk("nothing matches")
        raise typer.Exit(1)


def list_json(content: dict[str, Any]) -> str:
    """The list for a program."""
    return json.dumps({"schema_version": "1.0", **content}, indent=2, ensure_ascii=False) + "\n"


def list_text(
    head: Sequence[str], rows: Sequence[Sequence[str]], width: int | None, least: Sequence[str]
) -> str:
    """The table; which columns have no room in this terminal is told, for nothing vanishes in silence."""
    kept = columns_that_fit(head, rows, width, least)
    lost = [place for place in range(len(head)) if place not in kept and any(row[place] for row in rows)]
    left_out = [head[place].replace("_", " ") for place in lost]
    if left_out:
        talk(f"no room at {width} columns for: {', '.join(left_out)}; a pipe or --output gets all of it")
    named = [head[place].replace("_", " ") for place in kept]
    cuttable = kept[-1] == len(head) - 1  # what is left after it was left out is not cut
    return table(named, [[row[place] for place in kept] for row in rows], width if cuttable else None)


def cell(value: Any) -> str:
    """A value as text."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return "" if value is None else str(value)
