"""What does an emulator list, read by other means than the program's? What is compared with the program's
answer must not come from the same hand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# name, blanks, description with a remark in brackets at its end; three remarks belong to the listing.
_LINE = re.compile(r"(?P<name>\S+)\s+(?P<rest>.*)")
_REMARK = re.compile(r"(?P<before>.*?)\s*\((?P<remark>default|deprecated|alias of [^()]+)\)")


class Machine(NamedTuple):
    name: str
    alias_of: str | None
    default: bool
    deprecated: bool
    description: str


def machines(help_text: str) -> Iterator[Machine]:
    """The entries of `-M help`."""
    head, *lines = help_text.splitlines()
    assert head == "Supported machines are:"
    for line in lines:
        match = _LINE.fullmatch(line)
        assert match is not None, line
        rest, remarks = match["rest"], []
        while found := _REMARK.fullmatch(rest):
            rest = found["before"]
            remarks.append(found["remark"])
        aliases = [remark.removeprefix("alias of ") for remark in remarks if remark.startswith("alias of ")]
        alias_of = aliases[0] if aliases else None
        yield Machine(match["name"], alias_of, "default" in remarks, "deprecated" in remarks, rest)
