"""Which functions and variables has a C file that the preprocessor has been over?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.harvest.source_tree_macros import Tokens

_OPEN = {"(": ")", "[": "]", "{": "}"}
_CLOSE = frozenset(_OPEN.values())
_QUALIFIERS = ("static", "const", "extern", "struct")


@dataclass(frozen=True, slots=True)
class Function:
    """Names of its parameters, tokens of its body."""

    parameters: tuple[str, ...]
    body: Tokens


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable with an initialiser in braces; `kind` is its type without qualifiers (`TypeInfo`)."""

    kind: str
    name: str
    array: bool
    value: Tokens


@dataclass(slots=True)
class Unit:
    """What a file defines. `calls` are macros called outside of functions: `type_init(fn)`."""

    functions: dict[str, Function] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    calls: list[tuple[str, Tokens]] = field(default_factory=list)


def read_unit(tokens: Tokens) -> Unit:
    """What stands at the top of a file."""
    unit = Unit()
    place = start = 0
    while place < len(tokens):
        end = closing(tokens, place)
        if tokens[place] == "{" and (head := _function_head(tokens[start:place])):
            unit.functions[head[0]] = Function(head[1], tokens[place + 1 : end])
            start = end + 1
        elif tokens[place] == "(" and place == start + 1:
            unit.calls.append((tokens[start], tokens[place + 1 : end]))
            start = end + 1
        elif tokens[place] == ";":
            if variable := read_variable(tokens[start:place]):
                unit.variables[variable.name] = variable
            start = place + 1
        place = end + 1
    return unit


def closing(tokens: Tokens, place: int) -> int:
    """Where the bracket that opens at `place` closes, the end of all if it does not; else `place` itself."""
    depth = 0
    for at in range(place, len(tokens)):
        depth += (tokens[at] in _OPEN) - (tokens[at] in _CLOSE)
        if depth <= 0:
            return at
    return len(tokens)


def split(tokens: Tokens, separator: str) -> Iterator[Tokens]:
    """The parts of `tokens` between separators outside of brackets; an empty last one is left out."""
    start = place = 0
    while place < len(tokens):
        if tokens[place] == separator:
            yield tokens[start:place]
            start = place + 1
        place = closing(tokens, place) + 1
    if start < len(tokens):
        yield tokens[start:]


def _function_head(tokens: Tokens) -> tuple[str, tuple[str, ...]] | None:
    """Name and parameters where `tokens` are all that stands before the body of a function."""
    if "=" in tokens or "(" not in tokens:
        return None
    place = tokens.index("(")
    if place == 0 or closing(tokens, place) != len(tokens) - 1:
        return None
    return tokens[place - 1], tuple(part[-1] for part in split(tokens[place + 1 : -1], ",") if part)


def read_variable(tokens: Tokens) -> Variable | None:
    """The variable that `static const TypeInfo name[] = {...}` defines, None for anything else."""
    at = tokens.index("=") if "=" in tokens else len(tokens)
    if tokens[at + 1 : at + 2] != ("{",):
        return None
    head = [token for token in tokens[:at] if token not in _QUALIFIERS]
    array = "[" in head
    if array:
        head = head[: head.index("[")]
    if len(head) < 2:
        return None
    return Variable(head[-2], head[-1], array, tokens[at + 2 : closing(tokens, at + 1)])
