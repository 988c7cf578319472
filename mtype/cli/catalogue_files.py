"""Which catalogue does a command use, and what does the user hear about it?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from mtype.catalogue.load import load_catalogue
from mtype.catalogue.lookup import Catalogue
from mtype.cli.output import talk


def open_catalogue(overlays: Sequence[str | Path] | None) -> Catalogue:
    """The shipped catalogue with `overlays`; every shipped fact that they override is told on stderr.

    Raises CatalogueError with every problem of every file.
    """
    catalogue = load_catalogue(overlays or ())
    for override in catalogue.overrides if overlays else ():
        talk(str(override))
    return catalogue
