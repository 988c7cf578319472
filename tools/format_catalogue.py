"""Write the catalogue in its canonical form: `python -m tools.format_catalogue [--check] [FILE ...]`.

The form is what a change through tools/harvest leaves untouched: what is read and written back is the same,
to the byte. Comments, order, quotes and the choice of block or flow style are the author's.
"""

from __future__ import annotations

import argparse
import sys
from itertools import zip_longest
from pathlib import Path

from mtype.catalogue.load import catalogue_path
from mtype.model.errors import CatalogueError
from tools.harvest.document import canonical


def first_difference(text: str) -> tuple[int, str, str] | None:
    """The first line that is not canonical: its number, what stands there, what should; None if all are."""
    is_, should = text.split("\n"), canonical(text).split("\n")
    for number, (mine, theirs) in enumerate(zip_longest(is_, should, fillvalue=""), 1):
        if mine != theirs:
            return number, mine, theirs
    return None


def main(arguments: list[str]) -> int:
    """Format the files; with --check name the first line that is not canonical, and 1. 2 for no YAML."""
    parser = argparse.ArgumentParser(prog="python -m tools.format_catalogue")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("file", nargs="*", type=Path, default=[catalogue_path()])
    chosen = parser.parse_args(arguments)
    try:
        return _format(chosen.file, check=chosen.check)
    except (CatalogueError, OSError, UnicodeDecodeError) as error:
        print(error, file=sys.stderr)
        return 2


def _format(files: list[Path], *, check: bool) -> int:
    stale = False
    for file in files:
        text = file.read_bytes().decode("utf-8")
        found = first_difference(text)
        stale = stale or found is not None
        if found is not None and check:
            print(f"{file}:{found[0]}: write {found[2].strip()!r}, or let `make format` do it")
        elif found is not None:
            file.write_bytes(canonical(text).encode("utf-8"))
    return 1 if stale and check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
