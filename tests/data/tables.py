"""How are the tables of public facts in this folder read?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def table(name: str, key: str) -> list[Any]:
    """The rows of a table; its header says where they come from."""
    rows: list[Any] = json.loads((HERE / name).read_text(encoding="utf-8"))[key]
    return rows


def rows(name: str) -> list[list[str]]:
    """The words of each line of a table that is text; comments say where it comes from."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line.split() for line in lines if line and not line.startswith("#")]


def names(own: dict[str, str]) -> set[str]:
    """The names that a cell stands for: `{"pc-q35-": "noble noble-v2"}` is two."""
    return {prefix + word for prefix, words in own.items() for word in words.split()}
