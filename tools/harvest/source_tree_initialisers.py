"""What does the initialiser of a C variable say?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tools.harvest.source_tree_macros import Tokens
from tools.harvest.source_tree_syntax import Variable, closing, split


def text_of(tokens: Tokens) -> str | None:
    """The text of string literals that stand one after the other, with or without brackets; else None."""
    inner = [token for token in tokens if token not in "()"]
    if not inner or not all(token.startswith('"') for token in inner):
        return None
    return "".join(token[1:-1] for token in inner).replace('\\"', '"').replace("\\\\", "\\")


def fields_of(value: Tokens) -> Mapping[str, Tokens]:
    """The fields of a struct; one without a name is under its place: "0"."""
    fields: dict[str, Tokens] = {}
    for place, part in enumerate(split(value, ",")):
        if part[:1] == (".",) and part[2:3] == ("=",):
            fields[part[1]] = part[3:]
        elif part:
            fields[str(place)] = part
    return fields


def elements_of(variable: Variable) -> Iterator[Mapping[str, Tokens]]:
    """The fields of a variable, or of each element if it is an array (`[2] = {...}` is one)."""
    if not variable.array:
        yield fields_of(variable.value)
        return
    for part in split(variable.value, ","):
        if "{" in part:
            start = part.index("{")
            yield fields_of(part[start + 1 : closing(part, start)])
