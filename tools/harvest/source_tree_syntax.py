"""Which functions, variables and statements has preprocessed C code?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

Tokens = tuple[str, ...]
_OPEN = {"(": ")", "[": "]", "{": "}"}
_CLOSE = frozenset(_OPEN.values())


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
    """What a file defines. `calls` are the macros called outside of functions (`type_init(fn)`)."""

    functions: dict[str, Function] = field(default_factory=dict)
    variables: dict[str, Variable] = field(default_factory=dict)
    calls: list[tuple[str, Tokens]] = field(default_factory=list)


def read_unit(tokens: Tokens) -> Unit:
    """What stands at the top of a file."""
    unit = Unit()
    place = start = 0
    while place < len(tokens):
        token = tokens[place]
        if token in _OPEN:
            end = closing(tokens, place)
            if token == "{" and (head := _function_head(tokens[start:place])):
                unit.functions[head[0]] = Function(head[1], tokens[place + 1 : end])
                start = end + 1
            elif token == "(" and place == start + 1:
                unit.calls.append((tokens[start], tokens[place + 1 : end]))
                if tokens[end + 1 : end + 2] != (";",) and "=" not in tokens[start:place]:
                    start = end + 1
            place = end + 1
            continue
        if token == ";":
            if variable := read_variable(tokens[start:place]):
                unit.variables[variable.name] = variable
            start = place + 1
        place += 1
    return unit


def closing(tokens: Tokens, place: int) -> int:
    """Where the bracket that opens at `place` closes; the end where it does not."""
    depth = 0
    for at in range(place, len(tokens)):
        if tokens[at] in _OPEN:
            depth += 1
        elif tokens[at] in _CLOSE:
            depth -= 1
            if depth == 0:
                return at
    return len(tokens)


def split(tokens: Tokens, separator: str) -> Iterator[Tokens]:
    """The parts of `tokens` between separators outside of brackets; an empty last one is left out."""
    start = place = 0
    while place < len(tokens):
        if tokens[place] in _OPEN:
            place = closing(tokens, place)
        elif tokens[place] == separator:
            yield tokens[start:place]
            start = place + 1
        place += 1
    if start < len(tokens):
        yield tokens[start:]


def _function_head(tokens: Tokens) -> tuple[str, tuple[str, ...]] | None:
    """Name and parameters where `tokens` are all that stands before the body of a function."""
    if "=" in tokens or not tokens or tokens[-1] != ")" or "(" not in tokens:
        return None
    place = tokens.index("(")
    if closing(tokens, place) != len(tokens) - 1:
        return None
    parameters = (part[-1] for part in split(tokens[place + 1 : -1], ",") if part)
    return tokens[place - 1], tuple(parameters)


def read_variable(tokens: Tokens) -> Variable | None:
    """The variable that `static const TypeInfo name[] = {...}` defines, None for anything else."""
    if "=" not in tokens or "{" not in tokens:
        return None
    at = tokens.index("=")
    value = tokens[at + 1 :]
    if value[:1] != ("{",):
        return None
    head = [token for token in tokens[:at] if token not in ("static", "const", "extern", "struct")]
    array = "[" in head
    if array:
        head = head[: head.index("[")]
    if len(head) < 2:
        return None
    return Variable(head[-2], head[-1], array, value[1 : closing(value, 0)])


@dataclass(frozen=True, slots=True)
class Statement:
    """`kind`: `if` (with its condition in `tokens`, its branches in `parts`), `block` (also a loop, which is
    taken to run once), `return`, or `expression`."""

    kind: str
    tokens: Tokens = ()
    parts: tuple[tuple[Statement, ...], ...] = ()


def read_statements(tokens: Tokens) -> tuple[Statement, ...]:
    """The statements of the body of a function."""
    out, place = [], 0
    while place < len(tokens):
        statement, place = _statement(tokens, place)
        if statement is not None and statement.kind == "expression":
            out.extend(Statement("expression", part) for part in split(statement.tokens, ","))
        elif statement is not None:
            out.append(statement)
    return tuple(out)


def _statement(tokens: Tokens, place: int) -> tuple[Statement | None, int]:
    token = tokens[place]
    if token in (";", "else"):
        return None, place + 1
    if token == "{":
        end = closing(tokens, place)
        return Statement("block", parts=(read_statements(tokens[place + 1 : end]),)), end + 1
    if token == "do":
        return _statement(tokens, place + 1)
    if token in ("for", "while", "switch", "if") and tokens[place + 1 : place + 2] == ("(",):
        end = closing(tokens, place + 1)
        inner, after = _statement(tokens, end + 1) if end + 1 < len(tokens) else (None, end + 1)
        branch = (inner,) if inner else ()
        if token != "if":
            return Statement("block", parts=(branch,)), after
        other: tuple[Statement, ...] = ()
        if tokens[after : after + 1] == ("else",):
            second, after = _statement(tokens, after + 1)
            other = (second,) if second else ()
        return Statement("if", tokens[place + 2 : end], (branch, other)), after
    end = place
    while end < len(tokens) and tokens[end] != ";":
        end = closing(tokens, end) + 1 if tokens[end] in _OPEN else end + 1
    kind = "return" if token == "return" else "expression"
    return Statement(kind, tokens[place:end]), end + 1
